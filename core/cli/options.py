"""The text of an option in, what several commands take for it out; argparse tells what is wrong with another text."""

import argparse
import ast
from collections.abc import Sequence
from typing import Any

MAX_SEED = 2**32 - 1


def setting(text: str) -> tuple[str, Any]:
    """``NAME=VALUE`` as the two."""
    name, equals, value = text.partition("=")
    if not name or not equals or not value:
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return name, _value(value)


def values(text: str) -> tuple[str, Sequence[Any]]:
    """``NAME=VALUE,VALUE`` as the name and the values."""
    name, found = setting(text)[0], text.partition("=")[2].split(",")
    return name, tuple(_value(value.strip()) for value in found)


def count(text: str) -> int:
    """A whole number from 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1")
    return int(text)


def names(text: str) -> tuple[str, ...]:
    """``NAME,NAME`` as the names."""
    found = tuple(name.strip() for name in text.split(","))
    if not all(found):
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME,NAME")
    return found


def seed(text: str) -> int:
    """A whole number that every generator of random numbers takes."""
    if not text.isdecimal() or int(text) > MAX_SEED:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 to {MAX_SEED}")
    return int(text)


def _value(text: str) -> Any:
    """A number, None, True or False as such; anything else is a word."""
    try:
        found = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text
    return found if isinstance(found, int | float | bool | None) else text
