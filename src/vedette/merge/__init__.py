"""The same report told again, and the same happening told by many: copies, accounts, incidents."""
