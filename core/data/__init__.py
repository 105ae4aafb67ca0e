"""Tracks: whence they come (datasets/), their numbers (table.py), how train and test are separated (splits.py)."""
