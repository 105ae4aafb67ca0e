"""A group's part depends on its name alone."""

from collections import Counter

from core.jazz.data.splitting import PARTS, part_of


def test_the_part_of_a_name_is_the_same_everywhere_and_for_ever():
    named = {number: part_of(f"group {number}") for number in range(12)}
    assert [number for number, part in named.items() if part == "test"] == [5, 8, 11]
    assert [number for number, part in named.items() if part == "valid"] == [9]


def test_eight_tenths_train_one_validates_and_one_tests():
    counts = Counter(part_of(f"group {number}") for number in range(20_000))
    assert set(counts) == set(PARTS)
    assert abs(counts["train"] / 20_000 - 0.8) < 0.01
    assert abs(counts["valid"] / 20_000 - 0.1) < 0.01


def test_names_that_are_no_unicode_have_a_part_too():
    assert part_of("caf\udce9/tune.mid") in PARTS
