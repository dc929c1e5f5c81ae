"""Everything in which data from a file differs from the types it is to have, not only the first thing.

Each finding is a place, by the names of what stands there, and a sentence: what is wrong, what is allowed, what was
probably meant.
"""

from __future__ import annotations

import difflib
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import UnionType
from typing import Any, Literal, get_args, get_origin

import msgspec

NEAR = 0.6  # of difflib's ratio: "pionts" is near to "points"
Check = Callable[[Any], Iterator[str]]
BASIC: Mapping[type, tuple[tuple[type, ...], str]] = {
    str: ((str,), "a text in quotes"),
    bool: ((bool,), "true or false"),
    int: ((int,), "a whole number"),
    float: ((int, float), "a number"),
    datetime: ((datetime,), "a day and a time, as 2026-11-30T23:59:00+08:00"),
}


@dataclass(frozen=True)
class Form:
    """How places are called, and what is no matter of types.

    Attributes:
        titles: by key of a list of tables, what one of them is called.
        checks: by type, what says what is wrong with a value of it.
        left: by struct, its fields that no file sets.
    """

    titles: Mapping[str, str] = field(default_factory=dict)
    checks: Mapping[type, Check] = field(default_factory=dict)
    left: Mapping[type, frozenset[str]] = field(default_factory=dict)


def misfits(value: Any, kind: Any, where: str, form: Form, key: str = "") -> Iterator[str]:
    """What is wrong with a value that should be of a type, one sentence each, each with its place.

    Args:
        value: of JSON's or TOML's types.
        kind: a struct, a basic type, a literal, a tuple of one type, or a union of such.
        where: the place around it, by name; empty for the file as a whole.
        form: see `Form`.
        key: under which it stands there.
    """
    at = f"{where}: " if where else ""
    if kind in form.checks:
        yield from (f"{at}{key} {said}" for said in form.checks[kind](value))
    elif isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield from _of_struct(value, kind, where, form, key)
    elif get_origin(kind) is tuple:
        yield from _of_list(value, get_args(kind)[0], where, form, key)
    elif get_origin(kind) in (UnionType, typing.Union):
        yield from _of_union(value, get_args(kind), where, form, key)
    elif get_origin(kind) is Literal:
        if value not in get_args(kind):
            yield f"{at}{key} is {shown(value)}; write {_one_of(get_args(kind))}{meant(value, get_args(kind))}"
    else:
        types, said = BASIC[kind]
        if not isinstance(value, types) or (isinstance(value, bool) and kind is not bool):
            yield f"{at}{key} is {shown(value)}; write {said}"


def _of_struct(value: Any, kind: type[msgspec.Struct], where: str, form: Form, key: str) -> Iterator[str]:
    at = f"{where}: " if where else ""
    if not isinstance(value, dict):
        yield f"{at}{key} is {shown(value)}; write a table"
        return
    fields = {f.encode_name: f for f in msgspec.structs.fields(kind) if f.name not in form.left.get(kind, ())}
    inside = where if not key or key in form.titles else f"{at}{key}"
    before = f"{inside}: " if inside else ""
    absent = fields.keys() - value.keys()
    misspelt = set()
    for name in (name for name in value if name not in fields):
        near = difflib.get_close_matches(name, absent, 1, NEAR)
        misspelt |= {*near}
        yield f"{before}there is no key {name!r}{meant(name, near) or '; there are ' + ', '.join(fields)}"
    for name, one in fields.items():
        if name in value:
            yield from misfits(value[name], one.type, inside, form, name)
        elif one.required and name not in misspelt:
            title = form.titles.get(name)
            yield (
                f"{before}has no {title}; add a [[{key + '.' if key else ''}{name}]]"
                if title
                else (f"{before}{name} is missing; write {name} = {example(one.type)}")
            )


def _of_list(value: Any, kind: Any, where: str, form: Form, key: str) -> Iterator[str]:
    at = f"{where}: " if where else ""
    if not isinstance(value, list):
        yield f"{at}{key} is {shown(value)}; write a list in brackets"
        return
    for number, item in enumerate(value, 1):
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            title = form.titles.get(key, key)
            yield from misfits(item, kind, f"{f'{where}, ' if where else ''}{place(title, item, number)}", form, key)
        else:
            yield from misfits(item, kind, where, form, f"{key}, item {number},")


def _of_union(value: Any, kinds: Iterable[Any], where: str, form: Form, key: str) -> Iterator[str]:
    """What the likeliest of several types says: the one of the value's own sort, else the first."""
    kinds = [kind for kind in kinds if kind is not type(None)]
    if not any(not list(misfits(value, kind, where, form, key)) for kind in kinds):
        alike = [kind for kind in kinds if _alike(value, kind)]
        yield from misfits(value, (alike or kinds)[0], where, form, key)


def _alike(value: Any, kind: Any) -> bool:
    """Whether somebody who wrote this value meant a value of the type."""
    if isinstance(value, dict):
        return isinstance(kind, type) and issubclass(kind, msgspec.Struct)
    return get_origin(kind) is tuple if isinstance(value, list) else kind is type(value)


def place(title: str, table: Any, number: int) -> str:
    """A table of a list: by its name, else by its number."""
    name = table.get("name") if isinstance(table, dict) else None
    return f"{title} {name!r}" if isinstance(name, str) and name else f"{title} {number} (which has no name)"


def shown(value: Any) -> str:
    """A value as a file has it, in short."""
    if isinstance(value, bool):
        return str(value).lower()
    text = (
        f'"{value}"'
        if isinstance(value, str)
        else "a table"
        if isinstance(value, dict)
        else "a list"
        if isinstance(value, list)
        else str(value)
    )
    return text if len(text) <= 60 else f"{text[:57]}..."


def example(kind: Any) -> str:
    """What a value of a type looks like."""
    if get_origin(kind) is tuple:
        return '["..."]'
    examples: dict[Any, str] = {int: "1", float: "1.0", bool: "true"}
    return examples.get(kind, '"..."')


def meant(word: Any, known: Iterable[str]) -> str:
    """`; did you mean "x"?` if a known word is near, else nothing."""
    near = difflib.get_close_matches(word, list(known), 1, NEAR) if isinstance(word, str) else []
    return f"; did you mean {near[0]!r}?" if near else ""


def _one_of(words: Iterable[Any]) -> str:
    *first, last = (f'"{word}"' for word in words)
    return f"{', '.join(first)} or {last}" if first else last
