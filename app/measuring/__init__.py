"""The metrics plan: what both sides agreed to measure, who does the work, and what came of it."""
