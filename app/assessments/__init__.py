"""What each side can do and what it lacks: needs assessments, who fills a gap, and what helps around it."""
