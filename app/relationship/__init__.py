"""Concerns and the pulse of both sides."""
