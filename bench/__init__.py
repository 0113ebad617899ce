"""What is measured, one command each; README.md lists them."""
