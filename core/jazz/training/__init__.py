"""Sequences of codes in, a network that has learnt them out; its curves, checkpoints and held-out numbers."""
