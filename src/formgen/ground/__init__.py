"""What every other part stands on: problems and their words, days, marks, values. Knows no form and no file."""
