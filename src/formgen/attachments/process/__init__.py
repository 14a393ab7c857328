"""The process apart that reads foreign files: one server, started once, forks readers that are killed without harm."""
