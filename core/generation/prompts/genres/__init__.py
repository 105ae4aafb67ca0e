"""One file per genre: its words as a ``VOCABULARY``, facts of the genre in this project's own words."""
