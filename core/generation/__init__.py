"""What to make in, clips out: scores composed by rules, rendered and mixed."""
