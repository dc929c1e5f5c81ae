"""From a reference to what students see of it: its imports, its stub, and the same cell with the solution filled in."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.course import Course, Homework, Question, Text
from autograder.release.otter_modules import import_otter
from autograder.release.sources import ReleaseError, read_text, shown
from autograder.texts import said

# Otter assign's markers: https://otter-grader.readthedocs.io (Otter Assign, "Solution Removal")
BEGIN = re.compile(r"^(\s*)# BEGIN SOLUTION\b")
END = re.compile(r"^\s*# END SOLUTION\s*$")
HERE = Text("your code here", "在此处作答")
PROMPT = f"# {HERE}"
MARKERS = "put its answer between '# BEGIN SOLUTION' and '# END SOLUTION'"


@dataclass(frozen=True)
class Sources:
    """A question's code cell in both forms. `imports` are single statements; neither form repeats them."""

    imports: tuple[str, ...]
    stub: str
    solution: str


def question_sources(course: Course, homework: Homework, question: Question, languages: Sequence[str] = ()) -> Sources:
    """Reads and splits the reference of a question; its stub speaks the course's languages, or these.

    Raises:
        ReleaseError: the file is missing, or cannot be split (see `split_reference`).
    """
    path = course.solution(homework.name, question.name)
    prompt = f"# {said(HERE, languages or homework.languages)}"
    return split_reference(shown(course, path), read_text(course, path), question.functions, prompt)


def split_reference(file: str, source: str, functions: Sequence[str], prompt: str = PROMPT) -> Sources:
    """Splits a reference into imports, stub and solution.

    Args:
        file: its name in messages.
        source: imports first, then functions whose answers lie between otter's markers.
        functions: the functions of the question.
        prompt: the comment that asks for an answer.

    Raises:
        ReleaseError: it is not valid Python; a function is missing or has no marked region; there is code outside
            functions, classes, imports and simple constants.
    """
    tree = _parse(file, source)
    imports = _leading_imports(file, tree)
    lines = source.split("\n")
    owners = _region_owners(file, tree, lines, functions)
    first = max((node.end_lineno or 0 for node in imports), default=_end_of_docstring(tree))
    stub = _tidy(_without_solutions(file, lines[first:], {at - first: name for at, name in owners.items()}, prompt))
    solution = _tidy([line for line in lines[first:] if not BEGIN.match(line) and not END.match(line)])
    left = {node.name for node in _parse(f"{file}, its stub", stub).body if isinstance(node, ast.FunctionDef)}
    for name in functions:
        if name not in left:
            raise ReleaseError(file, f"the stub loses {name}: a solution region covers its header", MARKERS)
    return Sources(tuple(ast.unparse(node) for node in imports), stub, solution)


def solution_lines(source: str) -> dict[int, str]:
    """The lines inside the marked regions of a reference, by their numbers from 1."""
    lines, inside = {}, False
    for number, line in enumerate(source.split("\n"), 1):
        if BEGIN.match(line):
            inside = True
        elif END.match(line):
            inside = False
        elif inside:
            lines[number] = line
    return lines


def top_level_names(source: str) -> set[str]:
    """The functions, classes and constants that a cell defines."""
    names = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)}
    return names


def _parse(file: str, source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError as error:
        raise ReleaseError(file, f"line {error.lineno}: {error.msg}", "make it valid Python") from None


def _leading_imports(file: str, tree: ast.Module) -> list[ast.Import | ast.ImportFrom]:
    imports: list[ast.Import | ast.ImportFrom] = []
    seen_code = False
    for position, node in enumerate(tree.body):
        if isinstance(node, ast.Import | ast.ImportFrom):
            if seen_code:
                raise ReleaseError(file, f"line {node.lineno}: an import below other code", "move it to the top")
            if isinstance(node, ast.ImportFrom) and node.module == "__future__":
                raise ReleaseError(file, "imports from __future__", "remove it: a contract is read from annotations")
            imports.append(node)
        elif position == 0 and _is_docstring(node):
            continue
        elif _is_definition(node):
            seen_code = True
        else:
            what = f"line {node.lineno}: code outside of functions, classes, imports and simple constants"
            raise ReleaseError(file, what, "move it into a function")
    return imports


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _end_of_docstring(tree: ast.Module) -> int:
    return (tree.body[0].end_lineno or 0) if tree.body and _is_docstring(tree.body[0]) else 0


def _is_definition(node: ast.stmt) -> bool:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return True
    if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
        return False
    # A constant or a type alias; nothing that runs code when the cell is loaded.
    return not any(isinstance(part, ast.Call | ast.comprehension | ast.Await) for part in ast.walk(node.value))


def _region_owners(file: str, tree: ast.Module, lines: list[str], functions: Sequence[str]) -> dict[int, str]:
    """Where the first region of each function begins: index of the marker's line -> function."""
    begins = [at for at, line in enumerate(lines) if BEGIN.match(line)]
    defined = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    owners = {}
    for name in functions:
        if name not in defined:
            raise ReleaseError(file, f"function {name} is missing", "define it, or correct `functions` in the manifest")
        node = defined[name]
        inside = [at for at in begins if node.lineno <= at < (node.end_lineno or 0)]
        if not inside:
            raise ReleaseError(file, f"function {name} has no solution region", MARKERS)
        owners[inside[0]] = name
    return owners


def _without_solutions(file: str, lines: list[str], owners: dict[int, str], prompt: str) -> list[str]:
    """Otter's own removal, with our prompt in place of its `...`."""
    prepared = []
    for at, line in enumerate(lines):
        begin = BEGIN.match(line)
        if begin:
            indent = begin.group(1)
            if at in owners:
                prepared += [f"{indent}{prompt}", f'{indent}raise NotImplementedError("{owners[at]}")']
            line = f"{indent}# BEGIN SOLUTION NO PROMPT"
        prepared.append(line)
    try:
        stripped: list[str] = import_otter("otter.assign.solutions").replace_solutions(prepared, "python")
    except AssertionError as error:
        what = str(error).partition(" in [")[0]
        raise ReleaseError(file, f"unbalanced markers: {what}", MARKERS) from None
    return stripped


def _tidy(lines: list[str]) -> str:
    text = "\n".join(line.rstrip() for line in lines).strip("\n")
    return re.sub(r"\n{4,}", "\n\n\n", text)
