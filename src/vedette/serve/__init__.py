"""The desk on the web: pages, review, accounts, and the API. `create_app(desk, settings)` makes it."""
