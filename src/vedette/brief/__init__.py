"""Briefs: from incidents to a cited situation brief, and the check of every sentence of one against what it cites."""
