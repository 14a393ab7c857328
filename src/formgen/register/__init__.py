"""The register of rules: every dated rule of all files in words, with its days, its sources, and what it says anew."""
