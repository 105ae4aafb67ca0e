"""The Leaks page in sections: what is measured, the fall and the slips, and the thesis' table told twice."""
