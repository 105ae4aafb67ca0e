"""`fidelity`: a set beside a real one by a job, told as JSON and as text; one clip alone; and what is refused."""

import json

import pytest

from core.cli.fidelity import N_LEFT_OUT, _print_left_out
from core.fidelity.report import HEARD_SETS
from core.generation.briefs import Brief
from core.generation.clips import write_clip
from core.generation.marks import Mark
from tests.core.fidelity.two_sets import write_sets

N = 12
BY = ("--model", "gtzan-classic")


@pytest.fixture(scope="module")
def sets(tmp_path_factory, tone, clicks, noise):
    made, real = write_sets(tmp_path_factory.mktemp("sets"), N, tone=tone, clicks=clicks, noise=noise)
    return made, "--against", real


@pytest.fixture
def clip(tmp_path, tone, clicks):
    y = (0.4 * tone(330, 6.0) + 0.4 * clicks(120, 6.0)).astype("float32")
    brief = Brief("disco", 120.0, "A minor", "calm", ("piano",), 6.0, 1)
    return write_clip(y, Mark("band", "rules", 1, brief=brief, licence="made-here"), path=tmp_path / "a.flac", sr=22050)


def test_json_is_the_contract_and_the_same_words_read_what_is_kept(run, cluster, sets):
    words = ("fidelity", *sets, *BY, "--maps", "pca", "--seed", 5)
    done = run(*words, "--json", "--quiet")
    assert (done.status, done.err) == (0, "")
    told = json.loads(done.out)
    assert list(told) == [
        *("made", "real", "n", "common", "genres", "model", "spaces", "confusion", "checks", "left_out", "caveats"),
        *("compared_as", "clips", "places"),
    ]
    assert (told["made"], told["n"], told["genres"]) == ("made", N, {"classical": N // 2, "rock": N // 2})
    assert [space["name"] for space in told["spaces"]] == ["columns"]
    assert [one["set"] for one in told["spaces"][0]["compared"]] == ["made", "other real half", "noise"]
    assert [one["set"] for one in told["confusion"]["heard"]] == list(HEARD_SETS)
    assert len(told["clips"]) == len(told["places"]) == 3 * N
    assert {"track", "heard", "asked_share", "worst", "faults"} <= told["clips"][0].keys()
    again = run(*words)  # with a bar, if anything were measured
    assert (again.status, again.err) == (0, "")
    lines = again.out.splitlines()
    assert lines[0] == f"made beside real: {N} tracks of each"
    assert any(line.startswith("By the 57 columns (") for line in lines)
    assert "Heard as asked, by gtzan-classic:" in lines
    assert any(line.startswith("  Frechet: needs ") for line in lines)
    assert any(line.startswith("orchestral is compared with classical: ") for line in lines)
    assert "Near is not good: a set that copies the real one would be nearest of all." in lines


def test_one_clip_is_listened_to_beside_what_its_mark_asks_for(run, clip):
    done = run("fidelity", clip.path, *BY, "--json", "--quiet")
    assert (done.status, done.err) == (0, "")
    told = json.loads(done.out)
    assert (told["name"], told["genre"]["asked"], told["genre"]["model"]) == ("a.flac", "disco", "gtzan-classic")
    assert told["tempo"]["relation"] == "as asked"
    out = run("fidelity", clip.path, *BY, "--genre", "metal").out
    assert "of metal" in out
    assert "120 BPM, asked 120: as asked" in out
    assert "LUFS" in out


def test_nobody_need_hear_the_genre(run, clip):
    done = run("fidelity", clip.path, "--model", "none", "--json", "--quiet")
    assert (done.status, json.loads(done.out)["genre"]) == (0, None)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ((), "name the dataset of real music with --against"),
        (("--against", "nowhere"), "there is no dataset 'arranged/x'"),
        (("--against", "gtzan", "--model", "nobody"), "there is no model named 'nobody'"),
        (("--against", "arranged/x"), "arranged/x cannot be compared with itself"),
        (("--against", "gtzan", "--n", 5), "n=5 must be a whole number from 12"),
        (("--against", "gtzan", "--maps", "globe"), "map='globe' is not known"),
        (("--against", "gtzan", "--backbone", "ear"), "there is no listener 'ear'"),
    ],
)
def test_what_cannot_be_is_one_line_before_any_work(run, one_complaint, workspace, words, complaint):
    model = () if "--model" in words else BY
    assert complaint in one_complaint(run("fidelity", "arranged/x", *model, *words))


def test_a_clip_is_not_compared_with_a_set(run, one_complaint, clip):
    assert "is one file; --against compares datasets" in one_complaint(run("fidelity", clip.path, "--against", "gtzan"))


def test_of_many_that_were_left_out_a_few_are_named(capsys):
    _print_left_out([(f"t{n}", "too short") for n in range(N_LEFT_OUT)])
    assert "more" not in capsys.readouterr().out
    _print_left_out([(f"t{n}", "too short") for n in range(1_234)])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "left out: t0: too short"
    assert (len(lines), lines[-1]) == (N_LEFT_OUT + 1, "left out: 1,229 more; --json names all")
