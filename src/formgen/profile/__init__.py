"""The facts a user states about one submission, read, checked and asked for by name."""
