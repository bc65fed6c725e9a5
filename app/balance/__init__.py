"""The balance of effort, payment and outcomes as both sides rate it, and the small adjustments on the way."""
