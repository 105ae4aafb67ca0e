"""What the player shows and says, and that names are text."""

import re

from playwright.sync_api import expect

from tests.browser.player.deck import DESKTOP, PHONE, Deck, column_of_pixels


def test_hovering_a_cell_says_its_mix(two):
    two.point_at_cell(7, 10, "hover")
    expect(two.box.locator(".bubble")).to_have_text(re.compile(r"^0:21-0:24: .+ \d+ %"))


def test_names_and_labels_are_text_and_never_markup(page, one, two):
    expect(one.box.get_by_role("group", name=re.compile("^Player: <img src=x"))).to_be_visible()
    expect(two.spoken).to_contain_text("<img src=x onerror=")
    two.point_at_cell(4, 10, "hover")
    expect(two.box.locator(".bubble")).to_contain_text("<img src=x")
    assert page.locator("img[src='x']").count() == 0
    assert page.title() != "owned"


def test_a_sound_that_the_model_does_not_know_is_read_out_with_doubt_and_hatched(new_visitor):
    unsure = Deck(new_visitor("?scene=unsure", **DESKTOP), "unsure").ready()
    expect(unsure.spoken).to_have_text(re.compile(r"^0:00\s+not sure: \w+ \d+ %"))
    expect(unsure.box.locator(".doubt")).to_be_visible()
    expect(unsure.box.locator(".summary")).to_have_text(re.compile("^Not sure: nearest to "))
    unsure.point_at_cell(7, 10, "hover")
    expect(unsure.box.locator(".bubble")).to_have_text(re.compile(r"^0:21-0:24: not sure: \w+ \d+ %"))
    opacities = set(column_of_pixels(unsure)[3::4])
    assert 0 in opacities  # the hatch is cut through
    assert max(opacities) < 200


def test_a_sound_that_the_model_knows_is_told_without_doubt(two):
    expect(two.box.locator(".doubt")).to_be_hidden()
    expect(two.spoken).not_to_contain_text("not sure")
    assert set(column_of_pixels(two)[3::4]) == {255}


def test_a_phone_shows_it_all_without_scrolling_sideways(new_visitor):
    page = new_visitor(**PHONE)
    one = Deck(page, "one").ready()
    page.wait_for_function("document.scrollingElement.scrollWidth <= innerWidth")
    outside = "boxes => boxes.filter(box => box.getBoundingClientRect().right > innerWidth).length"
    assert one.box.locator(".player, .player *:not(.unseen, [hidden])").evaluate_all(outside) == 0
    for target in one.box.locator("button:visible, select:visible").all():
        size = target.bounding_box()
        assert min(size["width"], size["height"]) >= 40
    one.point_at_cell(6, 20, "tap")
    one.wait_at(18)
    one.button("Play").tap()
    one.wait("audio.currentTime > 18.2")


def test_the_picture_follows_the_size_of_the_window(page, two):
    two.ribbon.locator("canvas").evaluate("canvas => { window.before = canvas.width }")
    page.set_viewport_size({"width": 700, "height": 900})
    handle = two.ribbon.locator("canvas").element_handle()
    page.wait_for_function(
        "canvas => canvas.width < window.before && canvas.width === Math.round(canvas.clientWidth * devicePixelRatio)",
        arg=handle,
    )


def test_the_ribbon_stacks_the_genres_in_their_colours(two):
    column = column_of_pixels(two)
    colours = list(dict.fromkeys(",".join(map(str, column[at : at + 3])) for at in range(0, len(column), 4)))
    # From top to bottom: the reverse of the fixed order, each genre at most once.
    known = ["253,148,140", "45,135,77", "180,85,128", "177,178,193", "220,175,91"]
    known += ["167,100,2", "204,77,178", "241,162,2", "93,114,236", "52,185,245"]
    places = [known.index(colour) for colour in colours]
    assert places == sorted(places)
    assert len(places) >= 2
