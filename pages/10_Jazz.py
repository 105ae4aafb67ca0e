"""Jazz: a press in, a clip that nobody played before out; steered, compared, kept, and learnt from files of yours."""

from core.ui.frame import open_page
from core.ui.jazz.page import jazz

open_page(
    "What would you like to hear?",
    "Press play: a small network that learnt from jazz pianists makes up something new. Then steer it.",
)
jazz()
