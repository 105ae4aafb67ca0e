"""The Explain page in sections: what a run goes by, which way, why one track or song, and how far to trust all that."""
