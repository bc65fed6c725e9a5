"""Organizations and their people."""
