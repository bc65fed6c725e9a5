"""Partnerships, their stages and who works on them."""
