"""Change events and, later, the rules that watch."""
