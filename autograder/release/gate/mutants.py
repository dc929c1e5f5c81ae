"""Machine-made wrong answers: the reference with one operator, number or keyword changed inside its solution.

They come from cosmic-ray, used as a library. Its operators that need arguments are left out; a mutant that does not
compile, or that compiles to what was there before, does not count.
"""

from __future__ import annotations

import ast
import difflib
import hashlib
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from autograder.errors import MachineError
from autograder.release.leaks import bare_line
from autograder.release.stubs import solution_lines
from autograder.tools import TOOLS, is_there

KEY_LENGTH = 12


class MutantsUnavailable(MachineError):
    """cosmic-ray is not installed; the message says how to get it."""


@dataclass(frozen=True)
class Mutant:
    """One changed reference. `key` stays the same as long as the changed line and its function do."""

    key: str
    function: str
    operator: str
    line: int
    before: str
    after: str
    source: str


def check_available() -> None:
    """Does nothing if mutants can be made.

    Raises:
        MutantsUnavailable: cosmic-ray is not installed.
    """
    if not is_there("cosmic_ray"):
        raise MutantsUnavailable(TOOLS["cosmic_ray"].missing)


def mutants(source: str) -> list[Mutant]:
    """All mutants of a reference."""
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.mutating import mutate_code

    inside = solution_lines(source)
    owners = _owners(source)
    original = ast.dump(ast.parse(source))
    lines = source.split("\n")
    nodes = list(ast_nodes(get_ast(source)))
    made: list[Mutant] = []
    seen = {original}
    count: Counter[tuple[str, str, str]] = Counter()
    for name, operator in _operators():
        places = [start for node in nodes for start, _ in operator.mutation_positions(node)]
        for occurrence, (line, _) in enumerate(places):
            if line not in inside:
                continue
            before = bare_line(lines[line - 1])
            place = (owners.get(line, ""), before, name)
            count[place] += 1
            mutated = mutate_code(source, operator, occurrence)
            form = _form(mutated)
            if form is None or form in seen:
                continue
            seen.add(form)
            key = hashlib.sha256("\x1f".join((*place, str(count[place]))).encode()).hexdigest()[:KEY_LENGTH]
            made.append(Mutant(key, place[0], name, line, before, _changed(source, mutated), mutated))
    return made


def _operators() -> Iterator[tuple[str, Any]]:
    from cosmic_ray.operators.provider import OperatorProvider

    provider = OperatorProvider()
    for name in provider:
        if not provider[name].arguments():
            yield name, provider[name]()


def _form(source: str | None) -> str | None:
    """What identifies a program whatever its layout; None if it does not compile."""
    if source is None:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # `is` with a literal
        try:
            compile(source, "mutant", "exec", dont_inherit=True)
            return ast.dump(ast.parse(source))
        except (SyntaxError, ValueError):
            return None


def _owners(source: str) -> dict[int, str]:
    """The function or class at top level that each line belongs to."""
    tree = ast.parse(source)
    defined = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    return {line: node.name for node in defined for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}


def _changed(source: str, mutated: str) -> str:
    """The lines that are new in the mutant, without indentation."""
    lines = difflib.ndiff(source.split("\n"), mutated.split("\n"))
    return " | ".join(bare_line(line[2:]) for line in lines if line.startswith("+ ")) or "(a line is gone)"
