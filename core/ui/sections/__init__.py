"""What was heard in, parts of a page out: one module for each thing that a result shows."""
