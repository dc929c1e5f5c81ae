"""Gradescope: a folder `submission_<id>` for each submission, and `submission_metadata.yml`, which says whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from autograder.classroom.layouts.model import Claim, Entry, Layout, LayoutError, Nobody, Says, Who, label_of

METADATA = ("submission_metadata.yml", "submission_metadata.yaml")
SIZE_LIMIT, DEPTH_LIMIT, EVENTS_LIMIT, ALIASES_LIMIT = 32 << 20, 40, 2_000_000, 1000
SHOWN = 5  # missing folders in a message
_FOLDER = re.compile(r"submission_\d+")


def read(entries: Sequence[Entry]) -> list[Says]:
    """What each entry of a Gradescope export is.

    Raises:
        LayoutError: the metadata cannot be read.
    """
    metadata = [entry for entry in entries if entry.name.lower() in METADATA and not entry.is_folder]
    if not metadata:
        return [None] * len(entries)
    told = _metadata(metadata[0])
    here = {entry.name for entry in entries}
    missing = [folder for folder in told if _FOLDER.fullmatch(folder) and folder not in here]
    return [_says(entry, told, missing) for entry in entries]


def _says(entry: Entry, told: dict[str, tuple[tuple[Who, ...], str]], missing: Sequence[str]) -> Says:
    if entry.name.lower() in METADATA:
        listed = ", ".join(f"{one} ({' and '.join(who.label for who in told[one][0])})" for one in missing[:SHOWN])
        more = f" and {len(missing) - SHOWN} more" if len(missing) > SHOWN else ""
        gone = f"; it names what is not in this download: {listed}{more}" if missing else ""
        return Nobody(f"the metadata of Gradescope{gone}")
    if entry.is_folder and entry.name in told:
        who, when = told[entry.name]
        return Claim(who, entry.name, when=when)
    if entry.is_folder and _FOLDER.fullmatch(entry.name):  # its submitters are not told
        return Claim((Who(entry.name, entry.name),), entry.name)
    return None


def _metadata(entry: Entry) -> dict[str, tuple[tuple[Who, ...], str]]:
    """By folder: who handed it in, and when."""
    try:
        data = entry.read(SIZE_LIMIT)
    except OSError as error:
        raise LayoutError(f"{entry.name}: cannot be read: {error.strerror or error}") from None
    try:
        root = _root(data)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" line {mark.line + 1}:" if mark is not None else ""
        what = getattr(error, "problem", None) or (str(error) if isinstance(error, _Refused) else "no YAML")
        raise LayoutError(
            f"{entry.name}:{where} damaged: {what}; export the submissions from Gradescope again, "
            "or choose --layout plain for a row per folder"
        ) from None
    return {folder: (_submitters(folder, content), _scalar(content, "created_at")) for folder, content in _pairs(root)}


class _Refused(ValueError):
    """YAML larger than Gradescope writes it."""


def _root(data: bytes) -> Any:
    """The document as nodes: nothing of it is ever made into an object."""
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    depth = aliases = 0
    for number, event in enumerate(yaml.parse(data, Loader=loader)):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        aliases += isinstance(event, yaml.AliasEvent)
        if depth > DEPTH_LIMIT or aliases > ALIASES_LIMIT or number > EVENTS_LIMIT:
            raise _Refused("it is nested deeper or longer than Gradescope writes it")
    root = yaml.compose(data, Loader=loader)
    if not isinstance(root, yaml.MappingNode):
        raise _Refused("it is no list of submissions")
    return root


def _pairs(node: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield key.value.strip(":"), value


def _scalar(node: Any, name: str) -> str:
    for key, value in _pairs(node):
        if key == name and isinstance(value, yaml.ScalarNode) and value.tag != "tag:yaml.org,2002:null":
            return str(value.value).strip()
    return ""


def _submitters(folder: str, content: Any) -> tuple[Who, ...]:
    people = []
    for key, value in _pairs(content):
        if key == "submitters" and isinstance(value, yaml.SequenceNode):
            for one in value.value:
                name, number, email = _scalar(one, "name"), _scalar(one, "sid"), _scalar(one, "email")
                known = number or email.casefold() or (name and f"{folder} {name}")
                if known:
                    label = label_of(number, name) if number else name or email
                    people.append(Who(known, label, id=number, name=name, email=email))
    return tuple(people) or (Who(folder, folder),)


LAYOUT = Layout("gradescope", "Gradescope", "submission_metadata.yml beside submission_300000/", read, is_sure=True)
