"""Key dates that explain themselves."""
