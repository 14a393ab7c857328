"""One sheet: a form filled for one case, laid out, drawn, read back."""
