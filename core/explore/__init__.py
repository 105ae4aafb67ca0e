"""A table of features -> what there is to see in it: correlations, rankings, clusters, neighbours and maps."""
