"""Example partnerships: read from a folder, brought to life, loaded and removed in one step."""
