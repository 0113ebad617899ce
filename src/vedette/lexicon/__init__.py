"""What is known before reading: frames, words, countries, actors, places; loaded from `data/` and checked."""
