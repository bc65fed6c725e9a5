"""What is due, and the mail that says so."""
