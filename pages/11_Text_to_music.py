"""Text to music: a sentence in, a clip that did not exist before out; heard, kept, compared, and sent on."""

from core.ui.frame import open_page
from core.ui.text.page import text

open_page(
    "What music shall there be?",
    "Write a sentence, or pick a genre and let it be written: then hear a clip that did not exist before.",
)
text()
