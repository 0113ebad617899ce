"""The version of Vedette: Hatch reads it from here, and what writes it into a record imports it from here."""

__version__ = "0.1.0"
