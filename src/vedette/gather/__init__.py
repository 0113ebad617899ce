"""Gathering: pages and articles brought in from feeds, sitemaps, pages, folders, JSON lines and WARC files."""
