"""The Train page in a real browser: train, watch, cancel, close the tab, come back, train again, open the run."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.fitting import expect_to_fit
from tests.browser.menus import choose
from tests.browser.resting import at_rest

DESKTOP = {"viewport": {"width": 1440, "height": 1000}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# The first job of a fresh cluster imports for a while, on a busy machine for a long one.
JOB_MS = 300_000
SCORE = "had not heard"


def train_button(page: Page) -> Locator:
    """The button; while the page runs again the old one may for a moment stand above the new one."""
    return page.get_by_test_id("stMain").get_by_role("button", name="Train", exact=True).last


def card(page: Page) -> Locator:
    """The training as the page shows it; the sidebar shows it too."""
    return page.locator("[class*=st-key-job-page-]")


def choose_model(page: Page, model: str) -> None:
    menu = page.locator(".st-key-train-model input")
    choose(menu, model)
    expect(menu).to_have_value(model)


def come_back(page: Page, app_url: str) -> Page:
    """Close the tab, and open the page again in another: the same person tomorrow."""
    again = page.context.new_page()
    page.close()
    again.goto(f"{app_url}/Train")
    return again


def folders(place: Path) -> list[Path]:
    """What lies there, without the locks beside it."""
    return [path for path in place.iterdir() if not path.name.startswith(".")]


def test_train_watch_cancel_close_the_tab_come_back_train_and_open_the_run(
    new_visitor: Callable[..., Page], app_url: str, home: Path
):
    page = new_visitor("Train", **DESKTOP)
    expect(page.get_by_text("500 tracks in 10 genres, artists unknown")).to_be_visible(timeout=JOB_MS)
    expect(page.get_by_text("Made clips, no real music")).to_be_visible()
    expect(page.get_by_role("radio", name="track-groups, leaky")).to_be_checked()
    choose_model(page, "SVM")  # slower, so that it is not over before it is cancelled
    expect(train_button(page)).to_be_enabled()
    train_button(page).dblclick()
    expect(page.get_by_role("heading", name="Training now")).to_be_visible()
    expect(card(page)).to_contain_text("SVM on Arranged-10, track-groups")
    expect(train_button(page)).to_be_disabled()
    page = come_back(page, app_url)
    expect(page.get_by_role("heading", name="Training now")).to_be_visible()
    card(page).get_by_role("button", name="Cancel").click()
    expect(card(page)).to_contain_text("Cancelled", timeout=JOB_MS)
    page = come_back(page, app_url)
    expect(page.get_by_role("heading", name="Your training")).to_be_visible()
    expect(card(page).get_by_role("button", name="Start again")).to_be_visible()
    choose_model(page, "Nearest neighbours")
    expect(train_button(page)).to_be_enabled()
    train_button(page).click()
    expect(page.get_by_role("heading", name="Training now")).to_be_visible()
    expect(page.get_by_text(SCORE)).to_be_visible(timeout=JOB_MS)
    expect(page.get_by_text("Always saying the most frequent genre gets 10")).to_be_visible()
    assert len(folders(home / "jobs")) == 2  # two clicks in a moment were one wish
    page = come_back(page, app_url)
    expect(page.get_by_text(SCORE)).to_be_visible()
    at_rest(page).get_by_role("link", name="Open the run").click()
    page.wait_for_url("**/Runs?run=*-knn-track-groups-*")
    expect(page.get_by_role("heading", name="Nearest neighbours")).to_be_visible()
    assert len(folders(home / "runs")) == 1


def test_nothing_on_the_page_scrolls_sideways_on_a_phone(new_visitor: Callable[..., Page]):
    page = new_visitor("Train", **PHONE)
    expect(train_button(page)).to_be_visible(timeout=JOB_MS)
    at_rest(page).get_by_text("Settings", exact=True).click()
    page.get_by_text("Search for better settings").click()
    page.get_by_text("protocols do not fit these tracks").click()
    page.get_by_text("Grid", exact=True).click()
    expect(page.get_by_text("A small grid: 3 candidates")).to_be_visible()
    expect_to_fit(page)


def test_all_of_a_card_answers_a_click_and_a_number_may_be_written_into_a_menu(new_visitor: Callable[..., Page]):
    page = new_visitor("Train", **DESKTOP)
    expect(train_button(page)).to_be_enabled(timeout=JOB_MS)
    at_rest(page).get_by_text("Tracks in three random folds").click(force=True)  # its card lies over it
    expect(page.get_by_role("radio", name="random-tracks, leaky")).to_be_checked()
    at_rest(page).get_by_text("Settings", exact=True).click()
    gamma = page.locator(".st-key-train-svm-gamma input")
    gamma.fill("0.25")
    gamma.press("Enter")
    expect(page.get_by_text("Changed: gamma = 0.25.")).to_be_visible()
    at_rest(page)
    gamma.fill("much")
    gamma.press("Enter")
    expect(page.get_by_text("gamma='much' must be scale, auto or a number")).to_be_visible()
    expect(train_button(page)).to_be_disabled()
