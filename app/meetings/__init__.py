"""Meetings and what stands on their agendas."""
