"""The registry of pages: every page is there, once, under an address of its own."""

from core.ui.pages import PAGES
from core.workspace import PROJECT_ROOT

GROUPS = ["Listen", "Data", "Models", "Create"]


def test_the_registry_and_the_folder_name_the_same_pages():
    assert sorted(entry.file for entry in PAGES) == sorted(path.name for path in (PROJECT_ROOT / "pages").glob("*.py"))


def test_every_page_has_an_address_of_its_own_and_a_material_icon():
    assert len({entry.url_path for entry in PAGES}) == len(PAGES)
    assert all(entry.icon.startswith(":material/") for entry in PAGES)


def test_pages_stand_in_the_order_of_their_groups():
    places = [GROUPS.index(entry.group) for entry in PAGES]
    assert places == sorted(places)
