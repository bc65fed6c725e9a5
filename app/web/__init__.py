"""Flask glue shared by all routes."""
