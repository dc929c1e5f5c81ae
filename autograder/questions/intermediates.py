"""Named intermediate values of a reference: which of its lines declare one, and what they are in one of its calls.

A line of a solution declares the value that it makes with a comment at its end, or in a line below it:

    x_hat = (x - mu) / std  # -> x_hat (n, d)
    A.append(phi(Z))  # -> A_{len(A) - 1} (n, ...) = A[-1]; words after a semicolon are for the reader
    delta = back * slope(Z)  # -> phi'(z)? = slope(Z) # -> delta

That is a label, the shape if it is to be checked, and an expression where the label is no variable. Braces in a label
are evaluated: in a loop each value has a label of its own. A question mark behind it: a right answer need not hold the
value in a variable. Several in one comment each begin with `# ->`.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

from autograder.questions.contracts import Contract
from autograder.questions.trusted import QuestionError, read_source
from autograder.wire.parts import RETURNED, parts

MARK = "# ->"
FORM = re.compile(r"(?P<label>[^=;]+?)(?:\s+\((?P<dims>[^()=]*)\))?(?:\s+=\s+(?P<expression>.+))?")
LABEL = 40  # characters, braces evaluated
_Function = ast.FunctionDef | ast.AsyncFunctionDef


class IntermediatesError(QuestionError):
    """A declaration that cannot be used; the message names its file and line."""


@dataclass(frozen=True)
class Declared:
    """One declaration.

    Attributes:
        number: its place among those of its function, from 0.
        line: of the file.
        label: as it is written; braces in it are evaluated.
        dims: the shape, by names and sizes; None if it is not told.
        expression: what is evaluated once the line has run.
        lines: those of its statement.
        optional: whether a right answer need not hold it.
        depends: the numbers of those that it is computed from, directly or not.
    """

    number: int
    line: int
    label: str
    dims: tuple[str, ...] | None
    expression: str
    lines: range
    optional: bool = False
    depends: frozenset[int] = frozenset()


class Intermediate(NamedTuple):
    """One value in one call: a declared one, or with `number` -1 a part of what was returned."""

    number: int
    label: str
    value: Any


@dataclass(frozen=True)
class Chain:
    """The declarations of one function, in the order of its lines."""

    file: str
    function: str
    declared: tuple[Declared, ...]

    def values(self, reference: Callable[..., Any], args: Sequence[Any]) -> list[Intermediate]:
        """Calls the reference, which is ours and trusted, and returns its values in the order in which they came.

        Raises:
            IntermediatesError: an expression raises, or its value is nothing that holds numbers.
            Exception: whatever the reference raises.
        """
        taken: list[Intermediate] = []
        returned, taken = _Tracer(self, reference).run(args)
        last = {one.label: at for at, one in enumerate(taken)}
        once = [one for at, one in enumerate(taken) if last[one.label] == at]
        return [*once, *(Intermediate(-1, name, v) for name, v in parts(RETURNED, returned) if v is not None)]

    def misfit(self, contract: Contract, args: Sequence[Any], one: Intermediate) -> str:
        """What is wrong with a value's shape; empty if it is as declared."""
        dims = self.declared[one.number].dims
        if dims is None or "..." in dims:
            return ""
        shape, sizes = getattr(one.value, "shape", ()), contract.sizes(args)
        wanted = [int(dim) if dim.isdecimal() else sizes.get(dim) for dim in dims]
        if len(shape) == len(dims) and all(want is None or want == got for want, got in zip(wanted, shape)):
            return ""
        return f"{one.label} has the shape {tuple(shape)}, declared is ({', '.join(dims)})"


def chains(path: Path) -> dict[str, Chain]:
    """The declarations of a solution, by function; functions without any are left out.

    Raises:
        IntermediatesError: one cannot be used.
        QuestionError: the file cannot be read.
    """
    source = read_source(path)
    if MARK not in source:
        return {}
    found: dict[str, Chain] = {}
    comments = {  # by their lines
        token.start[0]: token.string
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT and token.string.startswith(MARK)
    }
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            inside = {n: comments.pop(n) for n in sorted(comments) if node.lineno <= n <= (node.end_lineno or 0)}
            if inside:
                found[node.name] = Chain(str(path), node.name, _declarations(path, node, inside))
    if comments:
        raise _error(path, min(comments), "declares a value outside of functions")
    return found


def _error(path: Path | str, line: int, what: str) -> IntermediatesError:
    return IntermediatesError(f"{path}, line {line}: {what}")


def _declarations(path: Path, function: ast.FunctionDef, comments: Mapping[int, str]) -> tuple[Declared, ...]:
    made: list[Declared] = []
    for line, comment in comments.items():
        lines = _statement(path, function, line)
        for text in comment.split(MARK)[1:]:
            made.append(_declaration(path, len(made), line, lines, text.partition(";")[0].strip()))
    flow = _Flow(made)
    flow.block(function.body)
    return tuple(replace(one, depends=frozenset(flow.depends[one.number])) for one in made)


def _statement(path: Path, function: ast.FunctionDef, line: int) -> range:
    """The lines of the simple statement of the function's own body that a comment stands behind, or below."""
    before = [node for node in ast.walk(function) if isinstance(node, ast.stmt) and node.lineno <= line]
    last = max((n for n in before if n is not function), key=lambda n: (n.lineno, n.end_lineno or 0), default=None)
    if last is not None and last in [*_own_statements(function.body)] and not isinstance(last, ast.Return):
        return range(last.lineno, (last.end_lineno or last.lineno) + 1)
    raise _error(path, line, "a value is declared beside a line that makes none (a loop, a return, an inner function)")


def _own_statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    for node in body:
        inner = [getattr(node, name, []) for name in ("body", "orelse", "finalbody")]
        if isinstance(node, _Function | ast.ClassDef):
            continue
        if not any(inner):
            yield node
        for block in inner:
            yield from _own_statements(block)


def _declaration(path: Path, number: int, line: int, lines: range, text: str) -> Declared:
    match = FORM.fullmatch(text)
    if match is None:
        raise _error(path, line, f"{text!r} is no declaration: write `{MARK} label (n, d)`, or `label = expression`")
    label, dims, expression = match["label"].strip(), match["dims"], match["expression"]
    optional, label = label.endswith("?"), label.removesuffix("?")
    if expression is None and not label.isidentifier():
        raise _error(path, line, f"{label!r} is no variable: say what it is, as in `{MARK} {label} = expression`")
    shape = None if dims is None else tuple(dim.strip() for dim in dims.split(",") if dim.strip())
    for source in (expression or label, f"f{label!r}"):
        try:
            compile(source, str(path), "eval")
        except SyntaxError:
            raise _error(path, line, f"{source!r} is no expression") from None
    return Declared(number, line, label, shape, expression or label, lines, optional)


class _Flow:
    """What each variable is computed from: by its function's statements in order, loops twice; too much, if unsure."""

    def __init__(self, declared: Sequence[Declared]) -> None:
        self._declared = declared
        self._made: dict[str, set[int]] = {}
        self.depends: dict[int, set[int]] = {one.number: set() for one in declared}

    def block(self, body: Sequence[ast.stmt]) -> None:
        for node in body:
            self._statement(node)

    def _statement(self, node: ast.stmt) -> None:
        if isinstance(node, _Function | ast.ClassDef):
            self._made[node.name] = self._of(_names(node))
        elif isinstance(node, ast.For | ast.While):
            for _ in range(2):
                if isinstance(node, ast.For):
                    for name in _names(node.target):
                        self._made[name] = self._of(_names(node.iter))
                self.block(node.body)
            self.block(node.orelse)
        elif isinstance(node, ast.If | ast.With | ast.Try):
            for name in ("body", "orelse", "finalbody"):
                self.block(getattr(node, name, []))
        else:
            self._simple(node)

    def _simple(self, node: ast.stmt) -> None:
        read = self._of(_names(node))
        fresh = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        if isinstance(node, ast.AugAssign):
            fresh = set()
        changed = set(_changed(node)) - fresh
        for name in fresh:
            self._made[name] = set(read)
        for name in changed:
            self._made.setdefault(name, set()).update(read)
        for one in self._declared:
            if node.lineno == one.lines.start:
                names = _names(ast.parse(one.expression))
                self.depends[one.number] |= self._of(names)
                # A value that holds nothing of what the line makes is a step on the way to that.
                for name in (names & (fresh | changed)) or (fresh | changed):
                    self._made[name].add(one.number)

    def _of(self, names: set[str]) -> set[int]:
        return {number for name in names for number in self._made.get(name, ())}


def _changed(node: ast.stmt) -> Iterator[str]:
    """The variables whose object it may change: in place, an entry of it, or by a method."""
    if isinstance(node, ast.AugAssign):
        targets: list[ast.expr] = [node.target]
    elif isinstance(node, ast.Assign):
        targets = [t for target in node.targets for t in ast.walk(target) if isinstance(t, ast.Subscript)]
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        targets = [node.value.func]
    else:
        targets = []
    for target in targets:
        inner: ast.expr = target
        while isinstance(inner, ast.Subscript | ast.Attribute):
            inner = inner.value
        if isinstance(inner, ast.Name):
            yield inner.id


def _names(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


@dataclass
class _Tracer:
    """Takes declared values in one call of a reference, in its own frame alone."""

    chain: Chain
    reference: Callable[..., Any]
    taken: list[Intermediate] = field(default_factory=list)
    _line: int = 0
    _error: IntermediatesError | None = None

    def run(self, args: Sequence[Any]) -> tuple[Any, list[Intermediate]]:
        before = sys.gettrace()
        sys.settrace(self._call)
        try:
            returned = self.reference(*args)
        finally:
            sys.settrace(before)
        if self._error is not None:
            raise self._error
        return returned, self.taken

    def _call(self, frame: FrameType, event: str, _: Any) -> Any:
        if event != "call" or frame.f_code is not self.reference.__code__ or self._line:
            return None
        self._line = frame.f_lineno
        return self._look

    def _look(self, frame: FrameType, event: str, _: Any) -> Any:
        if event in ("line", "return"):
            for one in self.chain.declared:
                ended = self._line in one.lines and (event == "return" or frame.f_lineno not in one.lines)
                if ended and self._error is None:
                    self._take(one, frame)
            self._line = frame.f_lineno
        return self._look

    def _take(self, one: Declared, frame: FrameType) -> None:
        names = {**frame.f_globals, **frame.f_locals}
        try:
            value = eval(one.expression, names)  # noqa: S307 - of a file of the course, which has just been executed
            label = eval(f"f{one.label!r}", names) if "{" in one.label else one.label  # noqa: S307
        except Exception as error:
            self._error = _error(
                self.chain.file, one.line, f"{one.expression!r} raises {type(error).__name__}: {error}"
            )
            return
        found = list(parts(one.label, value))
        if len(found) != 1 or found[0][0] != one.label:
            what = f"{one.expression!r} is no array or number, and no list or dict of numbers"
            self._error = _error(self.chain.file, one.line, what)
        elif len(label) > LABEL:
            self._error = _error(self.chain.file, one.line, f"its label has more than {LABEL} characters")
        elif found[0][1] is not None:
            self.taken.append(Intermediate(one.number, label, found[0][1]))
