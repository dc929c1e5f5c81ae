"""Whether what lies in a folder of results is what stands: asked before marks leave it."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import msgspec

from autograder.classroom.database import setting_of
from autograder.classroom.store import Store
from autograder.errors import InputError
from autograder.marks.ledger import LEDGER, ledger_bytes
from autograder.reports.escape import for_terminal

APPLIED, UNFINISHED = "ledger", "unfinished"  # settings of a store
SHOWN = 5


def ledger_digest(folder: Path) -> str:
    """Of the ledger as it is; empty if there is none.

    Raises:
        LedgerError: it cannot be read.
    """
    data = ledger_bytes(folder)
    return hashlib.sha256(data).hexdigest() if data else ""


def note_applied(store: Store, folder: Path) -> None:
    """Remembers that the folder says what its ledger says."""
    if store.setting(APPLIED) != (digest := ledger_digest(folder)):
        store.set(APPLIED, digest)


def note_unfinished(store: Store, names: Collection[str]) -> None:
    """Remembers who is still to be graded in this run; nobody at its end."""
    data = msgspec.json.encode(sorted(names)).decode() if names else ""
    if store.setting(UNFINISHED) != data:
        store.set(UNFINISHED, data)


@contextlib.contextmanager
def unfinished(store: Store, left: Collection[str], preview: bool) -> Iterator[None]:
    """While a class is graded the folder says who is left; afterwards nobody is, unless it was interrupted.

    Args:
        store: of the folder.
        left: names, fewer and fewer.
        preview: nothing of this run is put in force.
    """
    if preview:
        yield
        return
    note_unfinished(store, left)  # whatever ends us
    try:
        yield
    except BaseException:
        note_unfinished(store, left)
        raise
    note_unfinished(store, ())


def check_current(folders: Sequence[Path]) -> Iterator[str]:
    """What is to be said of folders from which marks are taken, a line each.

    Raises:
        InputError: a ledger was changed since the folder was written.
    """
    for folder in folders:
        if not (folder / "results.sqlite").is_file():  # whoever reads marks says so
            continue
        applied = setting_of(folder, APPLIED)
        if applied is not None and applied != ledger_digest(folder):
            raise InputError(
                f"{folder / LEDGER} is not what the marks were written from: run `homework adjust {folder}`, which "
                "says what changes, and then this again"
            )
        with contextlib.suppress(msgspec.DecodeError):
            names = msgspec.json.decode(setting_of(folder, UNFINISHED) or "[]", type=list[str])
            if names:
                more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
                listed = ", ".join(for_terminal(name) for name in names[:SHOWN]) + more
                yield (
                    f"{folder}: the last run was interrupted: {len(names)} are not graded ({listed}), and nobody is "
                    "absent yet: run the same `homework grade` again first"
                )
