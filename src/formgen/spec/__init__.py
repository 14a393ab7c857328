"""What a form file and a rule file say, as frozen models. Knows no layout, no profile and no file."""
