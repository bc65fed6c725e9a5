"""The words of our agreements: sections of the house's own, edited, checked, kept in versions."""
