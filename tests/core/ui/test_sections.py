"""What the parts of a result say: the numbers that they were given, in plain and honest words."""

import csv
import io
import json

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.anatomy import SongFacts
from core.figures import STUDIO
from core.figures.words import DOUBTS, DOUBTS_IN_SHORT
from core.genre_mix import KNOWN, VERDICTS
from core.likeness import Standout
from core.ui.sections import answer, downloads, facts, likeness, moments, trust
from core.ui.sections import card as cards

NO_INTERVAL = {"interval": None, "interval_reason": "the song lasts 12 s"}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_the_answer_is_one_sentence_with_its_doubt(make_mix):
    assert plain("".join(answer.headline(make_mix()))) == "Sounds most like jazz: 50 %, give or take 9."


def test_without_an_interval_nothing_is_given_or_taken(make_mix):
    assert plain("".join(answer.headline(make_mix(**NO_INTERVAL)))) == "Sounds most like jazz: 50 %."


def test_of_an_unknown_sound_nothing_is_claimed(make_mix):
    sentence = plain("".join(answer.headline(make_mix(verdict="unlike", reason="too bright"))))
    assert sentence == "If I had to choose, jazz: 50 %, give or take 9."


def test_each_way_of_not_knowing_has_words_of_its_own(make_mix):
    told = {verdict: plain("".join(answer.headline(make_mix(verdict=verdict)))) for verdict in answer.LOOKS}
    assert told["unlike"] == told["other-music"] == "If I had to choose, jazz: 50 %, give or take 9."
    assert told["not-music"] == "If it were music, jazz: 50 %, give or take 9."
    assert len(set(DOUBTS.values())) == len(set(answer.LOOKS.values())) == len(set(trust.UNKNOWNS.values())) == 3
    assert set(DOUBTS) == set(answer.LOOKS) == set(trust.UNKNOWNS) == set(DOUBTS_IN_SHORT) == set(VERDICTS) - {KNOWN}


def shares(*values: float) -> dict:
    """A mix of one cell with these shares of blues, jazz and rock, and an interval of 6 points to both sides."""
    row = np.array(values)
    return {"proba": row[None], "share": row, "interval": np.array([row - 0.06, row + 0.06])}


def test_a_near_tie_has_no_winner(make_mix):
    told = plain("".join(answer.headline(make_mix(**shares(0.33, 0.35, 0.32)))))
    assert told == "Sounds about as much like jazz (35 %, give or take 6) as like blues (33 %) and rock (32 %)."


def test_only_those_within_reach_of_the_first_share_its_place(make_mix):
    told = plain("".join(answer.headline(make_mix(**shares(0.41, 0.45, 0.14)))))
    assert told == "Sounds about as much like jazz (45 %, give or take 6) as like blues (41 %)."
    clear = plain("".join(answer.headline(make_mix(**shares(0.35, 0.45, 0.2)))))
    assert clear == "Sounds most like jazz: 45 %, give or take 6."


def test_an_unknown_sound_that_is_near_a_tie_is_doubted_twice(make_mix):
    told = plain("".join(answer.headline(make_mix(**shares(0.41, 0.45, 0.14), verdict="unlike", reason="x"))))
    assert told == "If I had to choose, about as much jazz (45 %, give or take 6) as blues (41 %)."


def test_a_share_is_a_mean_over_places_or_of_a_short_song_one_judgement(make_mix):
    long = plain(answer.share_words(make_mix(duration_s=60.0), context_s=30.0))
    assert "mean of probabilities. At each of 4 places" in long
    short = plain(answer.share_words(make_mix(), context_s=30.0))
    assert "shorter than the 30 s the model listens to, so it was judged as a whole" in short
    assert "places" not in short
    assert all("does not mean that this much of the song is jazz" in words for words in (long, short))


def test_the_ribbon_says_how_much_sound_is_behind_a_column():
    assert "each column is judged from the 30 s around it" in moments.ribbon_words(60.0, context_s=30.0)
    assert "all columns are the same" in moments.ribbon_words(29.0, context_s=30.0)


def test_the_chart_can_be_heard(make_mix):
    assert plain(answer.alt_text(make_mix())).endswith("jazz 50 %, blues 30 %, rock 20 %")


@pytest.mark.parametrize("row", [[30, 15, 5], [1, 1, 1], [7, 0, 0], [1, 2, 94]])
def test_what_it_calls_100_songs_are_whole_numbers_that_make_100(card, row):
    card["scores"]["confusion"][0] = row
    calls = trust.calls_of_100(card["scores"], genre="blues")
    assert sum(n for _, n in calls) == 100
    assert [n for _, n in calls] == sorted((n for _, n in calls), reverse=True)


def test_of_a_genre_without_a_held_out_track_nothing_is_called(card):
    card["scores"]["confusion"][0] = [0, 0, 0]
    assert trust.calls_of_100(card["scores"], genre="blues") == []


def test_trust_is_one_sentence_from_the_confusion_of_the_card(card):
    calls = trust.calls_of_100(card["scores"], genre="blues")
    sentence = trust.trust_sentence(calls, genre="blues", unheard=trust.unheard(card["protocol"]))
    assert sentence == "Of 100 blues songs by artists it has never heard, it calls 60 blues, 30 jazz and 10 rock."


def test_a_leaky_protocol_claims_no_unheard_artists(card):
    assert "by artists it may know" in trust.unheard({"leaky": True})


def test_of_artists_that_listeners_may_know_nobody_says_never_heard(card):
    assert trust.unheard(card["protocol"], pretrained=True) == "by artists it did not learn from"
    shown = plain(str(trust.badges(card | {"pretrained": "pretrained: may have heard these artists"})))
    assert "no artist on both sides" in shown
    assert "may have heard these artists" in shown


def test_every_part_of_the_bar_is_named_in_words(card):
    calls = trust.calls_of_100(card["scores"], genre="blues")
    assert trust.calls_words(calls, genre="blues") == (
        "What it calls 100 blues songs, from the left: blues 60, jazz 30 and rock 10; the framed part is right."
    )
    assert trust.calls_words([], genre="blues") == "None of the held-out tracks is blues."


def test_of_an_unknown_sound_no_rate_of_right_answers_is_claimed(card):
    assert any("When it answers jazz" in words for words in trust.genre_words(card["scores"], "jazz"))
    assert not any("When it answers" in words for words in trust.genre_words(card["scores"], "jazz", known=False))


def test_more_than_three_kinds_of_calls_are_summed_up():
    calls = [("rock", 34), ("metal", 21), ("country", 12), ("pop", 11), ("jazz", 22)]
    sentence = trust.trust_sentence(calls, genre="rock", unheard="by artists it has never heard")
    assert sentence.endswith("it calls 34 rock, 21 metal, 12 country and 33 something else.")


def test_the_score_stands_with_its_interval_and_what_guessing_gets(card):
    assert plain(trust.score_sentence(card)) == (
        "52 % of 150 held-out tracks named right (48 % to 56 %, 95 %); always saying the most frequent genre gets 34 %"
    )


def test_a_genre_with_too_few_artists_says_so_instead_of_an_interval(card):
    score = card["scores"]["per_genre"]["jazz"]
    assert trust.genre_words(card["scores"], "jazz")[0].startswith("With other artists between 28 and 41")
    score |= {"recall_interval": None, "note": "too few artists", "n_artists": 9}
    assert trust.genre_words(card["scores"], "jazz")[0] == "No interval: too few artists (9)."


FACTS = SongFacts(96.0, 192.0, 0.6, "F major", 0.4, -9.2, -0.3, -6.8)


def changed(**values) -> SongFacts:
    return SongFacts(**(FACTS.__dict__ | values))


def test_a_tempo_in_doubt_names_the_other_one():
    assert plain(facts.tempo_words(FACTS)) == "In doubt: you may as well feel it at 192 BPM, twice as fast."
    assert plain(facts.tempo_words(changed(tempo_other_bpm=48.0, tempo_doubt=0.1))) == (
        "The beat is clear; the other reading, 48 BPM, half as fast, fits less well."
    )


def test_a_tempo_may_be_felt_in_threes():
    assert "144 BPM, one and a half times as fast" in plain(facts.tempo_words(changed(tempo_other_bpm=144.2)))


def test_a_key_says_when_it_is_not_sure():
    words = "of its stretches of 10 seconds are in this key by themselves."
    assert plain(facts.key_words(changed(key_confidence=0.8))) == f"80 % {words}"
    assert plain(facts.key_words(changed(key_confidence=0.25))) == f"Not sure: only 25 % {words}"


@pytest.mark.parametrize(("key", "name"), [("C# minor", "C♯ minor"), ("Bb major", "B♭ major"), ("B major", "B major")])
def test_a_key_is_written_as_musicians_write_it(key, name):
    assert facts.key_name(key) == name


def test_loudness_says_what_was_measured():
    assert "mono mix" in facts.loudness_words(FACTS)
    assert "peak lies at \u22120.3 dBFS" in plain(facts.loudness_words(FACTS))


def test_the_nearest_tracks_are_summed_up_by_genre(make_mix):
    assert likeness.neighbour_words(make_mix().neighbours).startswith("Of the 3 nearest: 2 jazz, 1 blues.")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.0, "0"),
        (3120.4, "3,120"),
        (0.61234, "0.612"),
        (0.00012, "0.00012"),
        (3.9e6, "3,900,000"),
        (0.0000012, "0.0000012"),
        (-212.2, "\u2212212"),
    ],
)
def test_a_value_has_as_many_digits_as_a_reader_needs(value, words):
    assert likeness.number(value) == words


def test_a_standout_says_how_it_differs_from_most():
    found = Standout("tempo", "tempo", 171.2, (103.4, 129.2), 97.0, "beats per minute")
    assert plain(likeness.standout_words(found)) == (
        "tempo: 171 beats per minute, higher than in 97 % of the training tracks (half of them: 103 to 129)"
    )


def rows_of(text: str) -> list[dict]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_csv_of_a_mix_has_a_row_per_genre_with_its_interval(make_mix):
    rows = rows_of(downloads.mix_csv("=evil", make_mix()))
    assert [row["genre"] for row in rows] == ["jazz", "blues", "rock"]
    assert sum(float(row["share"]) for row in rows) == pytest.approx(1)
    assert (rows[0]["low"], rows[0]["high"]) == ("0.440000", "0.590000")
    assert rows[0]["song"] == "'=evil"
    assert rows_of(downloads.mix_csv("x", make_mix(**NO_INTERVAL)))[0]["low"] == ""


def test_the_csv_of_a_mix_keeps_its_doubt(make_mix):
    assert {(row["known"], row["reason"]) for row in rows_of(downloads.mix_csv("x", make_mix()))} == {("true", "")}
    unknown = rows_of(downloads.mix_csv("x", make_mix(verdict="unlike", reason="too bright")))
    assert {(row["known"], row["reason"]) for row in unknown} == {("false", "too bright")}


def test_the_csv_of_moments_has_a_row_per_cell(make_mix):
    mix = make_mix()
    rows = rows_of(downloads.moments_csv(mix))
    assert [float(row["start_s"]) for row in rows] == mix.starts_s.tolist()
    assert [float(row["jazz"]) for row in rows] == pytest.approx(mix.proba[:, 1].tolist())


def test_the_json_is_what_the_command_line_prints_with_the_songs_name(make_mix):
    told = json.loads(downloads.mix_json("My song.wav", make_mix()))
    assert told == make_mix(name="My song.wav").to_json()


def test_the_picture_tells_the_answer_the_score_and_the_protocol(make_mix, card):
    text = plain(downloads.picture("<b>", make_mix(), card, STUDIO))
    assert "Sounds most like jazz: 50 %, give or take 9." in text
    assert "52 % of 150 held-out tracks" in text
    assert "artist-folds" in text
    assert "&lt;b&gt;" in text
    assert "I am not sure" not in text


def test_the_picture_of_an_unknown_sound_keeps_its_doubt(make_mix, card):
    text = plain(downloads.picture("x", make_mix(verdict="unlike", reason="too bright"), card, STUDIO))
    assert "I am not sure: this is unlike anything I was trained on." in text
    assert "Too bright." in text
    assert "If I had to choose, jazz" in text


def test_the_card_says_what_the_model_is_and_leaves_out_what_it_does_not_know(card):
    shown = cards.card_table(card)
    assert "Hears three genres." in shown
    assert "python -m core train" in shown
    assert "Rebuild" not in cards.card_table(card | {"command": ""})


def test_a_dataset_that_is_known_has_its_title(card):
    assert cards.data_title(card) == "toys"
    assert cards.data_title({"data": {"name": "gtzan"}}) == "GTZAN"


def test_a_card_is_shown_as_text(card):
    assert "<script" not in cards.card_table(card | {"about": "<script>"})


def test_what_a_provider_forbids_to_pass_on_has_no_download_button(card, make_mix, song):
    def page(song, mix, card):
        from core.ui.sections.downloads import downloads

        downloads(song, mix, card)

    free = AppTest.from_function(page, args=(song, make_mix(), card), default_timeout=60).run()
    assert len(free.get("download_button")) == 4
    card["data"]["licence_key"] = "no-training"
    forbidden = AppTest.from_function(page, args=(song, make_mix(), card), default_timeout=60).run()
    assert not forbidden.exception
    assert len(forbidden.get("download_button")) == 0
    assert "the provider forbids training" in forbidden.get("html")[-1].proto.body
