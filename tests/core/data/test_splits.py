from collections import Counter
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.data.datasets import gtzan
from core.data.loading import load_table
from core.data.protocols import PROTOCOLS
from core.data.splits import Protocol, Split, check_split
from core.errors import DataError

REAL = gtzan.DATASET.protocols


@pytest.fixture(params=PROTOCOLS.values(), ids=PROTOCOLS)
def protocol(request) -> Protocol:
    return request.param


@pytest.fixture(params=[*REAL, "random-tracks"])
def on_gtzan(request) -> Protocol:
    return PROTOCOLS[request.param]


def artists_of(table, track_ids):
    return set(table.tracks.loc[list(track_ids), "group"])


def test_a_protocol_has_a_badge_and_one_sentence(protocol):
    assert PROTOCOLS[protocol.name] is protocol
    assert 0 < len(protocol.badge) < 50
    assert protocol.sentence.endswith(".")
    assert protocol.leaky == ("both sides" in protocol.badge and not protocol.badge.startswith("no "))


def test_every_part_is_there_and_no_track_is_in_two(on_gtzan, made_gtzan):
    splits = on_gtzan.splits(made_gtzan)
    for split in splits:
        parts = [*split.train, *split.valid, *split.test]
        assert len(parts) == len(set(parts))
        assert split.train
        assert split.test
        assert split.note == ("the same 36 tracks as artist-folds" if on_gtzan.leaky else "")
    tested = [track_id for split in splits for track_id in split.test]
    assert len(tested) == len(set(tested))


@pytest.mark.parametrize("name", REAL)
def test_no_artist_stands_on_both_sides(name, made_gtzan):
    for split in PROTOCOLS[name].splits(made_gtzan):
        for a, b in (("train", "test"), ("valid", "test"), ("train", "valid")):
            assert not artists_of(made_gtzan, getattr(split, a)) & artists_of(made_gtzan, getattr(split, b))


def test_the_published_artist_folds_have_no_track_and_no_artist_on_both_sides(real_gtzan):
    splits = PROTOCOLS["artist-folds"].splits(real_gtzan)
    assert [(len(s.train), len(s.valid), len(s.test)) for s in splits] == [(633, 0, 315), (632, 0, 316), (631, 0, 317)]
    for split in splits:
        assert not set(split.train) & set(split.test)
        assert not artists_of(real_gtzan, split.train) & artists_of(real_gtzan, split.test)
    assert len({track_id for split in splits for track_id in split.test}) == 948


def test_the_published_fault_filtered_parts_share_only_the_declared_artists(real_gtzan):
    protocol = PROTOCOLS["fault-filtered"]
    (split,) = protocol.splits(real_gtzan)
    assert (len(split.train), len(split.valid), len(split.test)) == (443, 197, 290)
    assert not artists_of(real_gtzan, split.train) & artists_of(real_gtzan, split.valid)
    learnt = artists_of(real_gtzan, [*split.train, *split.valid])
    shared_tracks = {t for t in split.test if real_gtzan.tracks.at[t, "group"] in learnt}
    assert shared_tracks == protocol.shared_tracks
    assert len(shared_tracks) == 3
    assert all(track_id in protocol.sentence for track_id in shared_tracks)


def test_by_the_artist_lists_alone_one_of_290_shares_an_artist(real_gtzan):
    (split,) = PROTOCOLS["fault-filtered"].splits(real_gtzan)
    listed = gtzan.listed_artists()
    learnt = {listed[track_id] for track_id in (*split.train, *split.valid) if track_id in listed}
    assert [track_id for track_id in split.test if listed.get(track_id) in learnt] == ["disco.00069"]


def test_random_tracks_are_the_tracks_of_the_artist_folds_with_the_genres_spread_evenly(real_gtzan):
    splits = PROTOCOLS["random-tracks"].splits(real_gtzan, seed=7)
    listed = {track_id for split in PROTOCOLS["artist-folds"].splits(real_gtzan) for track_id in split.test}
    assert {track_id for split in splits for track_id in split.test} == listed
    counts = [Counter(track_id.split(".")[0] for track_id in split.test) for split in splits]
    assert all(max(c[genre] for c in counts) - min(c[genre] for c in counts) <= 1 for genre in real_gtzan.genres)
    assert all(artists_of(real_gtzan, split.train) & artists_of(real_gtzan, split.test) for split in splits)


def test_random_tracks_follow_the_seed_and_not_the_order_of_rows(made_gtzan):
    protocol = PROTOCOLS["random-tracks"]
    shuffled = replace(made_gtzan, rows=made_gtzan.rows.sample(frac=1, random_state=0).reset_index(drop=True))
    assert protocol.splits(made_gtzan, seed=1) == protocol.splits(shuffled, seed=1)
    assert protocol.splits(made_gtzan, seed=1) != protocol.splits(made_gtzan, seed=2)


def test_no_exact_repeat_of_gtzan_stands_across_the_sides_of_an_honest_protocol(real_gtzan):
    distances = _distances(real_gtzan)
    alike = np.argwhere(np.triu(distances < 0.27, 1))
    ids = real_gtzan.rows["track_id"].to_numpy()
    assert len(alike) >= 30
    for name in REAL:
        for split in PROTOCOLS[name].splits(real_gtzan):
            side = {t: part for part in ("train", "valid", "test") for t in getattr(split, part)}
            crossing = [
                (ids[i], ids[j]) for i, j in alike if {ids[i], ids[j]} <= set(side) and side[ids[i]] != side[ids[j]]
            ]
            assert crossing == []


def test_the_six_recordings_that_the_sentence_of_the_artist_folds_names_stand_in_two_folds(real_gtzan):
    protocol = PROTOCOLS["artist-folds"]
    fold = {track_id: n for n, split in enumerate(protocol.splits(real_gtzan)) for track_id in split.test}
    tempo = real_gtzan.rows.set_index("track_id")["tempo"]
    pairs = {"hiphop": ((47, 67), (48, 68), (49, 69), (50, 72)), "reggae": ((3, 54), (23, 55))}
    for genre, twins in pairs.items():
        for a, b in ((f"{genre}.{a:05d}", f"{genre}.{b:05d}") for a, b in twins):
            assert fold[a] != fold[b]
            assert tempo[a] == tempo[b]
    for name in ("hiphop.00047-00050", "reggae.00003", "reggae.00023"):
        assert name in protocol.sentence


def _distances(table):
    Z = (table.X - table.X.mean(axis=0)) / table.X.std(axis=0)
    squares = (Z**2).sum(axis=1)
    d2 = squares[:, None] + squares - 2 * Z @ Z.T
    np.fill_diagonal(d2, np.inf)
    return np.sqrt(np.maximum(d2, 0) / Z.shape[1])


def test_a_partial_table_works_with_what_it_has_and_says_so(lists, public_rows, write, on_gtzan):
    table = load_table(write(public_rows[public_rows.index % 3 > 0]))
    for split in on_gtzan.splits(table):
        assert split.note == "24 of the 36 tracks of the published list"
        assert {*split.train, *split.valid, *split.test} <= set(table.track_ids)


@pytest.mark.parametrize("name", [*REAL, "random-tracks"])
def test_the_shared_excerpts_are_a_partial_table_that_every_protocol_takes(name, real_gtzan, shared):
    table = real_gtzan.select([path.stem for path in (shared / "gtzan/excerpts").glob("*/*")])
    splits = PROTOCOLS[name].splits(table)
    n_used = len({track_id for s in splits for track_id in (*s.train, *s.valid, *s.test)})
    assert splits[0].note.startswith(f"{n_used} of the ")
    assert n_used > 390


def test_the_shared_clips_lack_other_artists_for_some_genres(real_gtzan, gtzan_clips):
    table = real_gtzan.select([path.stem for path in gtzan_clips])
    assert len(PROTOCOLS["random-tracks"].splits(table)) == 3
    with pytest.raises(DataError, match=r"classical, disco, .* would be tested without one training track by another"):
        PROTOCOLS["artist-folds"].splits(table)


def test_other_data_are_sent_from_the_lists_to_random_tracks(own_rows, write):
    table = load_table(write(own_rows))
    for name in REAL:
        with pytest.raises(
            DataError, match=f"{name} is a list of GTZAN tracks, but table has no such ids .* random-tra"
        ):
            PROTOCOLS[name].splits(table)
    splits = PROTOCOLS["random-tracks"].splits(table)
    assert sorted(track_id for split in splits for track_id in split.test) == sorted(table.track_ids)
    assert splits[0].note == "all 8 tracks of the table, because it has no GTZAN ids"


def with_aliens(rows):
    """Public rows and two songs that are not GTZAN's."""
    return pd.concat([rows, rows.iloc[[0, -1]].assign(filename=["my own song.wav", "another.wav"])])


@pytest.mark.parametrize("name", REAL)
def test_a_published_list_leaves_other_tracks_out_and_says_so(name, made_gtzan, public_rows, write):
    mixed = load_table(write(with_aliens(public_rows)))
    for split, plain in zip(PROTOCOLS[name].splits(mixed), PROTOCOLS[name].splits(made_gtzan), strict=True):
        assert split == replace(plain, note="2 tracks without a GTZAN id left out")
    partial = load_table(write(with_aliens(public_rows[public_rows.index % 3 > 0]).iloc[:-1]))
    note = "24 of the 36 tracks of the published list; 1 track without a GTZAN id left out"
    assert PROTOCOLS[name].splits(partial)[0].note == note


def test_random_tracks_of_a_mixed_table_are_all_of_them(lists, public_rows, write):
    splits = PROTOCOLS["random-tracks"].splits(load_table(write(with_aliens(public_rows))))
    assert {t for split in splits for t in split.test} == {*lists, "my own song", "another"}
    assert splits[0].note == "all 38 tracks of the table, 36 of them GTZAN's"


def test_gtzan_tracks_of_which_none_is_listed_are_told(lists, public_rows, write):
    names = [name[:-6] + str(90 - 10 * (n // 18) + n % 10) + ".wav" for n, name in enumerate(public_rows["filename"])]
    rows = public_rows.assign(filename=names).drop_duplicates("filename")
    with pytest.raises(DataError, match="random-tracks: no track of the table is in the published list"):
        PROTOCOLS["random-tracks"].splits(load_table(write(rows)))


def test_a_protocol_names_no_number_of_tracks_that_another_table_would_not_have(protocol):
    assert not protocol.leaky or not any(c.isdigit() for c in protocol.sentence)


def test_synthetic_tracks_stay_out_of_the_tested_parts(own_rows, write):
    table = load_table(write(own_rows.assign(synthetic=own_rows["track_id"].isin(["song 6", "song 7"]))))
    tested = {track_id for split in PROTOCOLS["random-tracks"].splits(table) for track_id in split.test}
    assert tested == {f"song {n}" for n in range(6)}


def test_a_part_without_tracks_is_told(lists, public_rows, write):
    first = [track_id for track_id, artist in lists.items() if artist[-1] in "01"]
    rows = public_rows[public_rows["filename"].str.removesuffix(".wav").isin(first)]
    with pytest.raises(DataError, match="artist-folds: the table has no track of the train part"):
        PROTOCOLS["artist-folds"].splits(load_table(write(rows)))
    with pytest.raises(DataError, match="fault-filtered: the table has no track of the valid part"):
        PROTOCOLS["fault-filtered"].splits(load_table(write(rows)))


def test_a_genre_with_too_few_tracks_for_three_folds_is_told(own_rows, write):
    table = load_table(write(own_rows[~own_rows["track_id"].isin(["song 1", "song 3"])]))
    with pytest.raises(DataError, match="random-tracks: techno has 2 tracks; three folds need at least 3"):
        PROTOCOLS["random-tracks"].splits(table)


def made(train, test, valid=()):
    return Split(tuple(train), tuple(valid), tuple(test))


@pytest.mark.parametrize(
    ("split", "message"),
    [
        (made(["song 0", "song 1"], ["song 1"]), "the track song 1 stands in train and in test"),
        (made(["song 0", "song 1"], ["song 9"]), "the track song 9 of the test part is not in the table"),
        (made([], ["song 1"]), "no track of the train part"),
        (made(["song 0", "song 1"], []), "no track of the test part"),
        (made(["song 0"], ["song 1"]), "techno would be tested without one training track"),
        (made(["song 0"], ["song 2"]), "all training tracks are folk; a model needs at least two genres"),
        (made(["song 0", "song 1"], ["song 4"]), "band 0 stands on both sides, with song 0 and the test track song 4"),
        (made(["song 0", "song 1"], ["song 2"], ["song 6"]), "band 2 stands on both sides, with song 6 and the test"),
        (made(["song 0", "song 1"], ["song 3"], ["song 5"]), r"band 1 is in train \(song 1\) and in valid \(song 5\)"),
    ],
)
def test_a_split_that_breaks_a_rule_is_refused(split, message, own_rows, write):
    with pytest.raises(DataError, match=message):
        check_split(split, load_table(write(own_rows)), PROTOCOLS["artist-folds"])


@pytest.mark.parametrize("name", [*REAL, "random-tracks"])
@pytest.mark.parametrize("part", ["valid", "test"])
def test_a_synthetic_track_is_never_selected_or_tested_on(name, part, own_rows, write):
    table = load_table(write(own_rows.assign(synthetic=own_rows["track_id"] == "song 3")))
    parts = {"valid": ["song 2"], "test": ["song 2"]} | {part: ["song 3"]}
    split = made(["song 0", "song 1"], parts["test"], parts["valid"] if part == "valid" else ())
    with pytest.raises(DataError, match=f"song 3 is synthetic; the {part} part may hold real tracks only"):
        check_split(split, table, PROTOCOLS[name])


def test_a_leaky_protocol_may_share_artists_and_nothing_else(own_rows, write):
    table = load_table(write(own_rows))
    check_split(made(["song 0", "song 1"], ["song 4"]), table, PROTOCOLS["random-tracks"])
    with pytest.raises(DataError, match="stands in train and in test"):
        check_split(made(["song 0", "song 1"], ["song 0"]), table, PROTOCOLS["random-tracks"])


def test_a_track_tested_twice_is_refused(own_rows, write):
    table = load_table(write(own_rows))
    twice = replace(PROTOCOLS["random-tracks"], make=lambda table, seed: [made(["song 0", "song 1"], ["song 2"])] * 2)
    with pytest.raises(DataError, match="a track is tested in more than one fold"):
        twice.splits(table)


def test_the_segments_of_the_public_table_are_split_by_track(lists, public_rows, write):
    parts = [public_rows.assign(filename=public_rows["filename"].str.replace(".wav", f".{n}.wav")) for n in range(4)]
    table = load_table(write(pd.concat(parts)))
    for split in PROTOCOLS["artist-folds"].splits(table):
        assert len(table.select(split.test).rows) == 4 * len(split.test)
