"""A run + rows -> SHAP values (n_rows, n_players, n_genres) that add up to an output named in words, and how far to
trust them.

`engines.py` chooses by the kind of model, `values.py` puts every shape into one, `job.py` does it as long work.
"""
