"""Protocol + model -> run: fit, choose in inner folds, score on held-out tracks, refit and store."""
