"""The outbox: everyone who sends puts a row here."""
