"""The Explore page in sections: one dataset, its views linked by one selection, every track of it heard."""
