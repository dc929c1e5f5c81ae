"""Cells as steps: one top-level statement each, compiled as Jupyter would.

What is no Python is given to IPython's own transformer (magics, shell lines, help, pasted prompts, indented cells).
That module stands alone: it is imported without the rest of IPython, which takes a second.
"""

from __future__ import annotations
import __future__

import ast
import importlib
import importlib.util
import inspect
import re
import sys
import types
import warnings
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from types import CodeType
from typing import Any, NamedTuple

from autograder.sandbox.cells import Cell
from autograder.wire.statements import UNFILLED, first_line, is_unfilled, key_of, key_of_text

# Cell magics whose body is Python and runs all the same.
TRANSPARENT = ("time", "timeit", "capture", "prun")
WRITES = ("writefile", "file")
CELL_MAGIC = re.compile(r"\s*%%(\w+)[ \t]*([^\n]*)\n?")
LEADING_COMMENTS = re.compile(r"\A(?:[ \t]*(?:#[^\n]*)?\n)*")
DEFINITION = re.compile(r"(?:async\s+)?def\s+(\w+)")
PROMPT = re.compile(r"\s*In \[\d+\]: ")
FUTURES = sum(getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)
MESSAGE = 200


@dataclass(frozen=True)
class Step:
    """One statement, compiled.

    Attributes:
        code: what is executed.
        cell: its cell's number.
        line: of the cell, or of the script.
        definition: it cannot hang (def, import): it runs no code of the student's own.
        defines: the function that it defines, if it is a `def`.
        writes: a module's name and source, in the place of code: `%%writefile`.
    """

    code: CodeType
    cell: int
    line: int
    definition: bool
    defines: str = ""
    writes: tuple[str, str] | None = None


class Fault(NamedTuple):
    """A cell that has no steps, and why."""

    cell: int
    line: int
    error: str


class Program(NamedTuple):
    """The steps of a file.

    Attributes:
        steps: in order.
        faults: cells that are no Python.
        magics: cells that a magic keeps from running: the magic, the cell.
        keys: of all statements that run, in order.
        trees: these statements, for whoever looks at names.
    """

    steps: list[Step]
    faults: list[Fault]
    magics: list[tuple[str, Cell]]
    keys: list[str]
    trees: list[ast.stmt]


def compile_cells(cells: list[Cell], own: Collection[str] = (), lang: str = "en") -> Program:
    """The steps of all cells: one bad cell does not stop the rest.

    Args:
        cells: code cells.
        own: keys of the handout's statements that are for looking only (checks, pictures): these are left out.
        lang: of the faults.
    """
    zh = lang == "zh"
    own = frozenset(own)
    program = Program([], [], [], [], [])
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    for cell in cells:
        try:
            flags = _compile(cell, flags, own, program)
        except SyntaxError as error:
            version = f"Python {sys.version_info[0]}.{sys.version_info[1]}"
            read = f"（按 {version} 读取）" if zh else f" (read by {version})"
            what = f"{type(error).__name__}: {error.msg}{read}"
            program.faults.append(Fault(cell.number, cell.offset + (error.lineno or 0), what[:MESSAGE]))
        except (ValueError, MemoryError, RecursionError) as error:
            what = f"{type(error).__name__}: {'这个单元格无法解析' if zh else 'the cell cannot be parsed'}"
            program.faults.append(Fault(cell.number, cell.offset + 1, what))
    return program


def _compile(cell: Cell, flags: int, own: Collection[str], program: Program) -> int:
    """Adds a cell's steps; returns the flags that hold from here on (`from __future__`)."""
    source, offset = cell.source, cell.offset
    if key_of_text(LEADING_COMMENTS.sub("", source, count=1)) in own:  # a whole picture or check: not even parsed
        return flags
    magic = CELL_MAGIC.match(source)
    while magic:
        name, argument = magic.groups()
        body = source[magic.end() :]
        if name in WRITES:
            file = argument.split()[-1].strip("'\"") if argument.split() else ""
            program.magics.append((f"%%{name}", cell))
            if file.endswith(".py"):
                module = file.rpartition("/")[2].removesuffix(".py")
                empty = compile("", "<written>", "exec")
                program.steps.append(Step(empty, cell.number, offset + 1, True, writes=(module, body)))
            return flags
        if name not in TRANSPARENT:
            program.magics.append((f"%%{name}", cell))
            return flags
        offset += source[: magic.end()].count("\n")
        source, magic = body, CELL_MAGIC.match(body)
    name = f"<cell {cell.number}, {offset}>"  # a line of it is that many lines further down
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree, source = _parsed(source, name)
        lines = source.split("\n")
        # Statement by statement, and kept only if all compile: a cell is whole or not there.
        steps, keys, trees = list[Step](), list[str](), list[ast.stmt]()
        for node in tree.body:
            key = key_of(lines, node)
            if key in own or _is_check(node):
                continue
            keys.append(key)
            trees.append(node)
            code = compile(ast.Module([node], []), name, "exec", flags=flags, dont_inherit=True)
            flags |= code.co_flags & FUTURES
            defined = node.name if isinstance(node, ast.FunctionDef) else ""
            steps.append(Step(code, cell.number, offset + first_line(node), _only_defines(node), defined))
    program.steps.extend(steps)
    program.keys.extend(keys)
    program.trees.extend(trees)
    return flags


def _parsed(source: str, name: str) -> tuple[ast.Module, str]:
    """The tree of a cell and the Python that it was made of."""
    try:
        if PROMPT.match(source):  # an annotated subscript to Python
            raise SyntaxError("a prompt")
        return ast.parse(source, name), source
    except SyntaxError:
        # Only now look for what is Jupyter's: `% b` on a line of its own may be the rest of an expression.
        transformer = jupyter()
        transformed = transformer.transform_cell(source) if transformer is not None else source
        if transformed == source:
            raise
        try:
            return ast.parse(transformed, name), transformed
        except SyntaxError:
            pass
        raise


def outline(cells: list[Cell]) -> tuple[list[str], dict[str, str], list[str]]:
    """What a file says, without running it: keys of its statements, of its functions by name, and what it imports."""
    imports: set[str] = set()
    keys: list[str] = []
    defined: dict[str, str] = {}
    for cell in cells:
        magic = CELL_MAGIC.match(cell.source)
        source = cell.source[magic.end() :] if magic and magic.group(1) in TRANSPARENT else cell.source
        try:
            tree, source = _parsed(source, "<outline>")
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            keys.append(key_of_text(source))
            continue
        lines = source.split("\n")
        for node in tree.body:
            keys.append(key_of(lines, node))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                defined[node.name] = UNFILLED if is_unfilled(node) else keys[-1]
            elif isinstance(node, ast.Assign):  # `softmax = lambda z: ...`
                defined |= {target.id: keys[-1] for target in node.targets if isinstance(target, ast.Name)}
            elif isinstance(node, ast.Import):
                imports |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imports.add(node.module.partition(".")[0])
    return keys, defined, sorted(imports)


def definitions(cells: list[Cell], functions: Collection[str]) -> dict[str, tuple[int, int, str]]:
    """Where a file defines these functions, the last time: cell, line and source; also inside something else."""
    found: dict[str, tuple[int, int, str]] = {}
    for cell in cells:
        try:
            tree, source = _parsed(cell.source, "<definitions>")
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            continue
        lines = source.split("\n")
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name in functions:
                begin = first_line(node)
                found[node.name] = cell.number, cell.offset + begin, "\n".join(lines[begin - 1 : node.end_lineno])
    return found


def own(cells: list[Cell], handout: Collection[str]) -> Iterator[tuple[int, int, list[str], str]]:
    """What a file says of its own, statement by statement: cell, line, the names that it defines, source.

    Neither what the handout has word for word nor imports, nor a stub of whatever edition or language. A cell that is
    no Python is taken apart by its looks.
    """
    for cell in cells:
        source, offset = cell.source, cell.offset
        if key_of_text(LEADING_COMMENTS.sub("", source, count=1)) in handout:
            continue
        magic = CELL_MAGIC.match(source)
        if magic and magic.group(1) in TRANSPARENT:
            offset += source[: magic.end()].count("\n")
            source = source[magic.end() :]
        try:
            tree, source = _parsed(source, "<own>")
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            yield from ((cell.number, offset + line, names, text) for line, names, text in _by_looks(source))
            continue
        lines = source.split("\n")
        for node in tree.body:
            is_ours = key_of(lines, node) in handout or is_unfilled(node) or _is_check(node)
            if is_ours or isinstance(node, ast.Import | ast.ImportFrom):
                continue
            begin = first_line(node)
            yield cell.number, offset + begin, _defined(node), "\n".join(lines[begin - 1 : node.end_lineno])


def _defined(node: ast.stmt) -> list[str]:
    """The names that a statement defines: functions and classes, also inside a class or an `if`; what it assigns to."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [inner.id for target in node.targets for inner in ast.walk(target) if isinstance(inner, ast.Name)]
    if not hasattr(node, "body"):
        return []
    return [n.name for n in ast.walk(node) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)]


def _by_looks(source: str) -> Iterator[tuple[int, list[str], str]]:
    """Pieces of a text that each begin with a `def` at the left edge: line, name, text."""
    pieces: list[tuple[int, list[str], list[str]]] = [(1, [], [])]
    for number, line in enumerate(source.split("\n"), 1):
        if found := DEFINITION.match(line):
            pieces.append((number, [found.group(1)], []))
        pieces[-1][2].append(line)
    yield from ((line, names, "\n".join(text)) for line, names, text in pieces if any(map(str.strip, text)))


@cache
def jupyter() -> Any:
    """IPython's transformer of cells; None where IPython is not installed."""
    names = ("IPython", "IPython.core", "IPython.utils")
    if any(name in sys.modules for name in names):
        bare = contextmanager(lambda: iter([None]))()  # it is there already, on a student's machine
    else:
        spec = importlib.util.find_spec("IPython")  # finds, does not import
        if spec is None or not spec.submodule_search_locations:
            return None
        bare = _bare(next(iter(spec.submodule_search_locations)), names)
    try:
        with bare:
            return importlib.import_module("IPython.core.inputtransformer2").TransformerManager()
    except Exception:  # another layout than we know: as if it were not installed
        return None


@contextmanager
def _bare(root: str, names: tuple[str, ...]) -> Iterator[None]:
    """Packages that stand in for IPython's own while one module of it is imported, and are gone afterwards."""
    for name in names:
        module = types.ModuleType(name)
        module.__path__ = ["/".join([root, *name.split(".")[1:]])]
        sys.modules[name] = module
    try:
        yield
    finally:
        for name in [n for n in sys.modules if n.partition(".")[0] == "IPython"]:
            del sys.modules[name]


def is_coroutine(code: CodeType) -> bool:
    """Whether a statement awaits something."""
    return bool(code.co_flags & inspect.CO_COROUTINE)


def _is_check(node: ast.stmt) -> bool:
    """`grader.check("...")` on a line of its own."""
    call = node.value if isinstance(node, ast.Expr) else None
    return (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in ("check", "check_all", "export")
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "grader"
    )


def _only_defines(node: ast.stmt) -> bool:
    """Whether a statement runs no code of the student's own: a class's body, a decorator or a call in a default do."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        head = [node.args, *([node.returns] if node.returns else [])]
        return not node.decorator_list and not any(isinstance(n, ast.Call) for part in head for n in ast.walk(part))
    return isinstance(node, ast.Import | ast.ImportFrom)
