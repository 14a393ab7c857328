"""The process apart that opens workbooks: it has limits, nothing to lose, and is ended by what goes beyond them."""
