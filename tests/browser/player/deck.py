"""One player on the page of the small test app, as a visitor sees and hears it."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

APP = Path(__file__).parent.parent / "apps" / "player_app.py"
DESKTOP = {"viewport": {"width": 1280, "height": 1100}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}


class Deck:
    """One player on the page, as a visitor sees and hears it."""

    def __init__(self, page: Page, key: str):
        self.page = page
        self.selector = f".st-key-genrescope-player-{key}"
        self.box = page.locator(self.selector)
        self.audio = self.box.locator("audio")
        self.timeline = self.box.get_by_role("slider", name="Position in the song")
        self.ribbon = self.box.locator(".ribbon")
        self.spoken = self.box.locator(".spoken")

    def ready(self) -> "Deck":
        expect(self.box.locator(".tick").first).to_be_visible()
        self.wait("audio.readyState > 0")
        rested(self.page)  # what else comes on the page would push this player aside
        return self

    def button(self, name: str) -> Locator:
        return self.box.get_by_role("button", name=name, exact=True)

    def get(self, expression: str) -> object:
        return self.audio.evaluate(f"audio => {expression}")

    def wait(self, condition: str) -> None:
        # Asked anew each time: while a script runs, Streamlit may bring another <audio>.
        self.page.wait_for_function(
            f"box => {{ const audio = document.querySelector(box + ' audio'); return audio && ({condition}) }}",
            arg=self.selector,
        )

    def wait_at(self, seconds: float, tolerance_s: float = 0.1) -> None:
        """The browser has arrived there, and the picture says the same."""
        self.wait(f"!audio.seeking && Math.abs(audio.currentTime - {seconds}) <= {tolerance_s}")
        expect(self.box.locator(".now")).to_have_text(f"{int(seconds) // 60}:{int(seconds) % 60:02d}")

    def press_keys(self, *keys: str) -> None:
        self.timeline.focus()
        for key in keys:
            self.page.keyboard.press(key)

    def point_at_cell(self, cell: int, n_cells: int, act: str = "click") -> None:
        size = self.ribbon.bounding_box()
        place = {"x": (cell + 0.6) * size["width"] / n_cells, "y": size["height"] / 2}
        getattr(self.ribbon, act)(position=place)


def rested(page: Page) -> None:
    """No script runs; this small app does not ask who is here."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def all_silent(page: Page) -> bool:
    return page.evaluate("[...document.querySelectorAll('audio')].every(audio => audio.paused)")


def column_of_pixels(deck: Deck) -> list[int]:
    """Red, green, blue and opacity of the middle of the ribbon's first cell, from top to bottom, for ten cells."""
    return deck.ribbon.locator("canvas").evaluate(
        """canvas => {
            const pen = canvas.getContext("2d");
            return [...pen.getImageData(canvas.width * 0.05, 0, 1, canvas.height).data];
        }"""
    )


def take_the_first_away(page: Page) -> None:
    page.get_by_text("Take the first away").click()
    expect(page.locator(".st-key-genrescope-player-one")).to_have_count(0)
    rested(page)
    expect(page.locator(".player")).to_have_count(1)
