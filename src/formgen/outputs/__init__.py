"""What leaves formgen: one merged PDF, a folder, a zip, a manifest. Knows no form and no rule."""
