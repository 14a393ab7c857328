"""The commands, by theme. Each parses, calls one thing of the library and shows it."""
