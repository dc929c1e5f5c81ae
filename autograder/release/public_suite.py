"""A public suite as students get it: one file that needs numpy and otter only, in plain ASCII.

The functions that it imports from `autograder.checks.public` stand in the place of the import. Chinese in its strings
is escaped, since otter reads a test file in the encoding of the student's system.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from autograder.course import Course
from autograder.release.sources import ReleaseError, read_text, shown
from autograder.release.stubs import top_level_names

VOCABULARY = "autograder.checks.public"
HELPERS = Path(__file__).parents[1] / "checks" / "public.py"
Span = tuple[int, int]  # of a text, end exclusive


def public_suite(course: Course, homework: str, question: str) -> bytes:
    """The public suite of a question in the form that students get.

    Raises:
        ReleaseError: the file is missing, is no Python, or cannot be put into that form.
    """
    path = course.public_suite(homework, question)
    return released(shown(course, path), read_text(course, path)).encode("ascii")


def released(file: str, source: str) -> str:
    """The form that students get of a suite's source.

    Args:
        file: its name in messages.
        source: with LF line ends.

    Raises:
        ReleaseError: it is no Python, imports something else of ours, or has no ASCII form.
    """
    return in_ascii(file, with_helpers(file, source))


def with_helpers(file: str, source: str) -> str:
    """The suite with the functions that it imports from the vocabulary in the place of the import.

    Raises:
        ReleaseError: it is no Python, imports something else of ours, or has a name of its own that a helper uses.
    """
    tree, helpers = _parsed(file, source), HELPERS.read_text(encoding="utf-8")
    vocabulary = ast.parse(helpers)
    ours = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == VOCABULARY]
    _check_imports(file, tree, ours, {name for node in vocabulary.body for name in _defined(node)})
    if not ours:
        return source
    needed = _needed(vocabulary, {alias.name for alias in ours[0].names})
    taken = top_level_names(source) & {name for node in needed for name in _defined(node)}
    if taken:
        what = f"defines {min(taken)}, which a helper from {VOCABULARY} goes by, too"
        raise ReleaseError(file, what, "choose another name")
    present = {ast.unparse(node) for node in tree.body}
    imports = [node for node in needed if isinstance(node, ast.Import) and ast.unparse(node) not in present]
    functions = [ast.get_source_segment(helpers, node) or "" for node in needed if not isinstance(node, ast.Import)]
    lines = source.split("\n")
    lines[ours[0].lineno - 1 : ours[0].end_lineno] = ["", "\n\n\n".join(functions), ""]
    first = min(node.lineno for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)) - 1
    lines[first:first] = [line for node in imports for line in _import_lines(node)]
    return "\n".join(lines)


def in_ascii(file: str, source: str) -> str:
    """The same program, with escapes for what is not ASCII in strings and comments.

    Raises:
        ReleaseError: something else is not ASCII, or a string cannot be escaped: a raw one, or one inside the braces
            of an f-string, where Python 3.11 takes no backslash.
    """
    tree = _parsed(file, source)
    spans = [(start, end) for start, end in _literals(source) if not source[start:end].isascii()]
    text = _escaped(source, spans)
    if not text.isascii():
        line = next(number for number, line in enumerate(text.split("\n"), 1) if not line.isascii())
        raise ReleaseError(file, f"line {line} is not ASCII outside of a string", "name it in ASCII")
    for node in ast.walk(tree):
        if isinstance(node, ast.FormattedValue) and any(_is_foreign(part) for part in ast.walk(node)):
            what = f"line {node.lineno} is not ASCII inside the braces of an f-string"
            raise ReleaseError(file, what, "take it out of the braces")
    if _changed(tree, text):
        start = next(start for start, end in spans if _changed(tree, _escaped(source, [(start, end)])))
        what = f"line {source.count(chr(10), 0, start) + 1}: this string is another one with escapes"
        raise ReleaseError(file, what, "write it without r and without a backslash before what is not ASCII")
    return text


def _parsed(file: str, source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError as error:
        raise ReleaseError(file, f"line {error.lineno}: {error.msg}", "make it valid Python") from None


def _check_imports(file: str, tree: ast.Module, ours: Sequence[ast.ImportFrom], known: set[str]) -> None:
    """One import of ours at most, at the top, of names as they are."""
    for node in ast.walk(tree):
        modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        modules += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if node not in ours[:1] and any(module.partition(".")[0] == "autograder" for module in modules):
            what = f"line {getattr(node, 'lineno', 0)}: students do not have {modules[0]}"
            raise ReleaseError(file, what, f"import from {VOCABULARY}, in one statement at the top")
    for alias in [alias for node in ours for alias in node.names]:
        if alias.asname or alias.name not in known:
            raise ReleaseError(file, f"imports {ast.unparse(alias)} from {VOCABULARY}", "import its functions by name")


def _needed(tree: ast.Module, names: set[str]) -> list[ast.stmt]:
    """The statements that define these names and all that they use, in their order."""
    defined = {name: node for node in tree.body for name in _defined(node)}
    found: set[ast.stmt] = set()
    while names:
        new = {defined[name] for name in names if name in defined} - found
        found |= new
        names = {part.id for node in new for part in ast.walk(node) if isinstance(part, ast.Name)}
    return [node for node in tree.body if node in found]


def _defined(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.asname or alias.name for alias in node.names}
    return {node.name} if isinstance(node, ast.FunctionDef) else set()


def _import_lines(node: ast.Import) -> list[str]:
    standard = node.names[0].name.partition(".")[0] in sys.stdlib_module_names
    return [ast.unparse(node), *([""] if standard else [])]


def _literals(source: str) -> Iterator[Span]:
    """Where strings and comments stand; an f-string counts as one, whichever Python reads it."""
    starts = list(accumulate((len(line) + 1 for line in source.split("\n")), initial=0))
    depth, begin = 0, 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        kind = tokenize.tok_name[token.type]
        start, end = (starts[line - 1] + column for line, column in (token.start, token.end))
        if kind == "FSTRING_START":  # from Python 3.12 on
            begin = begin if depth else start
            depth += 1
        elif kind == "FSTRING_END":
            depth -= 1
            if not depth:
                yield begin, end
        elif kind in ("STRING", "COMMENT") and not depth:
            yield start, end


def _is_foreign(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and not node.value.isascii()


def _escaped(source: str, spans: Sequence[Span]) -> str:
    for start, end in reversed(spans):
        source = source[:start] + source[start:end].encode("ascii", "backslashreplace").decode() + source[end:]
    return source


def _changed(tree: ast.Module, text: str) -> bool:
    """Whether the text is another program than the tree's."""
    try:
        return ast.dump(ast.parse(text)) != ast.dump(tree)
    except SyntaxError:
        return True
