"""Takes in scans, puts sheets and scans together, writes the packet. Knows no form and no rule."""
