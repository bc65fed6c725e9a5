"""Reassessment reviews: when they are due and that they were held."""
