"""How answers look for people. Each view takes plain data and gives back report."""
