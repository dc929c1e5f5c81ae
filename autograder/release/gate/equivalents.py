"""`equivalent.toml`: the mutants of a homework's references that are right, and the questions that get none."""

from __future__ import annotations

from pathlib import Path

import msgspec

from autograder.errors import InputError
from autograder.release.gate.mutants import Mutant


class Equivalent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A mutant that is right, and why."""

    question: str
    key: str
    function: str
    operator: str
    before: str
    after: str
    reason: str


class Unmutated(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question whose mutants are not run, and why."""

    question: str
    reason: str


class Equivalents(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of `equivalent.toml`."""

    mutant: tuple[Equivalent, ...] = ()
    unmutated: tuple[Unmutated, ...] = ()

    def entries_of(self, question: str) -> dict[str, Equivalent]:
        """The entries of one question, by key."""
        return {entry.key: entry for entry in self.mutant if entry.question == question}

    def why_not(self, question: str) -> str:
        """The reason for running no mutants of this question; empty if they are run."""
        return next((entry.reason for entry in self.unmutated if entry.question == question), "")


class EquivalentsError(InputError):
    """`equivalent.toml` cannot be used; the message says where and why."""


def load_equivalents(path: Path) -> Equivalents:
    """Reads the list; a homework without the file has none.

    Raises:
        EquivalentsError: the file is not such a list.
    """
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Equivalents)
    except FileNotFoundError:
        return Equivalents()
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise EquivalentsError(f"{path.name}: {str(error).replace('`$.', '`')}") from None


def toml_entry(question: str, mutant: Mutant) -> str:
    """An entry for a mutant, its reason left for a person to write."""
    import tomlkit

    fields = {
        "question": question,
        "key": mutant.key,
        "function": mutant.function,
        "operator": mutant.operator,
        "before": mutant.before,
        "after": mutant.after,
        "reason": "",
    }
    entry = tomlkit.table()
    for name, text in fields.items():
        entry[name] = tomlkit.string(text, literal="'" not in text)
    return tomlkit.dumps({"mutant": [entry]})
