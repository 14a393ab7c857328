"""Files: read with lines, kept to a folder, written whole or not at all, remembered when unchanged."""
