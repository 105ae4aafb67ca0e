"""What a visitor left out of a dataset: of which parts, under which name, and what stays together."""

from itertools import pairwise

import pytest

from core.data.exclusions import NOTHING, Exclusions, one_recording, pairs_among
from core.data.loading import load_table
from core.data.protocols import PROTOCOLS
from core.data.splits import Split, check_split, inner_folds
from core.errors import DataError

FAULTY = Exclusions(everywhere={"blues.00000": "silent"})
DOUBTED = Exclusions(training={"blues.00000": "sounds like rock"})
TWINS = Exclusions(twins=(("blues.00000", "blues.00006"),))  # by two artists, in two folds


@pytest.mark.parametrize("exclusions", [FAULTY, DOUBTED, TWINS])
def test_exclusions_change_the_data_hash(made_gtzan, exclusions):
    changed = made_gtzan.without(exclusions)
    assert changed.data_hash != made_gtzan.data_hash
    assert changed.data_hash == made_gtzan.without(exclusions).data_hash
    assert made_gtzan.without(NOTHING).data_hash == made_gtzan.data_hash


def test_a_faulty_track_leaves_every_part_and_makes_another_protocol(made_gtzan):
    protocol, table = PROTOCOLS["artist-folds"], made_gtzan.without(FAULTY)
    for split in protocol.splits(table):
        assert "blues.00000" not in {*split.train, *split.valid, *split.test}
    used = protocol.as_used_on(table)
    assert used.name.startswith("artist-folds-without-1-")
    assert used.sentence.endswith("1 track left out of it here for their faults: blues.00000.")
    assert protocol.as_used_on(made_gtzan) is protocol
    assert protocol.as_used_on(made_gtzan.without(DOUBTED)) is protocol


def test_a_fault_outside_of_a_published_test_set_leaves_the_protocol_as_it_is(made_gtzan):
    table = made_gtzan.without(Exclusions(everywhere={"blues.00099": "silent"}))
    assert PROTOCOLS["artist-folds"].as_used_on(table) is PROTOCOLS["artist-folds"]
    assert PROTOCOLS["random-tracks"].as_used_on(table).name.startswith("random-tracks-without-1-")


def test_two_choices_of_faulty_tracks_make_two_protocols(made_gtzan):
    others = made_gtzan.without(Exclusions(everywhere={"blues.00001": "silent"}))
    names = {PROTOCOLS["artist-folds"].as_used_on(table).name for table in (made_gtzan.without(FAULTY), others)}
    assert len(names) == 2


def test_a_doubted_label_leaves_training_parts_and_is_still_scored(made_gtzan):
    splits = PROTOCOLS["artist-folds"].splits(made_gtzan.without(DOUBTED))
    assert all("blues.00000" not in {*split.train, *split.valid} for split in splits)
    assert sum("blues.00000" in split.test for split in splits) == 1
    assert sum("1 track not learnt from" in split.note for split in splits) == 2


def test_what_is_one_recording_is_not_learnt_from_where_it_is_scored(made_gtzan):
    plain = PROTOCOLS["artist-folds"].splits(made_gtzan)
    splits = PROTOCOLS["artist-folds"].splits(made_gtzan.without(TWINS))
    assert [split.test for split in splits] == [split.test for split in plain]
    for split in splits:
        if "blues.00000" in split.test:
            assert "blues.00006" not in split.train


def test_recordings_stay_together_in_random_folds_and_in_inner_ones(made_gtzan):
    table = made_gtzan.without(TWINS)
    for split in PROTOCOLS["random-tracks"].splits(table):
        assert ("blues.00000" in split.test) == ("blues.00006" in split.test)
    ids = table.rows["track_id"].to_numpy()
    for _, test in inner_folds(table.inner_groups, table.y, n_folds=3, seed=0):
        assert ("blues.00000" in ids[test]) == ("blues.00006" in ids[test])


def test_a_split_between_two_copies_is_refused_even_where_it_may_leak(made_gtzan):
    split = Split(("blues.00000", "rock.00000"), (), ("blues.00006", "rock.00001"))
    with pytest.raises(
        DataError, match=r"blues\.00000 and blues\.00006 are one recording, but stand in train and test"
    ):
        check_split(split, made_gtzan.without(TWINS), PROTOCOLS["random-tracks"])


def test_a_long_chain_of_copies_is_one_recording():
    ids = [f"{n:05}" for n in range(20_000)]
    assert set(one_recording(pairwise(ids)).values()) == {"00000"}


def test_copies_of_copies_are_one_recording():
    assert one_recording([("c", "b"), ("d", "e"), ("b", "a")]) == {"a": "a", "b": "a", "c": "a", "d": "d", "e": "d"}


def test_two_copies_of_a_track_that_is_left_out_stay_together(made_gtzan):
    chain = (("blues.00000", "blues.00006"), ("blues.00012", "blues.00006"))
    table = made_gtzan.without(Exclusions(everywhere={"blues.00006": "silent"}, twins=chain))
    assert table.twins == (("blues.00000", "blues.00012"),)
    for split in PROTOCOLS["random-tracks"].splits(table):
        assert ("blues.00000" in split.test) == ("blues.00012" in split.test)


def test_pairs_among_those_present_hold_the_same_recordings_together():
    pairs = [("c", "b"), ("b", "a"), ("d", "c"), ("x", "y")]
    assert pairs_among(pairs, {"a", "c", "d", "x"}) == (("a", "c"), ("c", "d"))
    assert one_recording(pairs_among(pairs, set("abcdxy"))) == one_recording(pairs)


def test_the_dataset_s_own_split_is_a_protocol(own_rows, write):
    parts = {0: "training", 1: "training", 2: "validation", 3: "test"}
    split = [parts[int(artist[-1])] for artist in own_rows["artist"]]
    rows = own_rows.assign(split=split, genre=["folk", "techno", "techno"] * 8)  # every part has both
    rows["genre"] = rows["track_id"].map({f"song {n}": ("folk", "techno")[n // 4] for n in range(8)})
    (found,) = PROTOCOLS["official-split"].splits(load_table(write(rows)))
    assert {*found.test} == {"song 3", "song 7"}
    assert {*found.valid} == {"song 2", "song 6"}


def test_the_dataset_s_own_split_tells_of_tracks_whose_artist_nobody_knows(own_rows, write):
    rows = own_rows.assign(artist=own_rows["artist"].mask(own_rows["track_id"].isin(["song 0", "song 7"])))
    rows["genre"] = rows["track_id"].map({f"song {n}": ("folk", "techno")[n // 4] for n in range(8)})
    rows["split"] = rows["track_id"].map({f"song {n}": "training" if n % 4 < 3 else "test" for n in range(8)})
    (found,) = PROTOCOLS["official-split"].splits(load_table(write(rows)))
    assert found.note == "2 tracks without an artist, who may stand on both sides"


def test_a_table_without_a_published_split_says_so(own_rows, write):
    with pytest.raises(DataError, match="official-split is what a dataset such as FMA publishes, but table names no"):
        PROTOCOLS["official-split"].splits(load_table(write(own_rows)))
