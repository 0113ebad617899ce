"""Reports to drafts: parse, frames, roles, counts, status, attribution; the Coder protocol."""
