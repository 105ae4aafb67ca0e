"""A made set beside a real one: what is near, what is far, what is told of each track, and what is refused."""

import json
from dataclasses import replace

import numpy as np
import pytest
import soundfile

from core.cli.output import plain
from core.data.datasets import Track
from core.data.datasets.track import Fault
from core.data.decisions import decide
from core.data.findings import Finding
from core.data.opened import open_dataset
from core.errors import DataError, ModelError
from core.features.frames import SR
from core.fidelity import stored
from core.fidelity.against import TOGETHER, _confusion, _own_caveats, _variety, scaled_on_first
from core.fidelity.best_of import KEPT_BY, identity_of
from core.fidelity.clip import FAULTS, examine_clip
from core.fidelity.equal import Common, brought_to
from core.fidelity.gathering import Gathered, HeardSet, _halves, _together, gather
from core.fidelity.halves import Halves
from core.fidelity.hearing import COLUMNS, Listening, heard_in, listen_to, noises
from core.fidelity.job import measure_fidelity, measured
from core.fidelity.report import FIRST, HEARD_SETS, MADE, NOISE, REAL, report_of
from core.fidelity.sources import comparable
from core.fidelity.wish import FidelityWish
from core.generation.marks import Mark, sidecar, sidecar_of
from core.genre_mix import genre_mix
from core.jobs import Cancelled, run_here
from core.models.backbones import BACKBONES
from core.models.loaded import load_model
from core.sound.decode import Signal

N = 16


def test_what_is_made_like_the_real_is_as_near_as_its_other_half_and_noise_is_far(compared):
    for space in compared.kept.report.spaces:
        made, real, noise = map(space.of, (MADE, REAL, NOISE))
        assert noise.kernel.value > 5 * max(abs(made.kernel.value), abs(real.kernel.value))
        assert noise.kernel.interval[0] > 0
        assert noise.coverage.coverage < min(made.coverage.coverage, real.coverage.coverage)
        assert noise.told_apart.auc > 0.9 > max(made.told_apart.auc, real.told_apart.auc)
        assert made.kernel.interval[0] < 0 or made.kernel.value < 0.2 * noise.kernel.value


def test_all_sides_are_as_many_in_every_space_and_every_genre(compared):
    report = compared.kept.report
    assert report.genres == {"classical": 8, "rock": 8}
    assert [space.name for space in report.spaces] == [COLUMNS, "debug"]
    assert {one.n for space in report.spaces for one in space.compared} == {report.n} == {N}
    assert report.spaces[0].of(MADE).frechet is None  # too few tracks for 57 numbers
    assert {one.set for space in report.spaces for one in space.variety} == set(HEARD_SETS)
    assert all(1 <= one.vendi <= N for space in report.spaces for one in space.variety)


def test_what_cannot_be_used_is_told_and_others_are_drawn_in_its_place(compared):
    report = compared.kept.report
    why = dict(report.left_out)
    assert len(why) == 2
    assert any("lasts 1.0 s; needed are at least" in reason for reason in why.values())
    assert not set(why) & set(compared.kept.clips["track"])
    assert any("2 tracks could not be used" in words for words in report.caveats)
    assert any("one prompt" in words for words in report.caveats)


def test_each_track_has_a_row_and_the_counts_are_those_of_the_rows(compared):
    report, clips = compared.kept.report, compared.kept.clips
    assert clips["set"].value_counts().to_dict() == dict.fromkeys(HEARD_SETS, N)
    for name in HEARD_SETS:
        rows, heard, checks = clips[clips["set"] == name], report.confusion.of(name), report.checks_of(name)
        assert heard.right == pytest.approx((rows["heard"] == rows["genre"]).mean())
        assert np.sum(heard.counts) == heard.n == checks.n == N
        assert checks.n_faulty == (rows["worst"] != "").sum()
        assert checks.faults["genre"] == (rows["heard"] != rows["genre"]).sum()
        assert sum(checks.tempo.values()) == N
    worst = clips[clips["worst"] != ""]
    assert all(worst["worst"].isin(FAULTS))
    assert all(row.worst == row.kinds[0] and len(row.kinds) == len(row.faults) for row in worst.itertuples())


def test_what_the_sets_name_differently_is_compared_and_every_place_says_so(compared):
    report, clips = compared.kept.report, compared.kept.clips
    assert report.compared_as == {"orchestral": "classical"}
    assert sum(words.startswith("orchestral is compared with classical: ") for words in report.caveats) == 1
    said = {of: " ".join(clips[clips["set"] == of]["faults"].explode().dropna()) for of in (MADE, REAL)}
    assert "asked for orchestral, which is compared with classical, heard as" in said[MADE]
    assert "asked for classical, heard as" in said[REAL]
    assert "orchestral" not in said[REAL]


def test_the_map_holds_both_sets_in_every_space(compared):
    places = compared.kept.places
    assert places.groupby(["space", "method"]).size().to_dict() == {("columns", "pca"): 3 * N, ("debug", "pca"): 3 * N}
    assert np.isfinite(places[["x", "y"]].to_numpy()).all()
    assert places[places["space"] == COLUMNS]["track"].tolist() == compared.kept.clips["track"].tolist()


def test_the_job_says_what_it_does_and_tells_the_headline(compared):
    shares = [share for share, _ in compared.said]
    assert shares[0] == 0
    assert 0.99 > shares[-1] > 0.9
    assert {"looked at 0 of 48 tracks", "listened to 0 of 64 sounds"} <= {words for _, words in compared.said}
    report = compared.kept.report
    assert compared.result["auc"] == report.spaces[0].of(MADE).told_apart.auc
    assert compared.result["right"] == report.confusion.of(MADE).right
    assert (compared.result["n"], compared.result["made"]) == (N, "made")


def test_a_job_that_is_cancelled_keeps_no_report(wish, workspace):
    def cancel(share, words):
        if share > 0.01:
            raise Cancelled

    with pytest.raises(Cancelled):
        run_here(measure_fidelity, wish, progress=cancel)
    assert stored.find_fidelity(wish) is None


def test_a_report_is_the_same_after_it_was_json(compared):
    report = compared.kept.report
    assert report_of(json.loads(json.dumps(plain(report.as_dict())))) == report


def test_a_report_is_found_again_until_something_of_it_is_another(wish, compared, workspace):
    key = stored.key_of(wish)
    assert key == compared.result["key"]
    assert stored.key_of(replace(wish, seed=1)) != key
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stored, "voice_listener", lambda: "another")
        assert stored.key_of(wish) != key
    assert stored.find_fidelity(wish) is None  # in this test's workspace
    stored.store_fidelity(key, wish, compared.kept)
    assert stored.find_fidelity(wish).report == compared.kept.report
    assert stored.wishes_about(wish.made) == [wish]
    assert stored.wishes_about(wish.real) == []
    (stored.fidelity_folder(key) / stored.REPORT).write_text("{}")
    assert stored.find_fidelity(wish) is None
    (stored.fidelity_folder(key) / stored.WISH).write_text("{}")
    assert stored.wishes_about(wish.made) == []


@pytest.mark.parametrize("change", [{"labels": {"genre": "polka"}}, {"artist": "Somebody"}, {"prompt_group": "p1"}])
def test_a_report_is_another_as_soon_as_a_track_is_told_otherwise(wish, workspace, monkeypatch, change):
    key = stored.key_of(wish)
    monkeypatch.setattr(stored, "comparable", lambda opened: [replace(one, **change) for one in comparable(opened)])
    assert stored.key_of(wish) != key


def test_what_is_there_twice_counts_once_and_what_was_excluded_not_at_all(tmp_path, workspace, noise):
    for name in "abc":
        soundfile.write(tmp_path / f"{name}.wav", noise(1.0), SR)
    opened = open_dataset(str(tmp_path))
    first, second, third = (track.id for track in opened.tracks())
    published = replace(opened.dataset, faults={second: Fault("a copy", repeats=first)})
    opened = replace(opened, dataset=published)
    assert [track.id for track in comparable(opened)] == [first, third]
    decide(opened, [Finding(third, "unreadable", "nothing to hear")], "exclude")
    assert [track.id for track in comparable(opened)] == [first]


def test_what_a_model_hears_is_the_genre_mix_of_the_equal_sound(tone, clicks):
    model = load_model()
    signal = brought_to(Common(4.0, 8_000.0), Signal(tone(300, 4.0) + 0.5 * clicks(100, 4.0), SR))
    told = heard_in(signal, listeners=("debug",), model=model)
    assert told["proba"] == pytest.approx(genre_mix(signal, model=model).share)
    assert list(told["X"]) == [COLUMNS, "debug"]
    assert len(told["X"][COLUMNS]) == 57


def test_noise_is_of_the_colour_that_it_says():
    white, brown = (one.decode(sr=SR).y for one in noises(2, duration_s=2.0, seed=0))
    low, high = (np.abs(np.fft.rfft(y)) ** 2 for y in (white, brown))
    assert low[:1000].sum() < 0.1 * low.sum()
    assert high[:1000].sum() > 0.9 * high.sum()


def test_the_scale_is_that_of_the_first_half_alone():
    rng = np.random.default_rng(0)
    X = {FIRST: rng.normal(3, 2, (50, 4)), MADE: rng.normal(9, 1, (20, 4))}
    X[FIRST][:, 3] = 7

    def scaled(X):
        sets = {name: HeardSet((), (), (), {COLUMNS: values}, None) for name, values in X.items()}
        return scaled_on_first(sets, COLUMNS)

    found = scaled(X)
    assert np.array_equal(found[FIRST], scaled({FIRST: X[FIRST], MADE: 100 * X[MADE]})[FIRST])
    assert found[FIRST].shape == (50, 3)
    assert found[MADE].mean() > 1
    with pytest.raises(DataError, match="all real tracks are the same in all that is measured"):
        scaled({FIRST: np.ones((5, 2))})


def test_the_model_that_selected_clips_reports_neither_on_one_nor_on_a_set_of_them(tmp_path, noise, wish):
    model, path = load_model(), tmp_path / "made.wav"
    soundfile.write(path, noise(3.0), SR)
    mark = Mark("band", "rules", 1, {KEPT_BY: identity_of(model)}, licence="made-here")
    sidecar_of(path).write_bytes(sidecar(mark))
    clip = Track("made", path, {"genre": "rock"})
    with pytest.raises(ModelError, match="selected these clips, so that its report would praise its own choice"):
        examine_clip(clip, model=model)
    with pytest.raises(ModelError, match="selected these clips, so that its report would praise its own choice"):
        run_here(lambda wish, bench: gather([clip], [], wish=wish, model=model, bench=bench), wish)


def test_made_clips_are_no_real_set(workspace):
    with pytest.raises(DataError, match="500 tracks of the real set were made by a program, such as"):
        run_here(measured, FidelityWish("arranged", "arranged"))


def test_clips_that_were_put_into_a_folder_of_ones_own_are_no_real_set_either(tmp_path, workspace):
    for name in "ab":
        path = tmp_path / "rock" / f"{name}.flac"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"whatever it sounds like")
        sidecar_of(path).write_bytes(sidecar(Mark("band", "rules", 1, licence="made-here")))
    with pytest.raises(DataError, match="2 tracks of the real set were made by a program, such as"):
        run_here(measured, FidelityWish("arranged", str(tmp_path)))


def test_a_model_that_learnt_from_the_clips_hears_them_with_a_caveat():
    model = load_model()
    own = tuple(model.training["track_id"].astype(str)[:3])
    shares = np.full((3, len(model.genres)), 1 / len(model.genres))
    strangers = HeardSet(("x", "y", "z"), ("rock",) * 3, ("x", "y", "z"), {}, shares)
    sets = {MADE: HeardSet(own, ("rock",) * 3, own, {}, shares), FIRST: strangers, REAL: strangers}
    heard = _confusion(sets, model)
    assert (heard.n_known, heard.n_made_known) == (0, 3)
    gathered = Gathered(Halves((), (), (), ("polka",)), Common(3.0, 8_000.0), sets, sets[MADE], (), 0, None)
    caveats = _own_caveats(gathered, heard)
    assert any("learnt from 3 of these clips" in words for words in caveats)
    assert any("Not compared, though both sets have music of it: polka. " in words for words in caveats)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"real": "made"}, "made cannot be compared with itself"),
        ({"n": 5}, "n=5 must be a whole number from 12 to 2,000"),
        ({"longest_s": 0.5}, "longest_s=0.5 must lie between"),
        ({"maps": ("globe",)}, "map='globe' is not known"),
    ],
)
def test_what_cannot_be_is_said_before_any_work(change, complaint):
    with pytest.raises(DataError, match=complaint):
        replace(FidelityWish("made", "real"), **change).check()


def test_a_listener_that_there_is_not_is_said_too():
    with pytest.raises(ModelError, match="there is no listener 'ear'"):
        FidelityWish("made", "real", listeners=("ear",)).check()


def test_a_listener_whose_files_are_not_here_is_said_before_anybody_listens(monkeypatch):
    monkeypatch.setattr("core.fidelity.wish.is_here", lambda name: False)
    asked = FidelityWish("made", "real", listeners=("debug", "yamnet"))
    assert set(asked.missing_files) == set(BACKBONES["yamnet"].files)
    with pytest.raises(ModelError, match=r"debug, yamnet cannot listen yet: .* not on this machine, such as"):
        asked.check()
    replace(asked, listeners=("debug",)).check()


def test_the_spread_over_groups_is_not_sold_as_all_that_is_unsure(compared):
    assert any("so it is too narrow" in words for words in compared.kept.report.caveats)


def test_clips_of_one_prompt_are_compared_though_each_prompt_is_drawn_once(tmp_path, tone, workspace):
    def clip(prompt, take):
        path = tmp_path / f"{prompt}.wav"
        soundfile.write(path, tone(300 + 200 * ord(prompt), 3.0), SR)
        return Track(f"{prompt}{take}", path, {"genre": "rock"}, prompt_group=prompt)

    drawn, common, asked = [clip(prompt, 1) for prompt in "abcd"], Common(3.0, 8_000.0), FidelityWish("made", "real")
    (tmp_path / "broken.wav").write_bytes(b"no sound")
    broken = Track("b2", tmp_path / "broken.wav", {"genre": "rock"}, prompt_group="b")
    pool, told = (
        [*drawn, clip("a", 2), broken],
        [json.loads(listen_to(Listening(one, common, (), ""), None)) for one in drawn],
    )
    options = {"common": common, "wish": asked, "model": None}
    together, gone = run_here(lambda wish, bench: _together(drawn, pool, told, bench=bench, **options), asked)
    assert (together.ids, list(gone)) == (("a1", "b1", "c1", "d1", "a2"), [(True, "b2")])
    X = together.X[COLUMNS]
    found = _variety(MADE, {TOGETHER: together}, {MADE: X[:4], TOGETHER: X}, seed=0)
    assert (found.prompts.n_prompts, found.prompts.closer) == (1, 1)
    assert found.prompts.same == pytest.approx(0, abs=1e-9)


def test_where_too_little_is_left_it_is_told_why_tracks_were_left_out():
    wish = FidelityWish("made", "real")
    with pytest.raises(
        DataError, match=r"2 tracks cannot be used, such as a: it is silent; of the others: the sets have"
    ):
        _halves([], [], {(True, "a"): "it is silent", (True, "b"): "it is silent"}, wish)
    with pytest.raises(DataError, match=r"^the sets have no genre in common"):
        _halves([], [], {}, wish)
