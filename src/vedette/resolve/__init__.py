"""Drafts to records: actors, places and days."""
