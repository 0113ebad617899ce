"""The API: `/api/v1` with JSON, `/ogc` after OGC API Features."""
