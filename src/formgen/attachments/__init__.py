"""Takes in the user's scans, each read by a process apart with limits. Knows no form and no rule."""
