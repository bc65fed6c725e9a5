"""What stands on each paper and in which order. Pure; one module for each paper."""
