"""Genre mix: a song in, what it sounds like out, moment by moment, and how far to believe it."""

from core.ui.frame import open_page
from core.ui.listen import listen
from core.ui.sections import answer, downloads, facts, likeness, moments, settings, table, trust
from core.ui.songs import ask_for_songs

open_page(
    "What does this song sound like?",
    "Bring a song and hear its genre mix, moment by moment, beside an honest word on how far to trust it.",
)
songs = ask_for_songs()
model = settings.model_in_use()
heard = listen(songs, model=model)
if heard:
    song, found = table.choose(heard, model.card)
    answer.answer(song, found.mix, context_s=model.context_s)
    moments.moments(song, found, context_s=model.context_s)
    trust.trust(model.card, genre=found.mix.top[0], known=found.mix.known)
    facts.facts(found.facts)
    likeness.likeness(found.mix, model.card)
    downloads.downloads(song, found.mix, model.card)
settings.settings(model)
