"""What each paper is made of, read with a fixed number of statements; one module for each paper."""
