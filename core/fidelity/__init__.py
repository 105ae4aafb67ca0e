"""What was made in; what the genre model hears in it, beside what it hears in real music played the same way, out."""
