"""Running apps and a browser to look at it with: every wait is for a condition, none for a time."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from install import REQUIRE_BROWSER, find_chromium
from tests.browser.resting import at_rest
from tests.browser.served import PROJECT_ROOT, App
from tests.browser.visitors import Visitors

SCREENSHOTS = Path(__file__).parent / "screenshots"
# First, the longest foremost: of two processes, none shall have one of these left when the other has no more to do.
LONG = ("genre_mix", "synthetic", "jazz", "train", "doctor", "leaks", "datasets")
# Generous, because it is only waited for when something is wrong.
TIMEOUT_MS = 120_000
LAUNCH_ARGUMENTS = (
    "--autoplay-policy=no-user-gesture-required",
    "--mute-audio",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the browser tests and run them last: the quick ones speak first, Playwright's event loop bothers none."""
    ours = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in ours:
        item.add_marker(pytest.mark.browser)
    ranks = {f"test_{name}_page": rank for rank, name in enumerate(LONG)}
    ours.sort(key=lambda item: ranks.get(item.path.stem, len(LONG)))
    items[:] = [item for item in items if item not in ours] + ours


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Keep a picture of every open page when a test fails; where a browser is required, a skipped test has failed."""
    report = yield
    if report.skipped and os.environ.get(REQUIRE_BROWSER):
        report.outcome, report.longrepr = "failed", f"skipped, but {REQUIRE_BROWSER} is set: {report.longrepr}"
    if report.failed and report.when == "call":
        SCREENSHOTS.mkdir(exist_ok=True)
        for number, page in enumerate(page for page in getattr(item, "open_pages", ()) if not page.is_closed()):
            page.screenshot(path=SCREENSHOTS / f"{item.name}-{number}.png".replace("/", "_"), full_page=True)
    return report


@pytest.fixture(scope="session")
def serve(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """``serve(script, **environment)``: the address of a script, up until the session ends. No browser, no server."""
    with ExitStack() as servers:

        def start(script: Path, **environment: str) -> str:
            app = App(script, home=tmp_path_factory.mktemp(script.stem), **environment)
            servers.callback(app.stop)
            return app.start().url

        yield start


@pytest.fixture(scope="session")
def app(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The whole app, served once for all who look at its pages: it imports and compiles for as long as many tests last.

    It knows no dataset and no file but what its workspace holds, and one worker does its jobs.
    """
    served = App(
        PROJECT_ROOT / "app.py",
        home=tmp_path_factory.mktemp("app"),
        GENRESCOPE_DATA="",
        GENRESCOPE_MIRROR="",
        GENRESCOPE_WORKERS="1",
    )
    yield served.start()
    served.stop()


@pytest.fixture(scope="module")
def home(app: App) -> Iterator[Path]:
    """The workspace of the app: empty for each module, which may put there what its visitors shall find."""
    yield app.home
    app.empty()


@pytest.fixture(scope="module")
def app_url(app: App, home: Path) -> str:
    """The address of the app. A folder of tests that looks at a smaller one has a fixture of this name of its own."""
    return app.url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium; without one the test skips, or fails where GENRESCOPE_REQUIRE_BROWSER is set."""
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        found = os.environ.get("CHROMIUM") or find_chromium()  # None: Playwright's own
        try:
            chromium = playwright.chromium.launch(executable_path=found, args=[*LAUNCH_ARGUMENTS, *root])
        except PlaywrightError as error:
            reason = f"no browser: {str(error).splitlines()[0]}; install Chromium or set CHROMIUM=<path>"
            if os.environ.get(REQUIRE_BROWSER):
                pytest.fail(reason)
            pytest.skip(reason)
        expect.set_options(timeout=TIMEOUT_MS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def visitors(browser: Browser) -> Visitors:
    """Who looks at the apps; they share what costs time and is nobody's."""
    return Visitors(browser)


@pytest.fixture
def new_visitor(visitors: Visitors, app_url: str, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """``new_visitor(path="", **context)``: a page of the app as another person sees it, who was never here.

    ``context`` is what Playwright's ``new_context`` takes: ``viewport``, ``color_scheme``, ``has_touch`` ...
    ``page.context.new_page()`` is another tab of the same person. When the test ends, no page may have thrown an error
    or asked anything of another host.
    """
    pages, faults, leaving = [], [], []

    def watch(page: Page) -> None:
        page.set_default_timeout(TIMEOUT_MS)
        page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
        page.on("request", lambda sent: _is_ours(sent.url) or faults.append(f"request to another host: {sent.url}"))
        pages.append(page)

    def open_page(path: str = "", **options: object) -> Page:
        page, go = visitors.come(app_url, watch, **options)
        leaving.append(go)
        page.goto(f"{app_url}/{path}")
        return page

    request.node.open_pages = pages
    yield open_page
    for go in leaving:
        go()
    assert not faults


@pytest.fixture
def page(new_visitor: Callable[..., Page]) -> Page:
    """The first page of the app, in a window of 1280 x 900, when its first clicks cannot be lost any more."""
    return at_rest(new_visitor(viewport={"width": 1280, "height": 900}))


def _is_ours(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("data", "blob") or parts.hostname == "localhost"
