"""The Synthetic dataset page in sections: a recipe, its job, what was made, and how near that is to real music."""
