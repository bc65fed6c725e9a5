"""Today, the partnership overview and its timeline."""
