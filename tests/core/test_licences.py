import pytest

from core.licences import LICENCES, licence_of, strictest


def test_of_several_licences_the_strictest_travels():
    mixed = [LICENCES[key] for key in ("cc-by", "research", "cc0")]
    assert strictest(mixed) is LICENCES["research"]
    assert strictest([*mixed, LICENCES["no-training"]]) is LICENCES["no-training"]


def test_no_two_licences_are_equally_strict():
    ranks = [licence.strictness for licence in LICENCES.values()]
    assert len(set(ranks)) == len(ranks)


def test_only_what_a_provider_forbids_may_not_be_downloaded():
    assert [key for key, licence in LICENCES.items() if not licence.may_download] == ["no-training"]


@pytest.mark.parametrize("key", ["", "MIT?", "nobody knows"])
def test_what_nobody_knows_is_not_taken_for_free(key):
    assert licence_of(key) is LICENCES["unstated"]


def test_a_mixture_of_nothing_has_no_licence():
    with pytest.raises(ValueError, match="max"):
        strictest([])
