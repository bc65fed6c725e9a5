"""Our own settings: name, time zone, holidays, approval days."""
