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


UNFILLED = ""  # in the place of a function's key


def is_stub(node: ast.stmt) -> bool:
    """Whether a function does nothing but raise NotImplementedError.

    So a stub is known in every edition of a handout: prompts and docstrings are corrected while a course runs, and
    last year's file is handed in again.
    """
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    *before, last = node.body
    if not isinstance(last, ast.Raise) or not all(map(_is_nothing, before)):
        return False
    raised = last.exc.func if isinstance(last.exc, ast.Call) else last.exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def is_unfilled(node: ast.stmt) -> bool:
    """Whether nobody has filled a function: it is a stub, or there is nothing in it beside its docstring."""
    return is_stub(node) or (
        isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and all(map(_is_nothing, node.body))
    )


def _is_nothing(node: ast.stmt) -> bool:
    return isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
