"""Why something is so: from a change or signal through review, decision and amendment to the re-check."""
