"""Pictures of explanations: what a model goes by, which way, why one answer came out, and how far to trust all that."""
