"""A pattern of one's own, `{id}_{name}_{rest}`, for names that no layout foresees."""

from __future__ import annotations

import re

from autograder.classroom.layouts.model import (
    Claim,
    Entry,
    Layout,
    LayoutError,
    Says,
    Who,
    folded,
    label_of,
    split_ending,
    without_copy,
)

FIELDS = {
    "id": r"[A-Za-z0-9]*\d[A-Za-z0-9]*", "attempt": r"\d{1,9}", "name": ".+?", "email": r"[^@\s]+@[^@\s]+?",
    "username": ".+?", "group": ".+?", "section": ".+?", "rest": ".+",
}  # fmt: skip
_FIELD = re.compile(r"\{([^{}]*)\}")
FIELDS_LIMIT = 5  # with more of them, one long name would be tried in too many ways
PERSON = ("id", "email", "username", "name", "group")


def pattern_layout(pattern: str) -> Layout:
    """The layout that a pattern describes; it is held against a name without its ending.

    Raises:
        LayoutError: the pattern is none.
    """
    fields = _FIELD.findall(pattern)
    literals = _FIELD.split(pattern)[::2]
    known = ", ".join(f"{{{field}}}" for field in FIELDS)
    for field in fields:
        if field not in FIELDS:
            raise LayoutError(f"--names {pattern!r}: {{{field}}} is no field; choose of {known}")
    if len(set(fields)) < len(fields) or len(fields) > FIELDS_LIMIT:
        raise LayoutError(f"--names {pattern!r}: each field once, and at most {FIELDS_LIMIT} of them")
    if not set(fields) & set(PERSON):
        raise LayoutError(f"--names {pattern!r}: says nothing of a person; it needs one of {{id}}, {{name}}, {{email}}")
    if not all(literals[1:-1]):
        raise LayoutError(f"--names {pattern!r}: two fields touch; put what stands between them, as in {{id}}_{{name}}")
    pieces = [re.escape(literals[0])]
    for field, literal in zip(fields, literals[1:]):
        pieces += [f"(?P<{field}>{FIELDS[field]})", re.escape(literal)]
    form = re.compile("".join(pieces), re.DOTALL)
    return Layout("names", f"--names {pattern}", pattern, lambda entries: [_says(entry, form) for entry in entries])


def _says(entry: Entry, form: re.Pattern[str]) -> Says:
    whole, ending = (entry.name, "") if entry.is_folder else split_ending(entry.name)
    stem, copy = without_copy(whole)
    found = form.fullmatch(stem)
    if not found:
        return None
    told = {field: value.strip() for field, value in found.groupdict().items()}
    number, name = told.get("id", ""), told.get("name", "")
    known = next(told[field] for field in PERSON if told.get(field))
    label = label_of(number, name) or told.get("username") or told.get("email") or known
    who = Who(
        # One number with two names is a slip of one of two people: they stay apart.
        f"{known} {folded(name)}".casefold() if number and name else known.casefold(),
        label,
        id=number,
        name=name,
        email=told.get("email", ""),
        username=told.get("username", ""),
        section=told.get("section", ""),
        group=told.get("group", ""),
    )
    number_of_copy = max(int(told["attempt"]) - 1, 0) if "attempt" in told else copy
    return Claim((who,), f"{told.get('rest') or stem}{ending}", number=number_of_copy)
