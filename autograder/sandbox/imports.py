"""What student code may import: the standard library, the homework's packages, and inert stand-ins.

A notebook plots and checks itself; while it is graded nobody looks. Those packages are replaced by modules
whose every attribute is a function that does nothing, so that a cell with `import matplotlib` keeps its other
lines. Anything else is refused with a sentence the student can act on.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.abc
import importlib.machinery
import os
import sys
import types
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from typing import Any

ALWAYS = ("jaxtyping", "typing_extensions", "numpy")
INERT = ("otter", "matplotlib", "mpl_toolkits", "seaborn", "IPython", "ipywidgets", "tqdm", "jupyter_client")
# What nearly every submission uses, imported once in the server. Every further module makes each fork slower
# (a fork copies a page table entry per page and a record per mapped library); others are imported when asked for.
PRELOADED = (
    "collections.abc", "copy", "dataclasses", "encodings.gb18030", "encodings.utf_16", "encodings.utf_8_sig",
    "fractions", "itertools", "json", "math", "random", "typing",
    "jaxtyping", "numpy", "numpy.linalg", "numpy.random",
)  # fmt: skip
TORCH = ("torch", "torch.nn", "torch.nn.functional", "torch.optim")


class Inert:
    """Does nothing, whatever is asked of it; even a class derived from it is one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Takes anything: a class statement with an inert base makes an instance in the place of a class."""

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
        """So that an inert module attribute can stand among the bases of a class."""
        return (Inert,)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Itself; as a decorator, the function as it was."""
        return args[0] if len(args) == 1 and callable(args[0]) and not kwargs else self

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __getitem__(self, key: object) -> Any:
        return self

    def __setitem__(self, key: object, value: object) -> None:
        pass

    def __iter__(self) -> Iterator[Any]:
        # `fig, ax = plt.subplots()` unpacks two, `fig, (a, b) = ...` two again; no more can be known
        return iter((self, self))

    def __enter__(self) -> Inert:
        return self

    def __exit__(self, *error: object) -> None:
        pass


class _InertModule(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Inert()


class _Progress(Inert):
    """A progress bar: its items, and nothing else."""

    def __init__(self, items: Iterable[Any] = (), *args: Any, **kwargs: Any) -> None:
        """Takes what is to be counted; a bar moved by hand has nothing."""
        self._items = items

    def __iter__(self) -> Iterator[Any]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items) if isinstance(self._items, Sized) else 0

    def __bool__(self) -> bool:
        return True

    @staticmethod
    def write(*args: Any, **kwargs: Any) -> None:
        """Shows nothing."""


def _progress_range(*args: int, **kwargs: Any) -> _Progress:
    return _Progress(range(*args))


class Gate(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """First of the finders: refuses, stands in, or lets the ordinary finders look."""

    def __init__(self, packages: Sequence[str], stand_ins: Sequence[str] = ()) -> None:
        """Sets what may be imported.

        Args:
            packages: beyond the standard library and NumPy.
            stand_ins: packages of the homework's other questions: their cells shall load, and do nothing.
        """
        self.inert = {*INERT, *stand_ins}
        self.allowed = {*ALWAYS, *packages, *sys.stdlib_module_names}
        self.offered = ", ".join(["the standard library", *packages])

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Decides by the first part of the name."""
        top = name.partition(".")[0]
        if top in self.inert:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        if top in self.allowed or "torch" in self.allowed:  # torch imports much of its own, lazily
            return None
        raise ModuleNotFoundError(f"{top} is not available here: this homework offers {self.offered}", name=name)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        """An inert module."""
        module = _InertModule(spec.name)
        if spec.name.partition(".")[0] == "tqdm":
            vars(module).update(tqdm=_Progress, trange=_progress_range)
        return module

    def exec_module(self, module: types.ModuleType) -> None:
        """Nothing to execute."""


def preload(packages: Sequence[str]) -> None:
    """Imports in the server what its children may need, before they lose sight of the file system."""
    if "torch" in packages:
        for name in (*PRELOADED, *TORCH):
            importlib.import_module(name)
        torch = sys.modules["torch"]
        torch.set_num_threads(1)
        parameter = torch.nn.Parameter(torch.zeros(1))
        torch.optim.SGD([parameter], lr=0.1)  # the first optimiser imports torch._dynamo: a second, once
        torch.nn.functional.mse_loss(torch.nn.Linear(2, 1)(torch.ones(1, 2)), torch.ones(1, 1)).backward()
    else:
        with _without_mocks(), _no_work_after_forks():
            for name in PRELOADED:
                importlib.import_module(name)


@contextlib.contextmanager
def _without_mocks() -> Iterator[None]:
    """Keeps `unittest.mock` out, which jaxtyping's import hook asks for: with it come asyncio and OpenSSL."""
    stand_ins = {name: types.ModuleType(name) for name in ("unittest", "unittest.mock") if name not in sys.modules}
    for module in stand_ins.values():
        vars(module)["patch"] = Inert()
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:  # a student who asks for it gets the real one
            sys.modules.pop(name)


@contextlib.contextmanager
def _no_work_after_forks() -> Iterator[None]:
    """What modules want to do in a child is left out where there is only one thread.

    It is threading that asks: it makes locks anew that nobody can hold, and touches a hundred pages for it, each of
    which the kernel has to copy.
    """
    wanted: list[Callable[[], object]] = []
    register = os.register_at_fork

    def note(**hooks: Callable[[], object]) -> None:
        after = hooks.pop("after_in_child", None)
        if after is not None:
            wanted.append(after)
        if hooks:
            register(**hooks)

    def after_in_child() -> None:
        if len(getattr(sys.modules.get("threading"), "_active", ())) != 1:
            for after in wanted:
                after()

    os.register_at_fork = note  # type: ignore[assignment]
    try:
        yield
    finally:
        os.register_at_fork = register
    register(after_in_child=after_in_child)


def close_gate(packages: Sequence[str], stand_ins: Sequence[str]) -> None:
    """From here on imports go through the gate. What the server itself imported stays as it is."""
    for name in [n for n in sys.modules if n.partition(".")[0] in INERT]:
        del sys.modules[name]
    sys.meta_path.insert(0, Gate(packages, stand_ins))
