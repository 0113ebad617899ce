"""Watching: a desk's sources visited when they are due, what they tell read, coded, merged, and told of in alerts."""
