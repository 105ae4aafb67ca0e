"""The scores of runs in, figures of a leaderboard, of one run and of two side by side out; and a run as one page."""
