"""Notes and how they shall be played in; sound, and files to take away, out."""
