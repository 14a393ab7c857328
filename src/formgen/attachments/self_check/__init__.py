"""Holds what became of a file against the file itself, as both are drawn."""
