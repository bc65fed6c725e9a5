"""What the two sides know of each other: requests for information, aims, lessons."""
