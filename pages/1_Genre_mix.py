"""Genre mix: a song in, what it sounds like out, moment by moment, and how far to believe it."""

from core.ui.frame import open_page
from core.ui.listen import listen
from core.ui.sections import answer, downloads, facts, likeness, listeners, moments, settings, table, trust
from core.ui.songs import ask_for_songs

open_page(
    "What does this song sound like?",
    "Bring a song and hear its genre mix, moment by moment, beside an honest word on how far to trust it.",
)
songs = ask_for_songs()
found = settings.model_in_use()
model = found.model
heard = listen(songs, model=model)
if heard:
    song, heard_in_it = table.choose(heard, model.card)
    mix = heard_in_it.mix
    answer.answer(song, mix, context_s=model.context_s)
    listeners.offer_listeners(found)
    moments.moments(song, heard_in_it, context_s=model.context_s)
    trust.trust(model.card, mix)
    facts.facts(heard_in_it.facts)
    likeness.likeness(mix, model.card)
    downloads.downloads(song, mix, model.card)
else:
    listeners.offer_listeners(found)
settings.settings(found)
