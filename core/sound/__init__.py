"""Sound files and scores in; mono signals, their segments and their loudness out."""
