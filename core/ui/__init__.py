"""All that knows Streamlit: pages list, frame, state, caches, the player, and the sections that pages are made of."""
