"""What care costs."""
