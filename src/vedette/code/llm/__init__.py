"""A language model as a coder: what it says counts only where its words are found in the report again."""
