"""Agendas and other papers."""
