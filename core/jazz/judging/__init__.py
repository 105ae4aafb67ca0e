"""Clips that were made in; how near they are to jazz that was played, and what they copy of it, out: by notes alone."""
