"""The bytes of a recording in; a badge that says that it was made here, where it says so itself, out."""

from core.figures.words import as_sentence
from core.ui.markup import Html, tag


def origin(data: bytes) -> list[Html]:
    """A badge and a line under it, or nothing for a recording without a mark. What a mark says is a stranger's text."""
    from core.generation.marks import read_mark
    from core.generation.whence import SAYS_WHO, WHERE, how, made_by

    mark = read_mark(data)
    if mark is None:
        return []
    says_who = SAYS_WHO.format(where=WHERE["file"])
    badge = tag("span", made_by(mark), cls="gs-badge")
    words = tag("p", f"{as_sentence(how(mark))} {says_who}", cls="gs-muted")
    return [tag("div", tag("p", badge, cls="gs-badges"), words, cls="gs-origin")]
