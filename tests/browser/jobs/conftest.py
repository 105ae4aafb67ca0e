"""A small app whose page starts tiny jobs, instead of the whole dashboard."""

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.jobs.panel import APP, Panel
from tests.browser.resting import at_rest
from tests.browser.served import App


@pytest.fixture(scope="session")
def app(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """A server that a test may kill and start again."""
    served = App(APP, home=tmp_path_factory.mktemp("jobs"))
    yield served.start()
    served.stop()


@pytest.fixture(scope="session")
def app_url(app: App) -> str:
    return app.url


@pytest.fixture
def panel(new_visitor: Callable[..., Page], app: App) -> Panel:
    shutil.rmtree(app.home / "gates", ignore_errors=True)  # which tests before may have opened
    return Panel(at_rest(new_visitor(viewport={"width": 1280, "height": 900})))
