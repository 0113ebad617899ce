"""The pages of the documentation that are made from the code when the site is built, and what ties them to it.

`make docs` runs MkDocs with `docsite/hooks.py`, which adds the pages of `pages.py`. None of them is kept in the
repository, so none can be out of date; a command, setting or column that nobody describes stops the build.
"""
