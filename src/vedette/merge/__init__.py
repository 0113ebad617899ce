"""The same report told again, the same happening told by many, and what people and machine judge of it."""
