"""Clips of one pattern and progression share a name: what the key, the seed of other players and the length change."""

from dataclasses import replace

import pytest

from core.generation.arranger import GENRES, arrange, brief_for
from core.generation.arranger.harmony import Chord
from core.generation.arranger.pattern import pattern_of


@pytest.fixture(params=GENRES)
def brief(request):
    return brief_for(request.param, seed=5, duration_s=10.0)


def test_the_same_brief_in_another_key_has_the_same_pattern(brief):
    tonic = next(tonic for tonic in GENRES[brief.genre].tonics if tonic != brief.tonic)
    moved = replace(brief, key=f"{tonic} {brief.mode}")
    assert pattern_of(arrange(moved)) == pattern_of(arrange(brief))


def test_another_chord_is_another_progression(brief):
    played = arrange(brief)
    start = next(s.first_bar for s in played.sections if s.name == "A") * played.beats_per_bar
    chords = [
        change._replace(chord=Chord((change.chord.root + 1) % 12, change.chord.quality))
        if change.beat == start
        else change
        for change in played.chords
    ]
    assert pattern_of(replace(played, chords=tuple(chords))) != pattern_of(played)


def test_another_bar_of_who_keeps_time_is_another_pattern(brief):
    played = arrange(brief)
    start = next(s.first_bar for s in played.sections if s.name == "A") * played.beats_per_bar
    played.parts[0].notes[:] = [note for note in played.parts[0].notes if note.beat >= start + played.beats_per_bar]
    assert pattern_of(played) != pattern_of(arrange(brief))


def test_genres_never_share_one():
    names = {pattern_of(arrange(brief_for(genre, seed=0, duration_s=4.0))) for genre in GENRES}
    assert len(names) == len(GENRES)


def test_there_are_many_of_each_genre_and_some_are_met_again():
    names = [pattern_of(arrange(brief_for("disco", seed=seed, duration_s=8.0))) for seed in range(120)]
    assert 15 < len(set(names)) < 60
