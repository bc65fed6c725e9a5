"""Ending with grace: what is asked before an end, the way out step by step, and what both sides learned."""
