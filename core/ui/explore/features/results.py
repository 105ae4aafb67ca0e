"""What is worked out of the numbers of a table, once for each of them; threads do it while the page stays."""

from core.ui.explore.background import Background

results = Background("explore-results", max_entries=48)
