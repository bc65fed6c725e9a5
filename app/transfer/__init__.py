"""Backup and restore: one file that holds everything, checked before it counts."""
