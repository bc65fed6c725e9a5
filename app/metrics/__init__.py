"""One row of numbers a month."""
