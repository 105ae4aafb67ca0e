"""The leakage meter: a table and a model in, how far its score falls as one leak after another is closed, out."""
