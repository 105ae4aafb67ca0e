import pytest

from core.generation.arranger import GENRES, brief_for
from core.generation.arranger.moods import mood_at, tempi_for


@pytest.mark.parametrize("genre", GENRES)
class TestMood:
    def test_shares_the_tempi_of_the_genre_without_a_gap(self, genre):
        style = GENRES[genre]
        for mode, moods in style.modes.items():
            ranges = [tempi_for(mood, style, mode=mode) for mood in moods]
            assert (ranges[0][0], ranges[-1][1]) == pytest.approx(style.tempo_bpm)
            assert [low for low, _ in ranges[1:]] == pytest.approx([high for _, high in ranges[:-1]])

    def test_is_played_in_its_mode_and_at_its_pace(self, genre):
        style = GENRES[genre]
        for moods in style.modes.values():
            for mood in moods:
                brief = brief_for(genre, seed=5, mood=mood)
                low, high = tempi_for(mood, style, mode=brief.mode)
                assert mood in style.modes[brief.mode]
                assert low - 0.5 <= brief.tempo_bpm <= high + 0.5

    def test_follows_a_tempo_that_is_asked_for(self, genre):
        style = GENRES[genre]
        for wanted in (40.0, style.tempo_bpm[0], sum(style.tempo_bpm) / 2, style.tempo_bpm[1], 240.0):
            brief = brief_for(genre, seed=2, tempo_bpm=wanted)
            assert brief.mood == mood_at(wanted, style, mode=brief.mode)
        calmest, liveliest = (brief_for(genre, seed=2, tempo_bpm=tempo) for tempo in (40.0, 240.0))
        assert (calmest.mood, liveliest.mood) == (style.modes[calmest.mode][0], style.modes[liveliest.mode][-1])
