"""Notes, latent maps and trainings of jazz as pictures."""
