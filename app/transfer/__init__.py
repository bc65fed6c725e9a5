"""Backup and restore; later export and import."""
