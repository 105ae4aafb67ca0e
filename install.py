"""A clone and Python 3.11 in, a ready `.venv` out; standard library only.

    python3 install.py              what the program needs
    python3 install.py --dev        and what the tests need
    python3 install.py --browser    and a Chromium for the browser tests, where one can be had
    python3 install.py --again      and what has gone from it since

A second call finds the stamp of the first and returns at once; an interrupted one is taken up again.
`GENRESCOPE_TORCH_INDEX=<url>` takes torch, and nothing else, from another wheel index.
"""

from __future__ import annotations  # an older Python must reach the sentence that says it is too old

import argparse
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
MIN_PYTHON = (3, 11)
TORCH_INDEX = "GENRESCOPE_TORCH_INDEX"
REQUIRE_BROWSER = "GENRESCOPE_REQUIRE_BROWSER"
SYSTEM_CHROMIUMS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
BROWSER_TIMEOUT_S = 600
# Run by the environment's Python: its version, and whether pip is there.
PROBE = "import sys, importlib.util as u; print(*sys.version_info[:3], u.find_spec('pip') is not None)"
# pip would compile one file after another, half of its time, and the tests of all packages with them.
LATER = "--no-compile"
BYTECODE = ("compileall", "-qq", "-j", "0", "-x", r"[\\/]tests[\\/]")
# librosa compiles parts of itself when it is first imported and keeps them. Two processes that do so at once mix up
# their files, and every later process crashes (numba, issue 10128): so one process does it, before there are others.
COMPILE = "import librosa.beat, librosa.core.audio, librosa.core.pitch, librosa.util.utils"
PLAYWRIGHTS_OWN = (
    "from playwright.sync_api import sync_playwright\nwith sync_playwright() as p: print(p.chromium.executable_path)"
)


class InstallError(Exception):
    """The environment cannot be made; the message says what to do."""


def main(arguments: list[str] | None = None) -> int:
    """Make the environment that is asked for, or say in one line why not."""
    asked = _parser().parse_args(arguments)
    try:
        check_python(sys.version_info[:3])
        install(ROOT, dev=asked.dev or asked.browser, again=asked.again)
        if asked.browser:
            get_browser(venv_python(ROOT))
    except InstallError as error:
        print(f"install.py: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ninstall.py: interrupted; call it again to go on", file=sys.stderr)
        return 130
    return 0


def check_python(version: tuple[int, ...]) -> None:
    """Raise InstallError for a Python that the pinned requirements do not support."""
    if tuple(version[:2]) < MIN_PYTHON:
        raise InstallError(
            f"this is Python {'.'.join(map(str, version))} ({sys.executable}), but Genrescope needs "
            f"{'.'.join(map(str, MIN_PYTHON))} or newer; name one, as in `make app PYTHON=python3.11`"
        )


def install(root: Path, *, dev: bool, again: bool = False) -> bool:
    """Bring `.venv` to what the requirements say; True when there was something to do, or `again` is asked for."""
    python = venv_python(root)
    version = probe(python)
    if version is None:
        make_venv(root)
        version = probe(python)
    torch_index = os.environ.get(TORCH_INDEX, "")
    stamp, wanted = read_stamp(root), wanted_stamp(root, version=version, dev=dev, torch_index=torch_index)
    if satisfied(stamp, wanted) and not again:
        return False
    before = {"torch_index": stamp.get("torch_index", "")} if stamp else {}
    stamp = before if again else stamp
    write_stamp(root, before)  # an interrupted installation must not look complete
    if stamp.get("base") != wanted["base"] or another_torch(stamp, wanted):
        install_torch(root, python, index=torch_index, replace=another_torch(stamp, wanted))
        pip(python, LATER, "-r", str(root / "requirements.txt"))
        pip(python, LATER, "--no-deps", "-r", str(root / "requirements-no-deps.txt"))
    if dev:
        pip(python, "-r", str(root / "requirements-dev.txt"))
    if stamp.get("compiled") != wanted["compiled"]:
        compile_all(root, python)
    write_stamp(root, {"torch_index": ""} | before | wanted)
    return True


def venv_python(root: Path) -> Path:
    """The Python of the project's environment, on this kind of system."""
    return root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def probe(python: Path) -> str | None:
    """The version of the environment's Python; None when it is missing, broken, too old or half made."""
    try:
        answer = subprocess.run([python, "-c", PROBE], capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    *version, has_pip = answer.stdout.split()
    recent = tuple(map(int, version[:2])) >= MIN_PYTHON
    return ".".join(version) if recent and has_pip == "True" else None


def make_venv(root: Path) -> None:
    """Make `.venv` from nothing, or again where it is broken."""
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            raise InstallError(
                f"this Python cannot make environments (its module {module} is missing); "
                f"on Debian or Ubuntu: apt install python{sys.version_info[0]}.{sys.version_info[1]}-venv"
            )
    print("Making .venv", flush=True)
    _call([sys.executable, "-m", "venv", "--clear", str(root / ".venv")], "the environment could not be made")


def wanted_stamp(root: Path, *, version: str, dev: bool, torch_index: str) -> dict[str, str]:
    """What a complete installation will have said it is; `dev` and `torch_index` only where they are asked for."""
    base = _digest(version, root / "requirements.txt", root / "requirements-no-deps.txt")
    wanted = {"base": base, "compiled": base}
    if dev:
        wanted["dev"] = _digest(version, root / "requirements-dev.txt")
    if torch_index:
        wanted["torch_index"] = torch_index
    return wanted


def satisfied(stamp: dict[str, str], wanted: dict[str, str]) -> bool:
    """Whether everything wanted is there already: more may be."""
    return all(stamp.get(part) == value for part, value in wanted.items())


def another_torch(stamp: dict[str, str], wanted: dict[str, str]) -> bool:
    """Whether a build of torch is asked for by its index, and the one that is there came from elsewhere."""
    return "torch_index" in stamp and "torch_index" in wanted and stamp["torch_index"] != wanted["torch_index"]


def read_stamp(root: Path) -> dict[str, str]:
    """What the last complete installation was; empty when there was none or its note cannot be read."""
    try:
        stamp = json.loads(_stamp_path(root).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(root: Path, stamp: dict[str, str]) -> None:
    """Replace the note in one step: a reader sees the old one or the new one."""
    draft = _stamp_path(root).with_suffix(".part")
    draft.write_text(json.dumps(stamp), encoding="utf-8")
    os.replace(draft, _stamp_path(root))


def install_torch(root: Path, python: Path, *, index: str, replace: bool) -> None:
    """Install the pinned torch before all else; any build of that version will do, unless another was asked for."""
    lines = (root / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pin = next(line.split()[0] for line in lines if line.startswith("torch=="))
    if replace:
        _call(
            [str(python), "-m", "pip", "uninstall", "--yes", "torch"], "the other build of torch could not be removed"
        )
    pip(python, LATER, *(["--index-url", index] if index else []), pin)


def pip(python: Path, *what: str) -> None:
    """Install ``what`` with the environment's pip, which leaves alone what is there already."""
    print(f"Installing {' '.join(what)}", flush=True)
    command = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *what]
    _call(command, "pip could not install everything, its own words stand above; call again to go on")


def compile_all(root: Path, python: Path) -> None:
    """Compile all that was installed, on all cores; beside it, in one process, what librosa keeps, from nothing.

    What an earlier race has mixed up goes.
    """
    for kept in (root / ".venv").glob("[Ll]ib/**/site-packages/librosa/**/*.nb[ci]"):
        kept.unlink()
    print("Compiling (half a minute, once)", flush=True)
    with _beside([str(python), "-m", *BYTECODE, str(root / ".venv")]):
        _call(
            [str(python), "-c", COMPILE], "librosa could not be imported, the reason stands above; call again to go on"
        )


def get_browser(python: Path) -> Path | None:
    """A Chromium for the browser tests: one that is there, Debian's, or Playwright's own; else one loud line."""
    found = find_chromium(python)
    for source in _browser_sources(python):
        if found or os.environ.get("CHROMIUM"):
            break
        _try(source)
        found = find_chromium(python)
    if found is None:
        named = os.environ.get("CHROMIUM")
        what = f"CHROMIUM={named} does not start" if named else "no Chromium was found or could be had"
        sentence = f"{what}; install one or set CHROMIUM=<path>"
        if os.environ.get(REQUIRE_BROWSER):
            raise InstallError(sentence)
        print(f"*** {sentence}: the BROWSER TESTS WILL BE SKIPPED ***", file=sys.stderr)
    return found


def find_chromium(python: Path | None = None) -> Path | None:
    """The first Chromium that answers: the one CHROMIUM names (then no other), the system's, Playwright's own."""
    named = os.environ.get("CHROMIUM")
    for candidate in [named] if named else SYSTEM_CHROMIUMS:
        if _answers([candidate, "--version"]):
            return Path(candidate)
    own = None if named or python is None else _answers([str(python), "-c", PLAYWRIGHTS_OWN])
    return Path(own) if own and Path(own).exists() else None


def _browser_sources(python: Path) -> list[list[str]]:
    playwrights = [str(python), "-m", "playwright", "install", "chromium"]
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        debians = "apt-get update -q && apt-get install -q -y --no-install-recommends chromium"
        return [["sh", "-c", debians], [*playwrights, "--with-deps"]]
    return [playwrights]


def _try(command: list[str]) -> None:
    no_questions = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run(command, check=True, timeout=BROWSER_TIMEOUT_S, env=no_questions, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.SubprocessError) as error:
        print(f"install.py: {error}", file=sys.stderr)


def _answers(command: list[str]) -> str:
    """What a command prints; empty when it is missing or fails (Ubuntu's chromium-browser is a stub that does)."""
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return ""


def _digest(version: str, *requirements: Path) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in requirements) + version.encode()).hexdigest()


def _stamp_path(root: Path) -> Path:
    return root / ".venv" / "genrescope-installed.json"


def _call(command: list[str], failure: str) -> None:
    try:
        subprocess.run(command, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise InstallError(failure) from error


@contextmanager
def _beside(command: list[str]) -> Iterator[None]:
    """Do what follows while the command runs, and wait for its end; how it ends does not matter."""
    with subprocess.Popen(command):
        yield


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="install.py", description="Make .venv and install what Genrescope needs.")
    parser.add_argument("--dev", action="store_true", help="what the tests need, too")
    parser.add_argument("--browser", action="store_true", help="a Chromium for the browser tests, too (implies --dev)")
    parser.add_argument("--again", action="store_true", help="look after everything, though it was all installed once")
    return parser


if __name__ == "__main__":
    sys.exit(main())
