"""Networks that learn jazz: an encoder to a latent vector z, and a decoder that sees z and what was played before."""
