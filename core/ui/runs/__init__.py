"""The Runs page in sections: lists of scores that may be compared, one run from all sides, two side by side."""
