"""Dates in people's own calendars: feeds, files, and invitations to meetings."""
