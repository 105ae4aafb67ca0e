"""Jazz: a press in, new music out; then it is steered, kept, compared, and taken home."""
