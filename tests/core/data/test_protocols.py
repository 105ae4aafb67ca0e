"""What every protocol promises of any table that it takes, and what it says of one that it cannot take."""

from collections import Counter
from contextlib import nullcontext
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.data.exclusions import Exclusions
from core.data.loading import load_table
from core.data.protocols import PROTOCOLS
from core.data.splits import Protocol, Split, inner_folds
from core.errors import DataError

N_PIECES = 10
COLUMNS = tuple(f"column {n}" for n in range(6))
OWN = ("artist-groups", "track-groups", "random-tracks", "leaky-segments")


@pytest.fixture(params=PROTOCOLS.values(), ids=PROTOCOLS)
def protocol(request):
    return request.param


@pytest.fixture
def rows(lists):
    """Ten segments of each track of the hand-made lists, by the artists of the lists, with a published split."""
    rng = np.random.default_rng(0)
    part = dict(zip(range(6), ["training"] * 3 + ["validation"] + ["test"] * 2, strict=True))
    tracks = [(track_id, artist, part[int(artist[-1])]) for track_id, artist in lists.items()]
    keys = [(*track, n, 3.0 * n) for track in tracks for n in range(N_PIECES)]
    made = pd.DataFrame(keys, columns=["track_id", "artist", "split", "segment", "start_s"])
    made["genre"] = made["track_id"].str.partition(".")[0]
    return made.assign(**{column: rng.random(len(made)) for column in COLUMNS})


@pytest.fixture
def table(rows, write, request):
    """The rows as a table; where the protocol under test is for clips by a program, as such, of a prompt an artist."""
    if "protocol" in request.fixturenames and request.getfixturevalue("protocol").apart == "prompt":
        return load_table(write(made_of_prompts(rows), "table.parquet"))
    return load_table(write(rows, "table.parquet"))


@pytest.fixture
def others(rows, write):
    """The same under names that are not GTZAN's."""
    return load_table(write(renamed(rows), "others.parquet"))


def renamed(rows):
    return rows.assign(track_id=rows["track_id"].str.replace(".", " song ", regex=False))


def made_of_prompts(rows):
    return renamed(rows).assign(synthetic=True, prompt_group=rows["artist"], artist=None)


def kept_apart(protocol, table):
    """Track id -> what the protocol keeps on one side."""
    groups = {
        "artist": table.groups,
        "recording": table.recordings,
        "prompt": table.groups,
        "nothing": table.rows["track_id"],
    }
    return dict(zip(table.rows["track_id"], groups[protocol.apart], strict=True))


def test_nothing_that_a_protocol_keeps_apart_stands_on_both_sides(protocol, table):
    group = kept_apart(protocol, protocol.table_of(table))
    for split in protocol.splits(table):
        sides = [{group[track_id] for track_id in part} for part in (split.train, split.valid, split.test)]
        assert sum(map(len, sides)) == len(set().union(*sides))


def test_folds_inside_a_training_part_keep_apart_what_the_protocol_does(protocol, table):
    used, groups = protocol.table_of(table), protocol.inner_groups(table)
    for split in protocol.splits(table)[:3]:
        part = np.flatnonzero(used.rows["track_id"].isin(split.train))
        folds = inner_folds(groups[part], used.y[part], n_folds=3, seed=0, apart=protocol.apart)
        assert sorted(np.concatenate([test for _, test in folds])) == list(range(part.size))
        for train, test in folds:
            assert not set(groups[part][train]) & set(groups[part][test])
            assert set(used.y[part][train]) == set(used.genres)


def test_a_protocol_that_is_not_leaky_keeps_artists_apart(protocol):
    assert protocol.leaky == (protocol.apart != "artist")


def test_every_track_is_tested_at_most_once_in_each_draw(protocol, table):
    tested = Counter((split.draw, track_id) for split in protocol.splits(table) for track_id in split.test)
    assert set(tested.values()) == {1}


def test_a_protocol_that_splits_tracks_takes_the_table_as_it_is(protocol, table):
    assert (protocol.table_of(table) is table) == (protocol.unit == "track")
    assert protocol.table_of(protocol.table_of(table)) is protocol.table_of(table)


@pytest.mark.parametrize("name", OWN)
def test_random_cuts_follow_the_seed_and_not_the_order_of_rows(name, table):
    protocol = PROTOCOLS[name]
    shuffled = replace(table, rows=table.rows.sample(frac=1, random_state=0).reset_index(drop=True))
    tests = [[set(split.test) for split in protocol.splits(one, seed=1)] for one in (table, shuffled)]
    assert tests[0] == tests[1]
    assert tests[0] != [set(split.test) for split in protocol.splits(table, seed=2)]


@pytest.mark.parametrize("name", OWN[:3])
def test_all_tracks_of_a_table_of_gtzan_are_those_of_the_artist_folds(name, table):
    splits = PROTOCOLS[name].splits(table)
    listed = {track_id for split in PROTOCOLS["artist-folds"].splits(table) for track_id in split.test}
    assert {track_id.partition("#")[0] for split in splits for track_id in split.test} == listed
    assert splits[0].note == "the same 36 tracks as artist-folds"


def test_shuffled_segments_are_all_there_are_as_in_the_notebooks(table):
    splits = PROTOCOLS["leaky-segments"].splits(table)
    tested = {track_id for split in splits for track_id in split.test}
    assert tested == set(table.by_segment.track_ids)
    assert splits[0].note == ""


@pytest.mark.parametrize("name", OWN[:3])
def test_other_tables_are_cut_whole(name, others):
    splits = PROTOCOLS[name].splits(others)
    tested = {track_id.partition("#")[0] for split in splits for track_id in split.test}
    assert tested == set(others.track_ids)
    assert splits[0].note == "all 36 tracks of the table, because it has no GTZAN ids"


# Shuffled segments


def test_of_every_shuffled_segment_that_is_tested_others_of_its_song_were_learnt(table):
    for split in PROTOCOLS["leaky-segments"].splits(table):
        learnt, tested = ({piece.partition("#")[0] for piece in part} for part in (split.train, split.test))
        assert tested <= learnt == set(table.track_ids)


def test_segments_that_stand_as_tracks_know_their_song_its_artist_and_their_length(rows, write):
    rows["artist"] = rows["artist"].where(rows["artist"] != "blues 0")
    table = load_table(write(renamed(rows), "table.parquet"))
    pieces = PROTOCOLS["leaky-segments"].table_of(table)
    assert len(pieces.track_ids) == len(pieces.rows) == N_PIECES * 36
    assert np.array_equal(pieces.recordings, table.rows["track_id"].to_numpy(dtype=str))
    assert np.array_equal(pieces.groups, table.groups)
    assert pieces.tracks.loc["blues song 00000#3", "group"] == "track:blues song 00000"
    assert pieces.segment_s == table.segment_s == 3.0
    assert np.array_equal(pieces.X, table.X)


def test_a_doubted_label_leaves_training_parts_of_shuffled_segments_piece_by_piece(table):
    doubted = table.without(Exclusions(training={"blues.00000": "sounds like rock"}))
    for split in PROTOCOLS["leaky-segments"].splits(doubted):
        assert not [piece for piece in split.train if piece.startswith("blues.00000#")]
        assert [piece for piece in split.test if piece.startswith("blues.00000#")]


def test_faulty_tracks_give_shuffled_segments_another_name_too(table):
    faulty = table.without(Exclusions(everywhere={"blues.00000": "silent"}))
    protocol = PROTOCOLS["leaky-segments"]
    assert protocol.as_used_on(protocol.table_of(faulty)) == protocol.as_used_on(faulty)
    assert protocol.as_used_on(faulty).name.startswith("leaky-segments-without-1-")


def test_decided_copies_do_not_hold_shuffled_segments_together(table):
    twins = table.without(Exclusions(twins=(("blues.00000", "blues.00006"),)))
    assert PROTOCOLS["leaky-segments"].splits(twins) == PROTOCOLS["leaky-segments"].splits(table)


def test_a_table_with_one_row_a_track_has_no_pieces_to_shuffle(others):
    whole = replace(others, rows=others.rows.drop_duplicates("track_id").reset_index(drop=True))
    with pytest.raises(
        DataError, match=r"leaky-segments shuffles pieces of the same song, but others has one row for "
    ):
        PROTOCOLS["leaky-segments"].splits(whole)
    with pytest.raises(DataError, match="one row for each track; random-tracks shuffles rows whose songs nobody knows"):
        PROTOCOLS["leaky-segments"].splits(replace(whole, leaky_only="its rows name no song"))


# Ten draws by artist


def test_ten_draws_by_artist_test_every_track_ten_times_and_are_ten_different_ones(others):
    splits = PROTOCOLS["artist-groups"].splits(others)
    assert [split.draw for split in splits] == [draw for draw in range(10) for _ in range(3)]
    tested = Counter(track_id for split in splits for track_id in split.test)
    assert set(tested.values()) == {10}
    cuts = {frozenset(frozenset(split.test) for split in splits if split.draw == draw) for draw in range(10)}
    assert len(cuts) == 10


def test_every_genre_is_learnt_in_every_draw(others):
    genre_of = others.tracks["genre"]
    for split in PROTOCOLS["artist-groups"].splits(others):
        assert set(genre_of[list(split.train)]) == set(others.genres)


def test_tracks_without_an_artist_are_told_where_most_have_one(rows, write):
    rows["artist"] = rows["artist"].where(rows["artist"] != "blues 0")
    splits = PROTOCOLS["artist-groups"].splits(load_table(write(renamed(rows), "table.parquet")))
    assert splits[0].note.endswith("; 3 tracks without an artist, who may stand on both sides")


# Recordings kept together


@pytest.mark.parametrize("name", ["artist-groups", "track-groups"])
def test_recordings_that_are_there_twice_stand_on_one_side(name, others):
    pair = ("blues song 00000", "blues song 00006")
    for split in PROTOCOLS[name].splits(others.without(Exclusions(twins=(pair,)))):
        assert (pair[0] in split.test) == (pair[1] in split.test)


@pytest.mark.parametrize("name", ["artist-groups", "track-groups"])
def test_tracks_with_the_same_numbers_stand_on_one_side(name, rows, write):
    copied, first = rows["track_id"] == "blues.00012", rows["track_id"] == "blues.00000"
    rows.loc[copied, list(COLUMNS)] = rows.loc[first, list(COLUMNS)].to_numpy() * (1 + 1e-12)
    table = load_table(write(renamed(rows), "table.parquet"))
    assert table.copies == (("blues song 00000", "blues song 00012"),)
    for split in PROTOCOLS[name].splits(table):
        assert ("blues song 00000" in split.test) == ("blues song 00012" in split.test)


def test_a_copy_of_what_is_scored_is_neither_learnt_from_nor_selected_on_under_a_datasets_own_split(rows, write):
    for copied in ("blues.00000", "blues.00009"):  # one to fit on and one to select on, as a test track sounds
        first = rows["track_id"] == "blues.00012"
        rows.loc[rows["track_id"] == copied, list(COLUMNS)] = rows.loc[first, list(COLUMNS)].to_numpy()
    (split,) = PROTOCOLS["official-split"].splits(load_table(write(renamed(rows), "table.parquet")))
    assert "blues song 00012" in split.test
    assert not {"blues song 00000", "blues song 00009"} & {*split.train, *split.valid}
    assert (len(split.train), len(split.valid), len(split.test)) == (17, 5, 12)
    assert split.note == "2 tracks not learnt from: labels in doubt, or recordings that are scored too"


def test_a_published_list_keeps_the_repeats_that_its_sentence_names(real_gtzan):
    splits = PROTOCOLS["artist-folds"].splits(real_gtzan)
    parted = [pair for split in splits for pair in real_gtzan.copies if len(set(pair) & set(split.test)) == 1]
    assert ("hiphop.00047", "hiphop.00067") in parted
    assert [split.note for split in splits] == [""] * 3


def test_known_repeats_of_gtzan_stand_on_one_side_of_recordings(real_gtzan):
    pairs = [(copy, first) for copy, first in real_gtzan.copies if copy == "hiphop.00047" or first == "hiphop.00047"]
    assert pairs == [("hiphop.00047", "hiphop.00067")]
    for split in PROTOCOLS["track-groups"].splits(real_gtzan):
        assert ("hiphop.00047" in split.test) == ("hiphop.00067" in split.test)


def test_recordings_kept_together_need_no_artists(rows, write):
    table = load_table(write(renamed(rows).drop(columns="artist"), "table.parquet"))
    assert {track_id for split in PROTOCOLS["track-groups"].splits(table) for track_id in split.test} == {
        *table.track_ids
    }


# Clips by a program


@pytest.fixture
def clips(rows, write):
    return load_table(write(made_of_prompts(rows), "clips.parquet"))


def test_clips_of_one_prompt_stand_on_one_side_and_all_are_tested_once(clips):
    group = clips.tracks["group"]
    assert group.nunique() == 12
    splits = PROTOCOLS["prompt-groups"].splits(clips)
    assert sorted(track_id for split in splits for track_id in split.test) == sorted(clips.track_ids)
    for split in splits:
        assert not set(group[list(split.train)]) & set(group[list(split.test)])
        assert split.note == "all tracks were made by a program: this score says nothing about real music"


def test_clips_of_two_prompts_with_the_same_numbers_stand_on_one_side(rows, write):
    copied, first = rows["track_id"] == "blues.00012", rows["track_id"] == "blues.00000"
    rows.loc[copied, list(COLUMNS)] = rows.loc[first, list(COLUMNS)].to_numpy()
    for split in PROTOCOLS["prompt-groups"].splits(load_table(write(made_of_prompts(rows), "table.parquet"))):
        assert ("blues song 00000" in split.test) == ("blues song 00012" in split.test)


def test_a_split_that_parts_the_clips_of_a_prompt_is_refused(clips):
    prompt_groups = PROTOCOLS["prompt-groups"]
    split = prompt_groups.splits(clips)[0]
    moved = replace(split, train=split.train[1:], test=(*split.test, split.train[0]))
    broken = replace(prompt_groups, make=lambda table, seed: [moved])
    with pytest.raises(DataError, match=r"prompt-groups: prompt:.* stands on both sides, with "):
        broken.splits(clips)


def test_real_tracks_have_no_prompts_to_keep_together(rows, write):
    mixed = made_of_prompts(rows).assign(synthetic=rows["artist"] != "rock 5")
    with pytest.raises(
        DataError, match="prompt-groups is for clips that a program made, but table holds 3 real tracks"
    ):
        PROTOCOLS["prompt-groups"].splits(load_table(write(mixed, "table.parquet")))


def test_clips_whose_prompts_nobody_knows_are_refused(rows, write):
    table = load_table(write(renamed(rows).assign(synthetic=True), "table.parquet"))
    with pytest.raises(DataError, match="table tells nobody's prompt; use track-groups"):
        PROTOCOLS["prompt-groups"].splits(table)


def test_a_track_has_one_prompt_group(rows, write):
    rows = made_of_prompts(rows)
    rows.loc[0, "prompt_group"] = "another"
    with pytest.raises(DataError, match="has 2 values of prompt_group in table"):
        load_table(write(rows, "table.parquet"))


def test_made_clips_never_stand_in_a_real_protocols_validation_or_test(rows, write):
    mixed = made_of_prompts(rows).assign(synthetic=rows["artist"] == "rock 5")
    mixed["artist"] = rows["artist"].where(~mixed["synthetic"], None)
    mixed["prompt_group"] = mixed["prompt_group"].where(mixed["synthetic"], "")
    table = load_table(write(mixed, "mixed.parquet"))
    made = set(table.tracks.index[table.tracks["synthetic"]])
    assert len(made) == 3
    cut = 0
    for protocol in PROTOCOLS.values():
        if protocol.name not in OWN:
            continue
        for split in protocol.splits(table):
            cut += 1
            assert not {track_id.partition("#")[0] for track_id in (*split.valid, *split.test)} & made
    assert cut == 39


def test_a_made_clip_under_the_name_of_a_listed_track_is_never_scored(protocol, rows, write):
    """Not even where a list asks for it by name: such a clip is left out, or the protocol refuses the table."""
    made = sorted(rows.loc[rows["artist"] == "rock 5", "track_id"].unique())
    table = load_table(write(rows.assign(synthetic=rows["track_id"].isin(made)), "mixed.parquet"))
    refuses = {"official-split": "is synthetic; the test part may", "prompt-groups": "holds 33 real tracks"}
    with pytest.raises(DataError, match=refuses[protocol.name]) if protocol.name in refuses else nullcontext():
        splits = protocol.splits(table)
        assert not {i.partition("#")[0] for split in splits for i in (*split.valid, *split.test)} & set(made)


@pytest.mark.parametrize("part", ["valid", "test"])
def test_a_protocol_that_would_score_or_select_on_a_made_clip_is_refused(part, rows, write):
    mixed = made_of_prompts(rows).assign(synthetic=rows["artist"] == "rock 5", prompt_group="")
    table = load_table(write(mixed, "mixed.parquet"))
    made = table.tracks.index[table.tracks["synthetic"]][0]
    others = [track_id for track_id in table.track_ids if track_id != made]
    parts = {"valid": (), "test": tuple(others[-1:])} | {part: (made,)}
    split = Split(tuple(i for i in others if i not in parts["test"]), **parts)
    for leaky in (False, True):
        bad = Protocol("bad", "", "", leaky, make=lambda table, seed, split=split: [split])
        with pytest.raises(DataError, match=f"bad: {made} is synthetic; the {part} part may hold real tracks only"):
            bad.splits(table)


# Tables that cannot be cut


def test_artists_nobody_knows_cannot_be_kept_apart(rows, write):
    table = load_table(write(renamed(rows).drop(columns="artist"), "table.parquet"))
    with pytest.raises(DataError, match=r"artist-groups keeps artists apart, but table does not name .* use track-gro"):
        PROTOCOLS["artist-groups"].splits(table)
    with pytest.raises(DataError, match="artist-folds is a list of GTZAN tracks, but table has no such ids"):
        PROTOCOLS["artist-folds"].splits(table)


FEW = {
    "artist-groups": ("artist", "artist-groups: blues has 2 artists; three folds need at least 3 in every genre"),
    "track-groups": ("track_id", "track-groups: blues has 2 recordings; three folds need at least 3"),
    "random-tracks": ("track_id", "random-tracks: blues has 2 tracks; three folds need at least 3"),
}


@pytest.mark.parametrize("name", FEW)
def test_a_genre_with_too_little_for_three_folds_is_told(name, rows, write):
    by, message = FEW[name]
    blues = rows.loc[rows["genre"] == "blues", by].unique()
    table = load_table(write(renamed(rows[~rows[by].isin(blues[2:])]), "table.parquet"))
    with pytest.raises(DataError, match=message):
        PROTOCOLS[name].splits(table)


def test_a_genre_of_two_segments_cannot_be_shuffled(rows, write):
    blues = rows[rows["genre"] == "blues"].iloc[:2]
    table = load_table(write(renamed(pd.concat([blues, rows[rows["genre"] == "rock"]])), "table.parquet"))
    with pytest.raises(DataError, match="leaky-segments: blues has 2 segments; three folds need at least 3"):
        PROTOCOLS["leaky-segments"].splits(table)


@pytest.mark.parametrize("name", OWN)
def test_a_table_of_one_genre_is_told(name, others):
    folk = replace(others, rows=others.rows[others.rows["genre"] == "rock"].reset_index(drop=True))
    with pytest.raises(DataError, match=f"{name}: all training tracks are rock; a model needs at least two genres"):
        PROTOCOLS[name].splits(folk)


@pytest.mark.parametrize("name", OWN)
def test_synthetic_tracks_stay_out_of_a_mixed_table(name, rows, write):
    table = load_table(write(renamed(rows).assign(synthetic=rows["artist"] == "rock 5"), "table.parquet"))
    used = {track_id for split in PROTOCOLS[name].splits(table) for track_id in (*split.train, *split.test)}
    assert len({track_id.partition("#")[0] for track_id in used}) == 33


@pytest.mark.parametrize("name", [name for name in OWN if PROTOCOLS[name].leaky])
def test_a_wholly_synthetic_table_is_a_lesson_under_a_leaky_protocol(name, rows, write):
    table = load_table(write(renamed(rows).assign(synthetic=True), "table.parquet"))
    for split in PROTOCOLS[name].splits(table):
        assert split.note == "all tracks were made by a program: this score says nothing about real music"


def test_a_wholly_synthetic_table_has_no_honest_score(rows, write):
    table = load_table(write(renamed(rows).assign(synthetic=True), "table.parquet"))
    with pytest.raises(DataError, match="artist-groups: all tracks of the table were made by a program"):
        PROTOCOLS["artist-groups"].splits(table)
    with pytest.raises(DataError, match="is synthetic; the valid part may hold real tracks only"):
        PROTOCOLS["official-split"].splits(table)


def test_a_table_for_leaky_scores_only_takes_every_leaky_protocol_and_no_other(protocol, table):
    nameless = replace(table, leaky_only="its rows name neither song nor artist")
    if protocol.leaky:
        assert protocol.splits(nameless)
        return
    with pytest.raises(DataError, match="its rows name neither song nor artist; use random-tracks or track-groups"):
        protocol.splits(nameless)


@pytest.mark.parametrize(
    ("apart", "message"),
    [
        ("artist", "all training tracks of jazz are by one artist; folds by artist need two in every genre"),
        ("recording", "all training tracks of jazz are one recording; folds by recording need two in every genre"),
        ("nothing", "all training tracks of jazz are one segment; folds by segment need two in every genre"),
    ],
)
def test_inner_folds_speak_of_what_they_keep_apart(apart, message):
    with pytest.raises(DataError, match=message):
        inner_folds(["a", "b", "c"], ["rock", "rock", "jazz"], n_folds=2, seed=0, apart=apart)


def test_a_genre_that_no_training_part_holds_is_told_in_the_words_of_the_protocol(others):
    track_groups = PROTOCOLS["track-groups"]
    split = track_groups.splits(others)[0]
    rock = {track_id for track_id in others.track_ids if track_id.startswith("rock")}
    untaught = replace(split, train=tuple(set(split.train) - rock))
    broken = replace(track_groups, make=lambda table, seed: [untaught])
    with pytest.raises(
        DataError, match="track-groups: rock would be tested without one training recording; add tracks"
    ):
        broken.splits(others)
