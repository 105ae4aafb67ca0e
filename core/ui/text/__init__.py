"""The page Text to music: a sentence, or a brief that writes one, in; takes that are heard, kept and compared out."""
