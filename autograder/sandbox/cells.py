"""A student's file as cells, and cells as steps: one top-level statement each.

Runs inside the contained process (and in `homework check`, on the student's own machine): parsing a stranger's
notebook or source can take any time and memory.
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from dataclasses import dataclass
from types import CodeType

MARKER = re.compile(r"^\s*#\s*%%(?!%)(.*)$")
MAGIC = re.compile(r"^\s*(%|!|\?)|^\s*\w[\w.]*\?{1,2}\s*$|^\s*[\w., ]+=\s*[%!]")
# Cell magics whose body is Python and runs all the same.
TRANSPARENT = ("time", "timeit", "capture", "prun")
SKIPPED_TAGS = ("explore", "skip", "check")


class UnreadableError(Exception):
    """The file is no submission; the message is one line for the student."""


@dataclass(frozen=True)
class Cell:
    """One code cell."""

    source: str
    number: int  # from 1, among a notebook's code cells; 0 in a script, which counts by lines
    offset: int = 0  # lines of the file before its first one


@dataclass(frozen=True)
class Step:
    """One statement, compiled; `definition` marks those that cannot hang (def, import)."""

    code: CodeType
    cell: int
    line: int
    definition: bool


@dataclass(frozen=True)
class Fault:
    """A cell that has no steps, and why."""

    cell: int
    line: int
    error: str


def split(kind: str, data: bytes) -> list[Cell]:
    """The code cells of a file.

    Args:
        kind: "py" (plain, or with `# %%` markers) or "ipynb".
        data: the file's bytes.

    Raises:
        UnreadableError: it is no text, or no notebook.
    """
    # No script begins with a brace: that is a notebook under another name.
    return _notebook_cells(data) if kind == "ipynb" or data[:3].strip()[:1] == b"{" else _script_cells(_text(data))


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")  # what a Chinese Windows editor may save
        except UnicodeDecodeError:
            raise UnreadableError("the file is not text in UTF-8; save it as UTF-8 and hand it in again") from None
    if "\0" in text:
        raise UnreadableError("the file holds NUL bytes: it is no Python source")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _script_cells(text: str) -> list[Cell]:
    cells: list[tuple[str, int, list[str]]] = [("", 0, [])]
    for number, line in enumerate(text.split("\n"), 1):
        marker = MARKER.match(line) if "%%" in line else None
        if marker:
            cells.append((marker.group(1), number, []))
        else:
            cells[-1][2].append(line)
    unwanted = ("[markdown]", "[raw]", *(f'"{tag}"' for tag in SKIPPED_TAGS))
    return [
        Cell("\n".join(lines), 0, offset)
        for title, offset, lines in cells
        if any(line.strip() for line in lines) and not any(word in title for word in unwanted)
    ]


def _notebook_cells(data: bytes) -> list[Cell]:
    try:
        notebook = json.loads(_text(data))
    except (ValueError, RecursionError):
        raise UnreadableError(
            "the notebook is not valid JSON; open it in Jupyter, save it and hand it in again"
        ) from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise UnreadableError("the notebook has no cells (is it in format 4?); open it in Jupyter and save it again")
    found = []
    number = 0
    for cell in cells:
        if not isinstance(cell, dict) or cell.get("cell_type") != "code":
            continue
        source = cell.get("source", "")
        if isinstance(source, list):
            source = "".join(part for part in source if isinstance(part, str))
        number += 1
        metadata = cell.get("metadata")
        tags = metadata.get("tags") if isinstance(metadata, dict) else None
        if isinstance(tags, list) and any(tag in tags for tag in SKIPPED_TAGS):
            continue
        if isinstance(source, str) and source.strip():
            found.append(Cell(source.replace("\r\n", "\n"), number))
    return found


def defines(cells: list[Cell], name: str) -> bool:
    """Whether some cell means to define a function, by the look of its lines: also one that is no Python."""
    definition = re.compile(rf"^\s*(?:def\s+{re.escape(name)}\b|{re.escape(name)}\s*=[^=])", re.MULTILINE)
    return any(definition.search(cell.source) for cell in cells)


def compile_cells(cells: list[Cell]) -> tuple[list[Step], list[Fault]]:
    """The steps of all cells, and the cells that are no Python: one bad cell does not stop the rest."""
    steps: list[Step] = []
    faults: list[Fault] = []
    for cell in cells:
        try:
            steps += _steps(cell)
        except SyntaxError as error:
            faults.append(
                Fault(cell.number, cell.offset + (error.lineno or 0), f"{type(error).__name__}: {error.msg}"[:200])
            )
        except (ValueError, MemoryError, RecursionError) as error:
            faults.append(Fault(cell.number, cell.offset + 1, f"{type(error).__name__}: the cell cannot be parsed"))
    return steps, faults


def _steps(cell: Cell) -> list[Step]:
    name = f"<cell {cell.number}>"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tree = ast.parse(cell.source, name)
        except SyntaxError:
            # Only now look for magics: `% b` on a line of its own may be the rest of an expression.
            without = _without_magics(cell.source)
            if without == cell.source:
                raise
            tree = ast.parse(without, name)
        steps = []
        for node in tree.body:
            code = compile(ast.Module([node], []), name, "exec", dont_inherit=True)
            steps.append(Step(code, cell.number, cell.offset + node.lineno, _only_defines(node)))
    return steps


def _only_defines(node: ast.stmt) -> bool:
    """Whether a statement runs no code of the student's own: a class's body, a decorator or a call in a default do."""
    if isinstance(node, ast.FunctionDef):
        head = [node.args, *([node.returns] if node.returns else [])]
        return not node.decorator_list and not any(isinstance(n, ast.Call) for part in head for n in ast.walk(part))
    return isinstance(node, (ast.Import, ast.ImportFrom))


def _without_magics(source: str) -> str:
    lines = source.split("\n")
    first = next((line.strip() for line in lines if line.strip()), "")
    if first.startswith("%%"):
        magic = first[2:].split()
        if not magic or magic[0] not in TRANSPARENT:
            return ""
    return "\n".join(_blank(line) if MAGIC.match(line) else line for line in lines)


def _blank(line: str) -> str:
    """A statement that does nothing, in the line's own indentation."""
    return line[: len(line) - len(line.lstrip())] + "pass"
