"""The walls of the house, read from the map in `core/__init__.py` and from every import in the code."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import core

ROOT = Path(core.__file__).resolve().parent.parent
MAP = re.findall(r"^    (\w+)(?:/|\.py) +\S", core.__doc__, flags=re.MULTILINE)
CODE = sorted((ROOT / "core").rglob("*.py"))
PAGES = [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py"))]
NOT_IN_PAGES = {"numpy", "librosa", "sklearn", "torch", "shap", "pandas", "scipy", "plotly"}
MAX_PAGE_LINES = 80


@cache
def imported(path: Path) -> tuple[str, ...]:
    """Every dotted name that a file imports, anywhere in it; `from a import b` yields a.b."""
    return tuple(_imported(path))


def _imported(path: Path) -> Iterator[str]:
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            yield from (".".join([*above, *filter(None, [node.module]), alias.name]) for alias in node.names)


def part_of(path: Path) -> str:
    """The entry of the map that a file of `core` belongs to: its folder, or its own name."""
    return path.relative_to(ROOT / "core").parts[0].removesuffix(".py")


def parts_used(path: Path) -> set[str]:
    names = (name.split(".") for name in imported(path))
    return {name[1] for name in names if name[0] == "core" and len(name) > 1 and name[1] in MAP}


def knows(path: Path, library: str) -> bool:
    return library in {name.split(".")[0] for name in imported(path)}


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_the_map_names_everything_that_is_there_and_nothing_else():
    found = {part_of(path) for path in CODE} - {"__init__"}
    assert sorted(MAP) == sorted(found)


def test_imports_run_down_the_map_and_never_up():
    upward = [
        f"{relative(path)} imports core.{used}"
        for path in CODE
        if part_of(path) in MAP
        for used in parts_used(path)
        if MAP.index(used) < MAP.index(part_of(path))
    ]
    assert upward == []


def test_no_two_parts_import_each_other():
    arrows = {(part_of(path), used) for path in CODE for used in parts_used(path) if used != part_of(path)}
    assert [arrow for arrow in arrows if arrow[::-1] in arrows] == []


def test_the_engine_imports_neither_pages_nor_tests():
    above = {"app", "pages", "tests", "benchmarks", "install"}
    assert [relative(path) for path in CODE if any(knows(path, name) for name in above)] == []


@pytest.mark.parametrize(
    ("library", "allowed"), [("streamlit", {"ui"}), ("plotly", {"figures", "ui"}), ("argparse", {"cli", "__main__"})]
)
def test_a_library_is_known_only_where_it_belongs(library, allowed):
    assert [relative(path) for path in CODE if knows(path, library) and part_of(path) not in allowed] == []


@pytest.mark.parametrize(
    ("part", "allowed"),
    [
        ("figures", set()),
        ("evaluation", {"intervals", "errors"}),
        ("intervals", set()),
        ("runs", {"workspace", "errors"}),
        ("cli", set(MAP) - {"ui", "figures"}),
    ],
)
def test_a_part_uses_only_what_it_may_know(part, allowed):
    strangers = {used for path in CODE if part_of(path) == part for used in parts_used(path)} - allowed - {part}
    assert strangers == set()


def test_no_file_of_the_engine_can_load_a_pickle():
    assert [relative(path) for path in CODE for library in ("pickle", "joblib", "dill") if knows(path, library)] == []


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_a_page_only_asks_and_shows(page):
    tree = ast.parse(page.read_text(encoding="utf-8"))
    definitions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    assert [node.lineno for node in ast.walk(tree) if isinstance(node, definitions)] == []
    assert {name.split(".")[0] for name in imported(page)} & NOT_IN_PAGES == set()
    assert len(page.read_text(encoding="utf-8").splitlines()) < MAX_PAGE_LINES
