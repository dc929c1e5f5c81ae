"""The keys of course.toml and the fields of results/*.json, from the structs that read and write them."""

from __future__ import annotations

import json
import typing
from collections.abc import Iterator, Mapping
from datetime import datetime
from types import UnionType
from typing import Any, Literal, get_args, get_origin

import msgspec

from autograder import results
from autograder.homework import Homework, Late, Limits, Manifest, Question, RubricItem, Written
from autograder.manifest import LEFT
from autograder.reports.words import OUTCOMES
from autograder.texts import Text
from homework_docs.docstrings import parsed
from homework_docs.markdown import code, table, text

# The sections of course.toml: a heading, what a table of it is read by, and what there is to say beside its keys.
SECTIONS: Mapping[str, tuple[type[msgspec.Struct], str]] = {
    "At the top": (Manifest, ""),
    "`[[homework]]`": (Homework, ""),
    "`[[homework.question]]`": (Question, ""),
    "`[[homework.written]]`": (Written, ""),
    "`rubric`, of a written question": (RubricItem, 'A list of tables, `{ name = "...", points = 1, text = ... }`.'),
    "`limits`, of a homework or a question": (
        Limits,
        "`limits = { call = 10.0 }`: what is not named keeps its default.",
    ),
    "`late`, of a homework": (Late, "`late = { percent_a_day = 10.0 }`."),
}
TABLES = {
    Limits: "table of [limits](#limits-of-a-homework-or-a-question)",
    Late: "table of [lateness](#late-of-a-homework)",
    Homework: "`[[homework]]` sections",
    Question: "`[[homework.question]]` sections",
    Written: "`[[homework.written]]` sections",
    RubricItem: "list of [rubric items](#rubric-of-a-written-question)",
}
SAID = {
    Text: "text in each language",
    str: "text",
    bool: "`true` or `false`",
    int: "whole number",
    float: "number",
    datetime: "day and time",
    type(None): "null",
}
# The records of a result, from the whole to its parts.
RECORDS: tuple[type[msgspec.Struct], ...] = (
    results.SubmissionResult,
    results.QuestionResult,
    results.CaseResult,
    results.Diagnosis,
    results.Message,
    results.WrittenResult,
    results.WrittenMark,
    results.Made,
    results.Change,
    results.Adjustment,
    results.AsGraded,
    results.GraderFault,
)


def said(kind: Any, is_json: bool = False) -> str:
    """A type, in words; one that nobody has words for is an error."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is tuple:
        inner = said(arguments[0], is_json)
        return inner if arguments[0] in TABLES and not is_json else f"list of {inner}{'' if is_json else 's'}"
    if origin in (UnionType, typing.Union):
        kept = [one for one in arguments if is_json or one is not type(None)]
        return " or ".join(said(one, is_json) for one in kept)
    if origin is Literal:
        return ", ".join(code(f'"{one}"') for one in arguments)
    if origin is dict:
        return f"object of {said(arguments[1], is_json)}s"
    if is_json and isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return f"[{kind.__name__}](#{kind.__name__.lower()})"
    return TABLES.get(kind) or SAID[kind]


def keys(kind: type[msgspec.Struct]) -> Iterator[msgspec.structs.FieldInfo]:
    """The fields that a file may set."""
    for field in msgspec.structs.fields(kind):
        if field.name not in LEFT.get(kind, ()):
            yield field


def default(field: msgspec.structs.FieldInfo) -> str:
    """A default as the file would have it."""
    if field.required:
        return "required"
    value = field.default if field.default is not msgspec.NODEFAULT else field.default_factory()  # type: ignore[misc]
    if value is None or value == "" or value == () or isinstance(value, msgspec.Struct):
        return ""
    return code(json.dumps(list(value) if isinstance(value, tuple) else value))


def meaning(kind: type[msgspec.Struct], name: str) -> str:
    """What the docstring of a struct says of a field; one of which it says nothing is an error."""
    return text(parsed(kind).entries("Attributes")[name])


def manifest() -> str:
    """Every key of course.toml."""
    parts = []
    for heading, (kind, note) in SECTIONS.items():
        rows = [
            (code(field.encode_name), said(field.type), default(field), meaning(kind, field.name))
            for field in keys(kind)
        ]
        parts += [f"## {heading}", *([note] if note else []), table(("key", "type", "default", "meaning"), rows)]
    return "\n\n".join(parts)


def result_records() -> str:
    """Every field of results/*.json, and every outcome with the words that a student reads."""
    parts = []
    for kind in RECORDS:
        rows = [
            (code(f.encode_name), said(f.type, is_json=True), meaning(kind, f.name))
            for f in msgspec.structs.fields(kind)
            if not (kind is results.GraderFault and f.name == "traceback")  # no part of the file
        ]
        summary = parsed(kind).text.split("\n\n")[0]
        parts += [f"### {kind.__name__}", text(summary), table(("field", "type", "meaning"), rows)]
    outcomes = [(code(name), text(OUTCOMES[name].help.en), OUTCOMES[name].help.zh) for name in results.SEVERITY]
    parts += ["## Outcomes", "From the mildest to the gravest, with the sentence that a student reads."]
    parts.append(table(("outcome", "English", "中文"), outcomes))
    return "\n\n".join(parts)
