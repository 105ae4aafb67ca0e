"""Music to learn from: the thesis' stream of tokens, thirty-second clips of jazz piano, any folder of MIDI files."""
