"""The process apart that reads foreign files: started once, forked for each packet, killed without harm."""
