"""One file per genre: its rules as a ``STYLE``."""
