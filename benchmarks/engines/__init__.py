"""One module for each engine. `start(faces, page)` gives back `draw(pages) -> bytes`, ready to be called again."""
