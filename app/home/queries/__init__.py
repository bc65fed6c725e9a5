"""What the pages of this slice read: Today, the list, an overview, its timeline, and the health page."""
