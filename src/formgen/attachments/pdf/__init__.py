"""Any PDF as clean A4 pages: opened, its boxes and its place on the sheet, what it is in figures, made lighter."""
