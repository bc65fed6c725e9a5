"""Users, sign-in, roles, preferences."""
