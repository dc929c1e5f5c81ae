"""All that a folder of results holds, to be compared: its files, and what its store remembers."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import Any

import msgspec

TABLES = ("results", "graded", "sources", "judged", "history", "counted", "codes", "marked")
NUMBERED = ("graded", "history", "counted")


def files(out: Path) -> dict[str, bytes]:
    """Every file but the store's."""
    found = (p for p in sorted(out.rglob("*")) if p.is_file() and not p.name.startswith(("results.sqlite", ".lock")))
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in found}


def remembered(out: Path) -> dict[str, list[Any]]:
    """What the store holds; of what is numbered, the order by submission and not the numbers."""
    tables = {}
    with contextlib.closing(sqlite3.connect(out / "results.sqlite")) as db:
        for table in TABLES:
            rows = [list(map(_readable, row)) for row in db.execute(f"select * from {table} order by 1")]
            rows = [row[1:] for row in rows] if table in NUMBERED else rows
            tables[table] = sorted(rows, key=lambda row: str(row[0])) if table in NUMBERED else sorted(rows, key=str)
    return tables


def _readable(value: Any) -> Any:
    if isinstance(value, bytes):
        with contextlib.suppress(msgspec.DecodeError):
            return msgspec.json.decode(value)
        with contextlib.suppress(msgspec.DecodeError):
            return msgspec.msgpack.decode(value)
    return value


def everything(out: Path) -> tuple[dict[str, bytes], dict[str, list[Any]]]:
    """Both."""
    return files(out), remembered(out)
