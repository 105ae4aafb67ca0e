"""MIDI in; notes, codes, models of jazz, and new music out."""
