"""What a PDF holds besides what is drawn: signatures, files, scripts, and PDFs that are the cover of something else."""
