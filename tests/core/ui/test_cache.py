"""Slow things happen once per content; what is kept knows neither names nor sound; what fails is not kept."""

import subprocess
import sys
import threading
from dataclasses import fields

import pytest

from core.ui.engine import Heard
from core.ui.pages import PAGES
from core.ui.shelf import Shelf
from core.workspace import PROJECT_ROOT

SLOW_TO_IMPORT = ("sklearn", "torch", "numba", "scipy", "librosa")


def test_a_result_is_made_once_per_key():
    shelf, made = Shelf(max_entries=4), []
    results = [shelf.get_or_make("a", lambda: made.append(1) or object()) for _ in range(3)]
    assert len(made) == 1
    assert results[0] is results[1] is results[2]


def test_the_least_recently_used_result_leaves_first():
    shelf = Shelf(max_entries=2)
    for key in ("a", "b", "a", "c"):
        shelf.get_or_make(key, object)
    assert "a" in shelf
    assert "b" not in shelf
    assert len(shelf) == 2


def test_an_error_is_raised_to_who_asked_and_is_not_kept():
    shelf = Shelf(max_entries=2)
    with pytest.raises(ValueError, match="no"):
        shelf.get_or_make("a", lambda: (_ for _ in ()).throw(ValueError("no")))
    assert shelf.get_or_make("a", lambda: "yes") == "yes"


def test_two_who_ask_for_the_same_at_once_share_one_result():
    shelf, started, go, made, got = Shelf(max_entries=2), threading.Event(), threading.Event(), [], []

    def slow():
        made.append(1)
        started.set()
        go.wait(10)
        return object()

    askers = [threading.Thread(target=lambda: got.append(shelf.get_or_make("a", slow))) for _ in range(2)]
    for asker in askers:
        asker.start()
    assert started.wait(10)
    go.set()
    for asker in askers:
        asker.join(10)
    assert len(made) == 1
    assert got[0] is got[1]


def test_who_asks_for_something_else_does_not_wait():
    shelf, go = Shelf(max_entries=2), threading.Event()
    asker = threading.Thread(target=lambda: shelf.get_or_make("slow", lambda: go.wait(10)))
    asker.start()
    try:
        assert shelf.get_or_make("quick", lambda: 1) == 1
    finally:
        go.set()
        asker.join(10)


def test_no_lock_is_left_behind():
    shelf = Shelf(max_entries=1)
    for key in range(100):
        shelf.get_or_make(key, object)
    assert shelf._making == {}


def test_what_is_kept_of_a_song_has_no_place_for_a_name_or_the_sound(make_heard):
    assert {field.name for field in fields(Heard)} == {"mix", "facts", "peaks"}
    assert make_heard().mix.name == ""


def test_the_page_is_painted_before_the_engine_is_imported():
    """A fresh server shall not show an empty page while scikit-learn and numba are read from disk."""
    page = (PROJECT_ROOT / "pages" / PAGES[0].file).read_text(encoding="utf-8")
    imports = "\n".join(line for line in page.splitlines() if line.startswith(("from ", "import ")))
    code = f"import sys\n{imports}\nprint([name for name in {SLOW_TO_IMPORT} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
