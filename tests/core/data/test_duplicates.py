"""Copies are found however they were made, with where they lie; what only resembles is left alone."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest
import soxr

from core.data import fingerprint_index
from core.data.duplicates import DuplicatePair, find_duplicates
from core.data.exclusions import one_recording
from core.data.fingerprint_index import FingerprintIndex
from core.sound.decode import decode
from core.sound.fingerprint import SR, Fingerprint, fingerprint
from tests.core.sound.files import by_soundfile
from tests.core.sound.music import made_music

SECONDS = 14.0


@pytest.fixture(scope="module")
def songs() -> dict[str, np.ndarray]:
    return {f"song {n}": made_music(n, SECONDS) for n in range(6)}


@pytest.fixture(scope="module")
def prints(songs: dict[str, np.ndarray]) -> dict[str, Fingerprint]:
    return {name: fingerprint(y) for name, y in songs.items()}


def faster(y: np.ndarray, change: float) -> np.ndarray:
    return soxr.resample(y, SR * (1 + change), SR)


def as_mp3(y: np.ndarray) -> np.ndarray:
    return decode(by_soundfile(y, SR, "MP3", "MPEG_LAYER_III"), sr=SR).y


def names(pairs: list[DuplicatePair]) -> set[tuple[str, str]]:
    return {(pair.first, pair.second) for pair in pairs}


COPIES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "later": lambda y: y[round(4.321 * SR) :],
    "after silence": lambda y: np.concatenate([np.zeros(round(1.234 * SR), np.float32), y]),
    "mp3": as_mp3,
    "softer": lambda y: y / 4,
    "clipped": lambda y: np.clip(4 * y, -1, 1),
    "faster": lambda y: faster(y, 0.01),
    "slower": lambda y: faster(y, -0.01),
    "cut": lambda y: y[3 * SR : 8 * SR],
    "all of it": lambda y: as_mp3(np.clip(3 * faster(y[2 * SR :], 0.007), -1, 1)),
}


@pytest.mark.parametrize("how", COPIES)
def test_a_copy_is_found_and_nothing_else(songs, prints, how):
    copies = {f"copy of {name}": fingerprint(np.float32(COPIES[how](songs[name]))) for name in ("song 1", "song 3")}
    pairs = find_duplicates({**prints, **copies})
    assert names(pairs) == {("song 1", "copy of song 1"), ("song 3", "copy of song 3")}
    assert {pair.kind for pair in pairs} == {"near"}
    assert all(0.7 < pair.score <= 1 for pair in pairs)


def test_a_pair_says_where_the_second_lies_in_the_first(songs, prints):
    copy = fingerprint(faster(songs["song 2"][3 * SR :], 0.01)[: 8 * SR])
    (pair,) = find_duplicates({**prints, "copy": copy})
    assert (pair.first, pair.second) == ("song 2", "copy")
    assert pair.offset_s == pytest.approx(3.0, abs=0.08)
    assert pair.speed == pytest.approx(1.01, abs=0.006)
    assert pair.overlap_s == pytest.approx(8.0, abs=0.2)
    (turned,) = find_duplicates({"copy": copy, **prints})
    assert (turned.first, turned.second) == ("copy", "song 2")
    assert turned.offset_s == pytest.approx(-3.0 / 1.01, abs=0.08)
    assert turned.speed == pytest.approx(1 / 1.01, abs=0.006)


def test_the_same_samples_are_exact_whatever_the_file(songs):
    pcm = np.round(songs["song 0"] * 32767).astype(np.int16)
    files = {form: by_soundfile(pcm, SR, form) for form in ("WAV", "FLAC", "AU")}
    pairs = find_duplicates({form: fingerprint(decode(file, sr=SR).y) for form, file in files.items()})
    assert names(pairs) == {("WAV", "FLAC"), ("WAV", "AU")}
    assert {(pair.kind, pair.score, pair.offset_s, pair.speed) for pair in pairs} == {("exact", 1.0, 0.0, 1.0)}
    assert pairs[0].overlap_s == SECONDS


def test_of_exact_copies_only_the_first_is_compared_with_others(songs, prints):
    tracks = {"a": prints["song 0"], "b": prints["song 0"], "later": fingerprint(songs["song 0"][SR:])}
    assert names(find_duplicates(tracks)) == {("a", "b"), ("a", "later")}


def test_an_exact_copy_too_short_for_frames_is_found(songs):
    short = fingerprint(songs["song 0"][: SR // 2])
    assert [pair.kind for pair in find_duplicates({"a": short, "b": short})] == ["exact"]


def test_silence_is_nobodys_copy():
    silences = {f"silence {n}": fingerprint(np.zeros(round(s * SR), np.float32)) for n, s in enumerate((5, 5, 8))}
    assert find_duplicates(silences) == []


def test_tones_and_noises_are_no_copies_by_accident(tone, noise):
    tracks = {f"tone of {hz} Hz at {level}": tone(hz, 8, SR, level) for hz in (220, 440, 441) for level in (0.1, 0.5)}
    tracks |= {f"longer tone of {hz} Hz": tone(hz, 9.7, SR, 0.5) for hz in (220, 440)}
    tracks |= {f"noise {n}": noise(8, SR, exponent=n % 3, seed=n) for n in range(6)}
    assert find_duplicates({name: fingerprint(y) for name, y in tracks.items()}) == []


@pytest.mark.parametrize("gain", [1.0, 2.0, 4.0])
def test_two_songs_over_one_loop_are_two_recordings(songs, gain):
    loop = np.resize(songs["song 5"][: round(2.2 * SR)], round(SECONDS * SR))
    tracks = {
        "one": fingerprint(songs["song 0"] + gain * loop),
        "other": fingerprint(songs["song 1"] + gain * np.roll(loop, SR)),
    }
    assert find_duplicates(tracks) == []


def test_what_shares_only_a_moment_is_no_copy(songs):
    one = songs["song 0"]
    tracks = {"one": one, "ends as the other begins": np.concatenate([songs["song 1"], one[: 2 * SR]])}
    assert find_duplicates({name: fingerprint(y) for name, y in tracks.items()}) == []


def test_a_short_track_is_a_copy_when_it_lies_within_another(songs, prints):
    excerpt = fingerprint(as_mp3(songs["song 3"][5 * SR : round(7.3 * SR)]))
    (pair,) = find_duplicates({**prints, "excerpt": excerpt})
    assert (pair.first, pair.second) == ("song 3", "excerpt")
    assert pair.offset_s == pytest.approx(5.0, abs=0.1)


def test_no_tracks_have_no_duplicates(prints):
    assert find_duplicates({}) == []
    assert find_duplicates({"only": prints["song 0"]}) == []
    assert find_duplicates({"short": fingerprint(np.ones(10, np.float32)), "only": prints["song 0"]}) == []


def test_each_fingerprint_is_asked_for_once_and_progress_is_told(prints):
    asked, told = [], []

    class Stored(Mapping[str, Fingerprint]):
        def __getitem__(self, name: str) -> Fingerprint:
            asked.append(name)
            return prints[name]

        def __iter__(self) -> Iterator[str]:
            return iter(prints)

        def __len__(self) -> int:
            return len(prints)

    find_duplicates(Stored(), progress=told.append)
    assert asked == list(prints)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_copies_are_found_across_blocks_of_tracks(songs, prints, monkeypatch):
    monkeypatch.setattr("core.data.duplicates._BLOCK", 2)
    copies = {f"copy of {name}": fingerprint(faster(y, 0.01)) for name, y in songs.items()}
    assert names(find_duplicates({**prints, **copies})) == {(name, f"copy of {name}") for name in songs}


def test_a_recording_that_is_there_very_often_makes_one_group_and_not_all_pairs(songs, monkeypatch):
    monkeypatch.setattr(fingerprint_index, "_MAX_ENTRIES", 4)
    tracks = {f"{n:02}": fingerprint(songs["song 0"][: 6 * SR] * np.float32(1 - n / 100)) for n in range(40)}
    tracks["other"] = fingerprint(songs["song 1"])
    pairs = find_duplicates(tracks)
    assert len(pairs) < 40 * 39 / 4
    assert one_recording(names(pairs)) == {f"{n:02}": "00" for n in range(40)}


def test_pairs_come_in_the_order_of_the_tracks(songs, prints):
    later = {f"later {n}": fingerprint(songs[f"song {n}"][SR:]) for n in (4, 1)}
    pairs = find_duplicates({**later, **prints, "exact": prints["song 1"]})
    assert [(pair.first, pair.second) for pair in pairs] == [
        ("later 4", "song 4"),
        ("later 1", "song 1"),
        ("song 1", "exact"),
    ]


def test_an_index_names_tracks_and_frames(songs, prints):
    later = fingerprint(songs["song 4"][20 * 1024 :])
    found = FingerprintIndex([*prints.values(), later]).matches(6, 7)
    assert set(found.first) == {4}
    assert set(found.second) == {6}
    assert np.median(found.t_first - found.t_second) == 20


def test_gtzan_repeats_are_found_in_real_clips_and_nothing_else(shared: Path):
    excerpts = {f"excerpt {id}": shared / f"gtzan/excerpts/jazz/jazz.{id}.ogg" for id in ("00035", "00036", "00033")}
    clips = {path.stem: path for path in sorted(shared.glob("gtzan/audio/jazz/*.*"))[6:18]}
    tracks = {name: fingerprint(decode(path, sr=SR).y) for name, path in {**clips, **excerpts}.items()}
    assert names(find_duplicates(tracks)) == {
        ("jazz.00055", "excerpt 00035"),
        ("jazz.00058", "excerpt 00036"),
        ("jazz.00033", "excerpt 00033"),
    }
