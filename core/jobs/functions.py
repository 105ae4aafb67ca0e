"""A function of `core` and its frozen parameters <-> the words and JSON values that a job keeps of them."""

import dataclasses
import importlib
import inspect
import json
import re
import types
from collections.abc import Callable
from typing import Any

from core.errors import JobError

_SPELLING = re.compile(r"(core(?:\.[A-Za-z_]\w*)+):([A-Za-z_]\w*)", re.ASCII)
_PLAIN = (str, int, float, bool, type(None))


def spell(thing: Callable | type) -> str:
    """``module:name`` of a function or class at the top level of a module of `core`; raises TypeError for another."""
    spelling = f"{thing.__module__}:{thing.__qualname__}"
    if not _SPELLING.fullmatch(spelling):
        raise TypeError(f"{spelling} does not stand at the top level of a module of core, as a job needs")
    return spelling


def find(spelling: str) -> Any:
    """The function or class that ``spell`` named; raises JobError when this version of the program has none."""
    named = _SPELLING.fullmatch(spelling)
    if named is None:
        raise JobError(f"{spelling!r} names nothing that a job may run: it must lie in core")
    try:
        found = getattr(importlib.import_module(named[1]), named[2])
    except (ModuleNotFoundError, AttributeError) as error:
        raise JobError(f"this version of the program has no {spelling} ({error}); start the work anew") from error
    if not isinstance(found, types.FunctionType | type) or found.__module__ != named[1]:
        raise JobError(f"{spelling} is not defined there; start the work anew")
    return found


def to_json(params: Any) -> dict[str, Any]:
    """The fields of a frozen dataclass as JSON values; raises TypeError when they are none."""
    kind = type(params)
    if not dataclasses.is_dataclass(params) or not kind.__dataclass_params__.frozen:
        raise TypeError(f"the parameters of a job are a frozen dataclass, not {kind.__name__}")
    values = {field.name: getattr(params, field.name) for field in dataclasses.fields(params)}
    for name, value in values.items():
        _check_plain(value, f"{kind.__name__}.{name}")
    json.dumps(values, allow_nan=False)
    return values


def from_json(kind: type, values: dict[str, Any]) -> Any:
    """The frozen parameters again: lists become the tuples they were. Raises JobError when the fields are others."""
    if not dataclasses.is_dataclass(kind):
        raise JobError(f"{kind.__qualname__} takes no parameters of a job; start the work anew")
    known = {field.name for field in dataclasses.fields(kind) if field.init}
    if unknown := set(values) - known:
        raise JobError(f"{kind.__qualname__} has no {min(unknown)!r} in this version; start the work anew")
    try:
        return kind(**{name: _with_tuples(value) for name, value in values.items()})
    except TypeError as error:
        raise JobError(f"the parameters of the job do not fit this version ({error}); start the work anew") from error


def check_job_function(function: Callable) -> None:
    """Raise TypeError unless ``function`` is a plain one that takes its parameters and a bench."""
    if not inspect.isfunction(function):
        raise TypeError(f"a job runs a plain function, not {function!r}")
    if len(inspect.signature(function).parameters) != 2:
        raise TypeError(f"{function.__qualname__} must take two arguments: its parameters and a bench")


def _check_plain(value: Any, where: str) -> None:
    if isinstance(value, tuple):
        for item in value:
            _check_plain(item, where)
    elif not isinstance(value, _PLAIN):
        raise TypeError(f"{where} is a {type(value).__name__}; a job takes str, int, float, bool, None and tuples")


def _with_tuples(value: Any) -> Any:
    return tuple(_with_tuples(item) for item in value) if isinstance(value, list) else value
