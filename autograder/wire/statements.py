"""How a statement of the handout is recognised in a student's file, in the same way on both sides."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Sequence


def first_line(node: ast.stmt) -> int:
    """The line on which a statement begins, its decorators included."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def key_of(lines: Sequence[str], node: ast.stmt) -> str:
    """What a statement says, whatever its spaces: the same for two that differ in white space only."""
    return key_of_text("".join(lines[first_line(node) - 1 : node.end_lineno]))


def key_of_text(source: str) -> str:
    """The key of the one statement that a text holds."""
    text = "".join(source.split())
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:16]
