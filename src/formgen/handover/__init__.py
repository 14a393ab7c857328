"""A packet that was made leaves: as a bag, as a folder with an index, or into a document system, once and proved."""
