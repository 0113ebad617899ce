"""Alembic's migrations of a desk: one module per revision under versions/."""
