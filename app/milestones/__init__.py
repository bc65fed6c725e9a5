"""Milestones of each stage."""
