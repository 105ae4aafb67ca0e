"""The small app with players instead of the whole dashboard, and the players on its page."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.player.deck import APP, DESKTOP, Deck


@pytest.fixture(scope="session")
def app_url(serve: Callable[[Path], str]) -> str:
    """The small app with players instead of the whole one: one server for all tests of this folder."""
    return serve(APP)


@pytest.fixture
def page(new_visitor: Callable[..., Page]) -> Page:
    return new_visitor(**DESKTOP)


@pytest.fixture
def one(page: Page) -> Deck:
    """A song of 60 s, so 20 cells; it reports the cells that are clicked."""
    return Deck(page, "one").ready()


@pytest.fixture
def two(page: Page) -> Deck:
    """A song of 30 s, so 10 cells; it reports nothing."""
    return Deck(page, "two").ready()
