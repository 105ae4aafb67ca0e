"""The installer: what it calls, in which order, when it calls nothing, and what it says when it cannot."""

import importlib.util
import os
import re
import stat
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

import install

ROOT = Path(install.__file__).parent
COMPILED = ["bytecode", "compiled"]
BASE = ["torch==2.13.0", "requirements.txt", "requirements-no-deps.txt"]


@pytest.fixture
def clone(tmp_path):
    """A folder with the project's requirements, as a fresh clone has them."""
    for name in ("requirements.txt", "requirements-no-deps.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text((ROOT / name).read_text())
    return tmp_path


@pytest.fixture
def calls(clone, monkeypatch):
    """Commands are written down, not run; `.venv` exists once it was made."""
    written = []

    def call(command, failure):
        written.append(command[3:] if command[1:3] == ["-m", "pip"] else command[1:])
        if "venv" in command:
            Path(command[-1]).mkdir()

    monkeypatch.setattr(install, "_call", call)
    monkeypatch.setattr(install, "_beside", lambda command: nullcontext(written.append(command[2:])))
    monkeypatch.setattr(install, "probe", lambda python: "3.11.7" if (clone / ".venv").exists() else None)
    monkeypatch.delenv(install.TORCH_INDEX, raising=False)
    return written


def raising(error):
    def stop(*arguments):
        raise error

    return stop


def what(call):
    """The last words of a pip call: a pin or a requirements file; of the compilations: that it is one."""
    named = {install.COMPILE: "compiled", install.BYTECODE[0]: "bytecode"}
    return named.get(call[-1]) or named.get(call[0]) or Path(call[-1]).name


def test_torch_comes_first_then_the_requirements_then_those_of_the_tests(clone, calls):
    assert install.install(clone, dev=True)
    assert calls[0][:2] == ["-m", "venv"]
    assert [what(call) for call in calls[1:]] == [*BASE, "requirements-dev.txt", *COMPILED]


def test_what_would_pull_in_an_old_torch_is_installed_alone(clone, calls):
    install.install(clone, dev=True)
    assert [what(call) for call in calls if "--no-deps" in call] == ["requirements-no-deps.txt"]


def test_a_second_call_does_nothing(clone, calls):
    install.install(clone, dev=True)
    calls.clear()
    assert not install.install(clone, dev=True)
    assert not install.install(clone, dev=False)
    assert calls == []


def test_what_has_gone_since_comes_back_when_it_is_asked_for_again(clone, calls):
    install.install(clone, dev=False)
    calls.clear()
    assert install.install(clone, dev=False, again=True)
    assert [what(call) for call in calls] == [*BASE, *COMPILED]
    assert not install.install(clone, dev=False)


def test_the_tests_requirements_are_added_to_an_environment_of_the_program(clone, calls):
    install.install(clone, dev=False)
    calls.clear()
    install.install(clone, dev=True)
    assert [what(call) for call in calls] == ["requirements-dev.txt"]


def test_changed_requirements_are_installed(clone, calls):
    install.install(clone, dev=False)
    calls.clear()
    (clone / "requirements.txt").write_text("torch==2.13.0\nnumpy==2.4.6\n")
    assert install.install(clone, dev=False)
    assert [what(call) for call in calls] == [*BASE, *COMPILED]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-no-deps.txt"])
def test_a_change_of_either_list_is_seen(clone, calls, name):
    install.install(clone, dev=False)
    with (clone / name).open("a") as file:
        file.write("# changed\n")
    assert install.install(clone, dev=False)


def test_an_interrupted_installation_is_taken_up_again(clone, calls, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(install, "pip", raising(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            install.install(clone, dev=False)
    calls.clear()
    assert install.install(clone, dev=False)
    assert [what(call) for call in calls] == [*BASE, *COMPILED]


def test_a_stamp_that_cannot_be_read_counts_as_none(clone, calls):
    install.install(clone, dev=False)
    install._stamp_path(clone).write_text("[1, 2")
    assert install.install(clone, dev=False)


def test_only_torch_comes_from_the_chosen_index(clone, calls, monkeypatch):
    monkeypatch.setenv(install.TORCH_INDEX, "https://wheels.example/cpu")
    install.install(clone, dev=True)
    assert [what(call) for call in calls if "--index-url" in call] == ["torch==2.13.0"]


def test_another_index_replaces_torch_and_no_index_keeps_it(clone, calls, monkeypatch):
    install.install(clone, dev=False)
    monkeypatch.setenv(install.TORCH_INDEX, "https://wheels.example/cuda")
    calls.clear()
    assert install.install(clone, dev=False)
    assert calls[0] == ["uninstall", "--yes", "torch"]
    assert not install.install(clone, dev=False)
    monkeypatch.delenv(install.TORCH_INDEX)
    assert not install.install(clone, dev=False)


def test_a_replacement_of_torch_that_was_interrupted_is_finished(clone, calls, monkeypatch):
    install.install(clone, dev=False)
    monkeypatch.setenv(install.TORCH_INDEX, "https://wheels.example/cuda")
    with monkeypatch.context() as patch:
        patch.setattr(install, "pip", raising(install.InstallError("no network")))
        with pytest.raises(install.InstallError, match="no network"):
            install.install(clone, dev=False)
    calls.clear()
    assert install.install(clone, dev=False)
    assert "--index-url" in calls[1]


def test_what_an_earlier_race_has_mixed_up_goes_before_one_process_compiles_alone(clone, calls):
    install.install(clone, dev=False)
    install.write_stamp(clone, {part: it for part, it in install.read_stamp(clone).items() if part != "compiled"})
    kept = clone / ".venv/lib/python3.11/site-packages/librosa/util/__pycache__/guf-utils.peak_pick.1.nbc"
    kept.parent.mkdir(parents=True)
    kept.touch()
    calls.clear()
    assert install.install(clone, dev=False)
    assert [what(call) for call in calls] == COMPILED
    assert not kept.exists()


def test_all_but_the_tests_of_others_is_compiled_even_where_a_file_is_no_python(tmp_path):
    package = tmp_path / ".venv/lib/site-packages/package"
    for name in ("good.py", "tests/test_good.py", "template.py"):
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text("{{ no python }}" if name == "template.py" else "ANSWER = 42\n")
    with install._beside([sys.executable, "-m", *install.BYTECODE, str(tmp_path / ".venv")]):
        pass
    assert [path.name.split(".")[0] for path in package.rglob("*.pyc")] == ["good"]


def test_everything_that_librosa_keeps_compiled_is_compiled_by_the_installer():
    package = Path(importlib.util.find_spec("librosa").origin).parent
    keeps = re.compile(r"^@(numba\.vectorize|(numba\.)?guvectorize)\(", re.MULTILINE)
    compiled = [path for path in package.rglob("*.py") if keeps.search(path.read_text(encoding="utf-8"))]
    modules = {".".join(path.relative_to(package.parent).with_suffix("").parts) for path in compiled}
    assert modules
    assert modules == set(install.COMPILE.removeprefix("import ").split(", "))


def test_an_old_python_is_named_with_the_way_out():
    with pytest.raises(install.InstallError, match=r"this is Python 3\.9\.2 .* needs 3\.11 or newer; .*PYTHON="):
        install.check_python((3, 9, 2))


def test_this_python_is_new_enough():
    install.check_python(sys.version_info[:3])


def test_a_python_without_ensurepip_names_the_package_to_install(clone, monkeypatch):
    monkeypatch.setattr(install.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else object())
    with pytest.raises(install.InstallError, match=r"module ensurepip is missing.*apt install python3\.\d+-venv"):
        install.make_venv(clone)


def test_a_broken_environment_is_made_again_and_has_pip(tmp_path):
    python = install.venv_python(tmp_path)
    python.parent.mkdir(parents=True)
    python.write_text("not a program")
    assert install.probe(python) is None
    install.make_venv(tmp_path)
    assert install.probe(python) == ".".join(map(str, sys.version_info[:3]))


def test_a_failing_pip_is_one_line_and_exit_status_1(clone, monkeypatch, capsys):
    monkeypatch.setattr(install, "ROOT", clone)
    monkeypatch.setattr(install, "probe", lambda python: "3.11.7")
    monkeypatch.setattr(install, "venv_python", lambda root: Path("/no/such/python"))
    (clone / ".venv").mkdir()
    assert install.main([]) == 1
    assert capsys.readouterr().err == (
        "install.py: pip could not install everything, its own words stand above; call again to go on\n"
    )


def program(path, text):
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.mark.skipif(os.name == "nt", reason="the made programs are shell scripts")
def test_the_first_chromium_that_answers_is_taken(tmp_path, monkeypatch):
    stub = program(tmp_path / "stub", "echo 'please install the snap' >&2; exit 1")
    good = program(tmp_path / "good", "echo Chromium 1")
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(install, "SYSTEM_CHROMIUMS", (str(tmp_path / "absent"), stub, good))
    assert install.find_chromium() == Path(good)


def test_a_named_chromium_is_the_only_one_looked_at(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/no/such/browser")
    assert install.find_chromium(Path(sys.executable)) is None


def test_no_browser_is_one_loud_line_or_a_failure_where_one_is_required(monkeypatch, capsys):
    monkeypatch.setenv("CHROMIUM", "/no/such/browser")
    monkeypatch.delenv(install.REQUIRE_BROWSER, raising=False)
    assert install.get_browser(Path(sys.executable)) is None
    loud = capsys.readouterr().err
    assert loud.count("\n") == 1
    assert "BROWSER TESTS WILL BE SKIPPED" in loud
    monkeypatch.setenv(install.REQUIRE_BROWSER, "1")
    with pytest.raises(install.InstallError, match="CHROMIUM=/no/such/browser does not start"):
        install.get_browser(Path(sys.executable))


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-no-deps.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_exactly_and_says_what_it_is_for(name):
    lines = [line for line in (ROOT / name).read_text().splitlines() if not line.startswith("#")]
    assert [line for line in lines if not re.fullmatch(r"[\w-]+==[\w.]+( ; [^#]+)? +# \S.+", line)] == []
