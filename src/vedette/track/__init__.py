"""Tracking: what incidents add up to over time - how it is going, and what the months ahead may bring."""
