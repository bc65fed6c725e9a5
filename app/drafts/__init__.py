"""Contract drafts from the term sheet."""
