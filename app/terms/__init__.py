"""The term sheet in force."""
