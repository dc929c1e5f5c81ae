"""Runs a student's file, in the sandbox and in `homework check` alike: both read it with this code and say the same.

A file is run statement by statement in a module of its own, which is `__main__` to it. What is odd about it and may
have cost something is told as a `Remark`; whatever raises costs its own statement.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import difflib
import signal
import sys
import threading
import time
import types
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from autograder.sandbox.cells import Cell, File, defines, definition_of
from autograder.sandbox.imports import Gate, loop_without_descriptors
from autograder.sandbox.stand_ins import stand_in
from autograder.sandbox.statements import TRANSPARENT, Program, Step, compile_cells, is_coroutine, jupyter
from autograder.wire.calls import describe, is_scarce
from autograder.wire.messages import CellFault, Remark
from autograder.wire.statements import first_line, is_stub

SLOT = 0.1  # seconds for a statement once the file's time is used up: enough for a constant
REMARKS = 20
ALIKE = 0.75  # how much two names have in common of which one may be meant for the other


@dataclass(frozen=True)
class Handout:
    """What the handout itself brings, so that it is known in a student's file.

    Attributes:
        own: keys of its statements that are for looking only: checks and pictures.
        setup: keys of the statements of its first cell.
        prelude: source of its first cell.
        stubs: keys of the functions that it leaves to be written.
    """

    own: Collection[str] = ()
    setup: Sequence[str] = ()
    prelude: str = ""
    stubs: Collection[str] = ()


@dataclass
class Outcome:
    """What running a file has come to.

    Attributes:
        namespace: of the module.
        program: its statements.
        faults: what raised, or was no Python.
        remarks: what else is to be said.
        cut: statements that were ended for their time; `busy` is whether they were computing.
        scarce: a statement failed since the machine had no more of something.
    """

    namespace: dict[str, Any]
    program: Program
    faults: list[CellFault] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    cut: list[int] = field(default_factory=list)
    busy: bool = True
    scarce: bool = False


class _TimeUp(BaseException):
    """The file's time is used up."""


def load(
    file: File,
    functions: Sequence[str],
    gate: Gate,
    *,
    handout: Handout | None = None,
    path: str = "",
    seconds: float = 10.0,
    skip: Collection[int] = (),
    only_definitions_from: int | None = None,
    helpers: Mapping[str, str] | None = None,
    begin: Callable[[int, Step], None] = lambda number, step: None,
    compiled: Callable[[Program], None] = lambda program: None,
) -> Outcome:
    """Runs a file.

    Args:
        file: its cells.
        functions: those that are asked for.
        gate: what may be imported.
        handout: what it was made from.
        path: `__file__`.
        seconds: of wall time for all its statements together.
        skip: statements that are left out, since they hung or ended the process before.
        only_definitions_from: from this statement on nothing runs but definitions and imports.
        helpers: sources of modules that were handed in beside it, by name.
        begin: called before each statement that may hang.
        compiled: called with all statements, before the first one runs.
    """
    handout = handout or Handout()
    gate.own.update(helpers or {})
    loop_without_descriptors()
    program = compile_cells(file.code, handout.own, gate.lang)
    compiled(program)
    module = types.ModuleType("__main__")
    namespace = module.__dict__
    outcome = Outcome(namespace, program)
    outcome.faults += [CellFault(f.cell, f.line, f.error) for f in program.faults]
    outcome.remarks += [Remark(code, 0, 0) for code in file.odd]
    supplied = _supplied(handout, program, outcome)
    namespace.update(__file__=path, __builtins__=_builtins(namespace, supplied, gate))
    sys.modules["__main__"] = module
    stubs = frozenset(handout.stubs)
    statements = zip(_statements(program), program.keys, program.trees)
    of_handout = {id(step) for step, key, tree in statements if key in stubs or is_stub(tree)}
    watched = _Watched(functions, namespace, outcome, of_handout)
    clock = _Clock(seconds)
    for number, step in enumerate(program.steps):
        stopped = only_definitions_from is not None and number >= only_definitions_from and not step.definition
        if number in skip or stopped:
            continue
        if not step.definition:
            begin(number, step)
        try:
            with clock.slot(step):
                _run(step, namespace, gate)
        except _TimeUp:
            outcome.cut.append(number)
            outcome.busy = outcome.busy and clock.busy
            outcome.remarks.append(Remark("cut", step.cell, step.line))
        except BaseException as error:
            outcome.faults.append(CellFault(step.cell, step.line, describe(error)))
            outcome.scarce = outcome.scarce or is_scarce(error)
        watched.look(step)
    watched.done()
    missing = [name for name in functions if not callable(namespace.get(name)) or watched.is_stub(name)]
    _say_what_is_left_out(file.aside, program, missing, outcome)
    _say_what_is_nested(missing, program, outcome)
    _say_what_is_similar([name for name in missing if not defines(file.code, name)], functions, handout, outcome)
    gate.loaded()
    del outcome.remarks[REMARKS:]
    return outcome


def _run(step: Step, namespace: dict[str, Any], gate: Gate) -> None:
    if step.writes is not None:
        name, source = step.writes
        gate.own[name] = source
        sys.modules.pop(name, None)
    elif is_coroutine(step.code):
        _run_coroutine(types.FunctionType(step.code, namespace)())
    else:
        exec(step.code, namespace)  # noqa: S102 - this is the place


def _run_coroutine(coroutine: Any) -> None:
    """A statement that awaits, with an event loop of its own."""
    import asyncio

    asyncio.run(coroutine)


class _Clock:
    """The file's time: one budget for all statements; once it is used up, each may still take a moment."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds
        self.busy = True
        self._armed = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()

    @contextlib.contextmanager
    def slot(self, step: Step) -> Iterator[None]:
        if step.definition or not self._armed:
            yield
            return

        def ring(*_: object) -> None:
            raise _TimeUp

        began, computed = time.monotonic(), time.process_time()
        before = signal.signal(signal.SIGALRM, ring)
        # Again and again: a bare `except` in a loop takes the first for its own.
        signal.setitimer(signal.ITIMER_REAL, max(self._left, SLOT), SLOT)
        try:
            yield
        except _TimeUp:
            took = time.monotonic() - began
            self.busy = time.process_time() - computed > 0.8 * took
            raise
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
            self._left -= time.monotonic() - began


class _Watched:
    """The functions that are asked for, from statement to statement: which one went, and when."""

    def __init__(
        self, functions: Sequence[str], namespace: dict[str, Any], outcome: Outcome, of_handout: Collection[int]
    ) -> None:
        self._functions = functions
        self._of_handout = of_handout  # steps that are stubs, by id
        self._namespace = namespace
        self._outcome = outcome
        self._known: dict[str, Any] = {}
        self._defined: dict[str, Step] = {}
        self._gone: dict[str, Remark] = {}

    def look(self, step: Step) -> None:
        """After a statement."""
        for name in self._functions:
            now = self._namespace.get(name)
            if now is self._known.get(name):
                continue
            was, self._known[name] = self._known.get(name), now
            if callable(now):
                self._gone.pop(name, None)
                first = self._defined.get(name)
                stub = step.defines == name and id(step) in self._of_handout
                if stub and callable(was) and not (first is not None and id(first) in self._of_handout):
                    self._outcome.remarks.append(Remark("stub-last", step.cell, step.line, name))
                elif step.defines == name and first is not None and id(first) not in self._of_handout:
                    where = f"{first.cell}:{first.line}"
                    self._outcome.remarks.append(Remark("twice", step.cell, step.line, name, where))
                if step.defines == name:
                    self._defined[name] = step
                    if not stub:  # it has the last word after all
                        said = self._outcome.remarks
                        said[:] = [r for r in said if (r.code, r.name) != ("stub-last", name)]
                else:
                    self._defined.pop(name, None)
            elif callable(was):
                kind = "" if name not in self._namespace else type(now).__name__
                self._defined.pop(name, None)
                self._gone[name] = Remark("overwritten" if kind else "deleted", step.cell, step.line, name, kind)

    def is_stub(self, name: str) -> bool:
        """Whether a function is still the handout's."""
        step = self._defined.get(name)
        return step is not None and id(step) in self._of_handout

    def done(self) -> None:
        """At the end of the file."""
        self._outcome.remarks += self._gone.values()


def _say_what_is_left_out(aside: list[Cell], program: Program, functions: Sequence[str], outcome: Outcome) -> None:
    """Functions that are missing and stand where nothing runs."""
    for name in functions:
        for cell in aside:
            found = definition_of(name).search(cell.source) if f"def {name}" in cell.source else None
            if found is not None:
                line = cell.offset + cell.source[: found.start()].count("\n") + 1
                outcome.remarks.append(Remark(f"in-{cell.kind}", cell.number, line if not cell.number else 0, name))
    for magic, cell in program.magics:
        hidden = [name for name in functions if definition_of(name).search(cell.source)]
        if hidden or not magic.startswith(("%%write", "%%file", "%%html", "%%latex", "%%markdown", "%%bash", "%%sh")):
            outcome.remarks.append(Remark("magic", cell.number, cell.offset + 1, magic, ", ".join(hidden)))


def _say_what_is_nested(missing: Sequence[str], program: Program, outcome: Outcome) -> None:
    """Functions that are defined inside something else: a class, another function, a branch that did not run."""
    told = {remark.name for remark in outcome.remarks}
    wanted = set(missing) - told
    found: dict[str, Remark] = {}
    for step, tree in zip(_statements(program), program.trees) if wanted else ():
        for inner in ast.walk(tree):
            if inner is not tree and _defines_one_of(inner, wanted) and inner.name not in found:
                line = step.line + inner.lineno - first_line(tree)
                found[inner.name] = Remark("nested", step.cell, line, inner.name)
    outcome.remarks += [found[name] for name in missing if name in found]


def _statements(program: Program) -> list[Step]:
    """The steps that are statements of the file: one for each of its keys and trees."""
    return [step for step in program.steps if step.writes is None]


def _say_what_is_similar(missing: Sequence[str], functions: Sequence[str], handout: Handout, outcome: Outcome) -> None:
    """Functions that are missing where the file has one of nearly the same name."""
    told = {remark.name for remark in outcome.remarks}
    ours = {name for node in ast.parse(handout.prelude).body for name in _bound_by(node)}
    others: dict[str, tuple[str, Step]] = {}
    for step, tree in zip(_statements(outcome.program), outcome.program.trees):
        if isinstance(tree, ast.Import | ast.ImportFrom | ast.ClassDef):
            continue
        for name in _bound_by(tree) - ours - set(functions):
            if isinstance(outcome.namespace.get(name), types.FunctionType) or step.defines == name:
                others[_folded(name)] = name, step
    for name in missing:
        close = difflib.get_close_matches(_folded(name), others, 1, ALIKE) if name not in told else []
        if close:
            meant, step = others[close[0]]
            outcome.remarks.append(Remark("similar", step.cell, step.line, name, meant))


def _folded(name: str) -> str:
    """A name without what is easily written in another way."""
    return name.lower().replace("_", "")


def looks_like(namespace: Mapping[str, Any], elsewhere: Mapping[str, Sequence[str]]) -> str:
    """The other homework of whose functions the file defines most."""
    counts = {homework: sum(callable(namespace.get(n)) for n in names) for homework, names in elsewhere.items()}
    best = max(counts, key=lambda homework: counts[homework], default="")
    return best if best and counts[best] > 1 else ""


def _defines_one_of(node: ast.AST, names: Collection[str]) -> TypeGuard[ast.FunctionDef | ast.AsyncFunctionDef]:
    return isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name in names


# -- the first cell ---------------------------------------------------------------------------------------------


def _supplied(handout: Handout, program: Program, outcome: Outcome) -> dict[str, Any]:
    """What the handout's first cell defines, where the file needs it and lacks it, or has it too late."""
    if not handout.prelude or program.keys[: len(handout.setup)] == list(handout.setup):
        return {}
    tree = ast.parse(handout.prelude)
    needed = _used_unbound(program.trees, {name for node in tree.body for name in _bound_by(node)})
    if not needed:
        return {}
    outcome.remarks.append(Remark("setup", 0, 0, ", ".join(sorted(needed)[:5])))
    names: dict[str, Any] = {"__name__": "__main__"}
    for step in compile_cells([Cell(handout.prelude, 0)]).steps:
        with contextlib.suppress(BaseException):
            exec(step.code, names)  # noqa: S102 - ours
    return {name: value for name, value in names.items() if not name.startswith("__")}


def _used_unbound(trees: Sequence[ast.stmt], names: Collection[str]) -> set[str]:
    """Which of these names some statement needs as it runs before any statement has bound it; or that none binds."""
    bound: set[str] = set()
    missing: set[str] = set()
    later: set[str] = set()
    for tree in trees:
        function = isinstance(tree, ast.FunctionDef | ast.AsyncFunctionDef)
        now: list[ast.AST] = [tree]
        if isinstance(tree, ast.FunctionDef | ast.AsyncFunctionDef):
            now = [tree.args, *tree.decorator_list, *([tree.returns] if tree.returns else [])]
        used = {n.id for part in now for n in ast.walk(part) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
        missing |= used & set(names) - bound
        if function:
            later |= {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id in names}
        bound |= _bound_by(tree)
    return missing | (later - bound)


def _bound_by(tree: ast.stmt) -> set[str]:
    if isinstance(tree, ast.Import | ast.ImportFrom):
        return {(alias.asname or alias.name).partition(".")[0] for alias in tree.names}
    if isinstance(tree, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {tree.name}
    return {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


# -- what a notebook has that a script has not --------------------------------------------------------------------


class _Shell(stand_in("get_ipython")):  # type: ignore[misc]
    """What `get_ipython()` gives: magics that run Python run it, all others do nothing."""

    def __init__(self, namespace: dict[str, Any], gate: Gate) -> None:
        self._namespace = namespace
        self._gate = gate

    def run_line_magic(self, name: str, line: str, *more: Any) -> Any:
        """`%time f(x)` runs `f(x)`, `%run mine.py` a module that came with the file or that it has written."""
        if name in ("run", "load"):
            self._run(name, _statement(line).split(" ")[0].strip("'\""))
            return self
        code = _statement(line) if name in TRANSPARENT else ""
        if code:
            exec(code, self._namespace)  # noqa: S102 - a student's, in the sandbox
        return self

    def _run(self, magic: str, file: str) -> None:
        module = file.removesuffix(".py").replace("/", ".").lstrip(".")
        source = self._gate.own.get(module, self._gate.own.get(module.rpartition(".")[2]))
        if source is None:
            raise FileNotFoundError(f"%{magic} {file}: there is no such file; hand it in beside this one")
        exec(compile(source, f"<{module}.py>", "exec", dont_inherit=True), self._namespace)  # noqa: S102

    def run_cell_magic(self, name: str, line: str, body: str) -> Any:
        """The same for a cell."""
        if name in TRANSPARENT:
            exec(body, self._namespace)  # noqa: S102
        return self


def _statement(line: str) -> str:
    """The code of a line magic, without its options."""
    words = line.split()
    while words and words[0].startswith("-"):
        words.pop(0)
    return line[line.index(words[0]) :] if words else ""


def _builtins(namespace: dict[str, Any], supplied: Mapping[str, Any], gate: Gate) -> dict[str, Any]:
    """The builtins of a student's module, with what Jupyter adds and the handout's own names where they are missing."""
    shown = stand_in("display")
    extra = {"display": shown(), "get_ipython": lambda: _Shell(namespace, gate)}
    return {**vars(builtins), **extra, **supplied}


def prepare() -> None:
    """Imports what loading may need, before a server's children lose sight of the file system."""
    jupyter()
