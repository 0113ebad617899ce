"""What is measured, one command each; README.md lists them."""

import vedette.cli.main  # noqa: F401 - measured is what the command does, its settings for numpy included
