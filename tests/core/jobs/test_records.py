"""Jobs on disk: what is broken, strange or from outside harms nothing."""

import json
import time
from dataclasses import dataclass, replace

import pytest

from core.errors import JobError
from core.jobs import broken_jobs, cancel_job, debug, forget_job, get_job, list_jobs, start_again
from core.jobs.debug import Count
from core.jobs.functions import check_job_function, find, from_json, spell, to_json
from core.jobs.marks import Mark, busy_workers, deaths, forget_worker, lay_down, take_up
from core.jobs.parts import Parts
from core.jobs.reading import GRACE_S
from core.jobs.records import (
    ATTEMPT,
    LOG,
    RECORD,
    REQUEST,
    Attempt,
    Record,
    Request,
    append_log,
    ask_to_end,
    asked_to_end,
    folder_of,
    new_id,
    now,
    read_log,
    write,
)

UNSAFE = ["", ".", "..", "../x", "a/b", "20261120-163436123-debug-4a68cf22/..", "\0", "x" * 300, "20261120", 7, None]


@pytest.fixture
def stored(workspace):
    """``stored(owner=..., attempt=..., record=...)``: a job on disk that no cluster knows; its folder."""

    def make(*, owner="me", made=None, attempt=None, record=None):
        folder = folder_of(new_id("debug"))
        request = Request("debug", "Count", owner, made or now(), spell(debug.count), spell(Count), to_json(Count()))
        write(folder, REQUEST, request)
        for name, content in ((ATTEMPT, attempt), (RECORD, record)):
            if content is not None:
                write(folder, name, content)
        return folder

    return make


ATTEMPTED = Attempt(number=1, cluster="local", scheduler="Scheduler-1", asked=0.0, taken=True)
DONE = Record(attempt=1, starts=1, state="done", share=1.0, words="3 of 3", result={"n": 3})


@pytest.mark.parametrize("job_id", UNSAFE)
@pytest.mark.parametrize("function", [get_job, cancel_job, start_again, forget_job])
def test_what_is_no_id_never_becomes_a_path(workspace, function, job_id):
    with pytest.raises(JobError, match="is no id of a job; `python -m core jobs` lists them"):
        function(job_id)
    assert list(workspace.iterdir()) == []


@pytest.mark.parametrize("function", [get_job, cancel_job, start_again, forget_job])
def test_a_job_that_is_not_there_is_told(workspace, function):
    with pytest.raises(JobError, match=r"there is no job 20261120-163436123-debug-4a68cf22; `python -m core"):
        function("20261120-163436123-debug-4a68cf22")


def test_ids_sort_by_time_and_differ():
    ids = []
    for _ in range(5):
        ids.append(new_id("debug"))
        time.sleep(0.002)
    assert ids == sorted(set(ids))


@pytest.mark.parametrize("kind", ["", "Table", "a b", "../x", "x" * 41, "é"])
def test_a_kind_is_a_short_plain_word(kind):
    with pytest.raises(ValueError, match="must be a short word of a-z, 0-9 and -"):
        new_id(kind)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (REQUEST, "{"),
        (REQUEST, "[]"),
        (REQUEST, json.dumps({"kind": "debug"})),
        (RECORD, '{"state": "done"'),
        (RECORD, "[" * 100_000),
        (ATTEMPT, '{"number": "one"}'),
    ],
)
def test_a_broken_job_does_not_hide_the_others(stored, name, content):
    good = stored(attempt=ATTEMPTED, record=DONE)
    bad = stored(attempt=ATTEMPTED, record=DONE)
    (bad / name).write_text(content)
    assert [job.id for job in list_jobs()] == [good.name]
    [told] = broken_jobs()
    assert told.startswith(f"the job {bad.name} is broken: {name} is not what this program writes; ")
    assert told.endswith(f"`python -m core jobs --forget {bad.name}` removes it")
    with pytest.raises(JobError, match=f"{name} is not what this program writes"):
        get_job(bad.name)
    forget_job(bad.name)
    assert broken_jobs() == []


def test_files_that_cannot_be_read_are_told(stored, workspace):
    folder = stored(attempt=ATTEMPTED)
    (folder / RECORD).mkdir()
    with pytest.raises(JobError, match=rf"the job {folder.name} cannot be read: record\.json: Is a directory"):
        get_job(folder.name)


def test_a_folder_of_jobs_that_is_none_is_told(workspace):
    (workspace / "jobs").write_text("")
    with pytest.raises(JobError, match=r"the jobs in .* cannot be read: Not a directory; set GENRESCOPE_HOME to"):
        list_jobs()


def test_strange_values_in_a_record_are_broken_not_believed(stored):
    folder = stored(attempt=ATTEMPTED, record=replace(DONE, state="flying"))
    with pytest.raises(JobError, match=r"record\.json is not what this program writes"):
        get_job(folder.name)


def test_words_that_are_no_unicode_are_told_all_the_same(stored):
    error = "there is no folder /caf\udce9"  # as Python reads such a name from a disk
    folder = stored(attempt=ATTEMPTED, record=replace(DONE, state="failed", error=error))
    assert get_job(folder.name).error == "there is no folder /caf?"


def test_an_empty_folder_and_strange_files_are_no_jobs(stored):
    good = stored(attempt=ATTEMPTED, record=DONE)
    (good.parent / "notes.txt").write_text("x")
    (good.parent / new_id("debug")).mkdir()
    (good.parent / new_id("debug")).write_text("a file")
    assert [job.id for job in list_jobs()] == [good.name]


def test_jobs_are_listed_newest_first_and_by_owner(stored):
    folders = []
    for owner in ("me", "you", "me"):
        folders.append(stored(owner=owner, attempt=ATTEMPTED, record=DONE))
        time.sleep(0.002)
    assert [job.id for job in list_jobs()] == [folder.name for folder in reversed(folders)]
    assert [job.id for job in list_jobs("me")] == [folders[2].name, folders[0].name]
    assert list_jobs("nobody") == []


def test_reading_what_is_over_needs_no_cluster_and_starts_none(stored, workspace):
    job = get_job(stored(attempt=ATTEMPTED, record=DONE).name)
    assert (job.state, job.result, job.words) == ("done", {"n": 3}, "3 of 3")
    assert not (workspace / "cluster").exists()


def test_a_job_without_a_scheduler_is_lost_and_says_what_to_do(stored):
    job = get_job(stored(attempt=ATTEMPTED, record=replace(DONE, state="running", result=None)).name)
    assert (job.state, job.can_start_again) == ("lost", True)
    assert job.error.startswith(
        "the cluster that had this job is gone, or could not write how it ended; start it again"
    )
    assert job.seconds_left is None


def test_a_job_that_was_to_end_and_is_gone_is_cancelled(stored):
    folder = stored(attempt=ATTEMPTED, record=replace(DONE, state="running", result=None))
    ask_to_end(folder, 1)
    asked = get_job(folder.name)
    assert (asked.state, asked.ended) == ("cancelled", asked_to_end(folder, 1))
    ask_to_end(folder, 1)
    assert asked_to_end(folder, 1) == asked.ended


def test_a_job_that_is_being_handed_over_waits_for_a_while_and_then_is_lost(stored):
    asked = replace(ATTEMPTED, taken=False, asked=time.time())
    assert get_job(stored(attempt=asked).name).state == "queued"
    assert get_job(stored().name).state == "queued"
    assert get_job(stored(attempt=replace(asked, asked=time.time() - GRACE_S - 1)).name).state == "lost"
    assert get_job(stored(made="2026-01-01T00:00:00+00:00").name).state == "lost"


def test_the_record_of_an_earlier_attempt_says_nothing_of_this_one(stored):
    attempt = replace(ATTEMPTED, number=2, taken=False, asked=time.time())
    job = get_job(stored(attempt=attempt, record=replace(DONE, state="failed", error="no")).name)
    assert (job.state, job.error, job.share) == ("queued", "", 0.0)


def test_a_long_log_is_read_from_its_end(tmp_path):
    assert read_log(tmp_path) == ""
    (tmp_path / LOG).write_bytes(b"x" * 1_000_000)
    append_log(tmp_path, "two\nlines")
    log = read_log(tmp_path)
    assert len(log) <= 200_000
    assert log.splitlines()[-1].endswith(" lines")


def test_names_of_parts_are_safe_and_told_apart(tmp_path):
    parts = Parts(tmp_path, test_names_of_parts_are_safe_and_told_apart)
    names = ["../../etc/passwd", "a/b", "a b", "a-b", "", "é" * 500, "\ud800", "con", "x" * 300]
    paths = [parts.path(name) for name in names]
    assert len(set(paths)) == len(names)
    assert all(path.parent == parts.folder and len(path.name) < 100 for path in paths)
    for name in names:
        parts.store(name, name.encode(errors="surrogatepass"))
    assert parts.stored([*names, "another"]) == set(names)


def test_marks_count_deaths_in_an_attempt_and_name_the_workers(tmp_path):
    parts = [Parts(tmp_path, test_ids_sort_by_time_and_differ).path(name) for name in "ab"]
    for n_died in range(3):
        assert deaths(tmp_path, parts[0], attempt=1) == n_died
        take_up(tmp_path, parts[0], Mark("tcp://w:1", attempt=1, tries=n_died + 1))
    assert [deaths(tmp_path, part, attempt=2) for part in parts] == [0, 0]
    take_up(tmp_path, parts[1], Mark("tcp://w:2", attempt=2, tries=1))
    assert deaths(tmp_path, parts[1], attempt=2) == 1
    assert busy_workers(tmp_path) == {"tcp://w:1", "tcp://w:2"}
    forget_worker(tmp_path, "tcp://w:1")
    assert busy_workers(tmp_path) == {"tcp://w:2"}
    lay_down(tmp_path, parts[1])
    assert busy_workers(tmp_path) == set()


@dataclass
class Loose:
    n: int = 1


@dataclass(frozen=True)
class Odd:
    what: object = None


def test_parameters_come_back_as_they_were():
    params = Odd((1, (2.5, "a"), None, True))
    assert from_json(Odd, json.loads(json.dumps(to_json(params)))) == params


@pytest.mark.parametrize(
    ("params", "complaint"),
    [
        (Loose(), "the parameters of a job are a frozen dataclass, not Loose"),
        ({"n": 1}, "the parameters of a job are a frozen dataclass, not dict"),
        (Odd([1]), r"Odd\.what is a list; a job takes str, int, float, bool, None and tuples"),
        (Odd((1, {})), r"Odd\.what is a dict"),
    ],
)
def test_parameters_that_cannot_be_kept_are_refused(params, complaint):
    with pytest.raises(TypeError, match=complaint):
        to_json(params)


def test_parameters_that_are_no_numbers_are_refused():
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json(Odd(float("nan")))


@pytest.mark.parametrize(
    "spelling",
    ["os:system", "core:x", "core.jobs.debug", "core.jobs.debug:a.b", "core.jobs..x:y", "core.jobs.debug:x y"],
)
def test_a_job_runs_nothing_outside_the_program(spelling):
    with pytest.raises(JobError, match="names nothing that a job may run: it must lie in core"):
        find(spelling)


@pytest.mark.parametrize(
    ("spelling", "complaint"),
    [
        ("core.jobs.nowhere:f", "this version of the program has no core.jobs.nowhere:f"),
        ("core.jobs.debug:nothing", "this version of the program has no core.jobs.debug:nothing"),
        ("core.jobs.debug:os", "core.jobs.debug:os is not defined there"),
        ("core.jobs.debug:DataError", "core.jobs.debug:DataError is not defined there"),
    ],
)
def test_a_function_that_this_version_has_not_is_told(spelling, complaint):
    with pytest.raises(JobError, match=complaint):
        find(spelling)


def test_parameters_of_another_version_are_told():
    with pytest.raises(JobError, match="Count has no 'speed' in this version; start the work anew"):
        from_json(Count, {"n": 1, "speed": 2})
    with pytest.raises(JobError, match=r"the parameters of the job do not fit this version \(.*'worker'"):
        from_json(Mark, {"attempt": 1, "tries": 1})
    with pytest.raises(JobError, match="takes no parameters of a job"):
        from_json(int, {})


def test_only_plain_functions_of_the_program_become_jobs():
    assert find(spell(debug.count)) is debug.count
    with pytest.raises(TypeError, match="does not stand at the top level of a module of core"):
        spell(test_only_plain_functions_of_the_program_become_jobs)
    with pytest.raises(TypeError, match="a job runs a plain function, not"):
        check_job_function(Count)
    with pytest.raises(TypeError, match="must take two arguments: its parameters and a bench"):
        check_job_function(now)
