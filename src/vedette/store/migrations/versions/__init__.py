"""The revisions of the schema, oldest first by number; one that was released is never changed."""
