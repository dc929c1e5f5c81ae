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
import sys
import types
from collections.abc import Iterator, Sequence

from autograder.sandbox import event_loop
from autograder.sandbox.after_forks import no_work_after_forks
from autograder.sandbox.stand_ins import (
    Progress,
    StandIn,
    StandInModule,
    progress_range,
    refuse,
)
from autograder.wire.text import BESIDE

ALWAYS = ("jaxtyping", "typing_extensions", "numpy")
INERT = (
    BESIDE, "otter", "matplotlib", "mpl_toolkits", "seaborn", "IPython", "ipywidgets", "tqdm", "jupyter_client",
)  # fmt: skip
# What nearly every submission uses, imported once in the server. Every further module makes each fork slower
# (a fork copies a page table entry per page and a record per mapped library); others are imported when asked for.
PRELOADED = (
    "collections.abc", "copy", "dataclasses", "encodings.gb18030", "encodings.utf_16", "encodings.utf_8_sig",
    "fractions", "itertools", "json", "math", "random", "typing",
    "jaxtyping", "numpy", "numpy.linalg", "numpy.random",
)  # fmt: skip
# Packages by name that no student has written.
KNOWN = (
    "torch",
    "torchvision",
    "scipy",
    "sklearn",
    "pandas",
    "tensorflow",
    "keras",
    "jax",
    "numba",
    "sympy",
    "autograder",
)
# Of this package what students use to look at their work: inert while it is graded, like a plot.
FOR_LOOKING = ("autograder.student", "autograder.student.gradients")
# Of packages that only some homeworks offer, what most who use them need.
LARGER = {
    "scipy": ("scipy", "scipy.linalg", "scipy.special", "scipy.optimize"),
    "pandas": ("pandas",),
    "sklearn": ("sklearn", "sklearn.base", "sklearn.utils"),
}
TORCH = ("torch", "torch.nn", "torch.nn.functional", "torch.optim")


class Gate(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """First of the finders: refuses, stands in, or lets the ordinary finders look."""

    def __init__(
        self, packages: Sequence[str], stand_ins: Sequence[str] = (), *, libraries_may: bool = False, lang: str = "en"
    ) -> None:
        """Sets what may be imported.

        Args:
            packages: beyond the standard library and NumPy.
            stand_ins: packages of the homework's other questions: their cells shall load, and do nothing.
            libraries_may: only a student's own code is refused what is not offered; a library may import anything.
            lang: of what is refused, "en" or "zh"; and of what else is said while a file is loaded.
        """
        self.lang = lang
        self.inert = {*INERT, *stand_ins}
        self.stand_ins = tuple(stand_ins)
        self.allowed = {*ALWAYS, *packages, *sys.stdlib_module_names}
        # Where another question may use more, it is the question that does not.
        who = "this question" if stand_ins else "this homework"
        self.offered = f"{who} offers {' and '.join(['the standard library', ', '.join(packages)])}"
        if lang == "zh":
            self.offered = f"{'本题' if stand_ins else '本作业'}可用的是标准库和 {'、'.join(packages)}"
        # Such packages import much of their own, lazily.
        self.libraries_may = libraries_may or bool({*packages} - {*ALWAYS})
        self.own: dict[str, str] = {}  # sources of modules that came with the file, or that it writes
        self.used: set[str] = set()  # those that were imported

    def loaded(self) -> None:
        """The file is loaded: what other questions may use now says that it is not offered here."""
        refuse({package: self._not_offered(package) for package in self.stand_ins})

    def _not_offered(self, package: str, *, own: bool = False) -> str:
        """What a person is told who uses a package that is not offered; `own` if it may be a module of theirs."""
        if self.lang == "zh":
            beside = "；如果是你自己写的模块，请与这个文件一起提交" if own else ""
            return f"评分时不能使用 {package}：{self.offered}{beside}"
        beside = "; a module of your own: hand it in beside this file" if own else ""
        return f"{package} is not available when this is graded: {self.offered}{beside}"

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Decides by the first part of the name."""
        if name == "asyncio":
            return _with_our_loop(path)
        if self._is_inert(name):
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        if self._is_own(name):  # before the standard library's, as beside a script
            return importlib.machinery.ModuleSpec(name, self, is_package=self._is_own_folder(name))
        refused = self.refusal(name)
        if not refused or (self.libraries_may and not _asked_by_students(sys._getframe(1))):
            return None
        raise ModuleNotFoundError(refused, name=name)

    def refusal(self, name: str) -> str:
        """What is said to a student who imports this; nothing where it is offered, stands in, or came with the file."""
        top = name.partition(".")[0]
        if self._is_inert(name) or self._is_own(name) or top in self.allowed:
            return ""
        return self._not_offered(top, own=top not in KNOWN)

    def _is_inert(self, name: str) -> bool:
        return name.partition(".")[0] in self.inert or name in FOR_LOOKING

    def _is_own(self, name: str) -> bool:
        return (name in self.own or self._is_own_folder(name)) and name.partition(".")[0] not in ALWAYS

    def _is_own_folder(self, name: str) -> bool:
        return any(own.startswith(f"{name}.") for own in self.own)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType | None:
        """A stand-in; an ordinary module for what came with the file."""
        inert = spec.name.partition(".")[0] in self.inert or spec.name in FOR_LOOKING
        if spec.name in self.own or not inert:
            return None
        module = StandInModule(spec.name)
        if spec.name.partition(".")[0] == "tqdm":
            vars(module).update(tqdm=Progress, trange=progress_range)
        return module

    def exec_module(self, module: types.ModuleType) -> None:
        """Runs a module that came with the file; of a stand-in there is nothing to run."""
        source = self.own.get(module.__name__)
        if source is not None:
            self.used.add(module.__name__)
            module.__file__ = f"{module.__name__.replace('.', '/')}.py"
            code = compile(source, f"<{module.__name__}.py>", "exec", dont_inherit=True)
            exec(code, module.__dict__)  # noqa: S102 - a student's, in the sandbox


def loop_without_descriptors() -> None:
    """Sees to it that every event loop does without sockets, also where asyncio has been imported before."""
    if "asyncio" in sys.modules:
        event_loop.install(vars(sys.modules["asyncio"]))


def _with_our_loop(path: Sequence[str] | None) -> importlib.machinery.ModuleSpec | None:
    """Asyncio as it is, whose loops will do without sockets."""
    spec = importlib.machinery.PathFinder.find_spec("asyncio", path)
    loader = spec.loader if spec is not None else None
    if loader is None:
        return None
    run = loader.exec_module

    def exec_module(module: types.ModuleType) -> None:
        run(module)
        loop_without_descriptors()

    loader.exec_module = exec_module  # type: ignore[method-assign]
    return spec


def _asked_by_students(frame: types.FrameType | None) -> bool:
    """Whether an import statement stands in a student's own code, not in a library's."""
    while frame is not None and "importlib" in frame.f_code.co_filename:
        frame = frame.f_back
    return frame is not None and frame.f_code.co_filename.startswith("<")


def preload(packages: Sequence[str]) -> None:
    """Imports in the server what its children may need, before they lose sight of the file system."""
    for name in (name for package in packages for name in LARGER.get(package, ())):
        importlib.import_module(name)
    if "torch" in packages:
        for name in (*PRELOADED, *TORCH):
            importlib.import_module(name)
        torch = sys.modules["torch"]
        torch.set_num_threads(1)
        parameter = torch.nn.Parameter(torch.zeros(1))
        torch.optim.SGD([parameter], lr=0.1)  # the first optimiser imports torch._dynamo: a second, once
        torch.nn.functional.mse_loss(torch.nn.Linear(2, 1)(torch.ones(1, 2)), torch.ones(1, 1)).backward()
    elif not {*packages} <= {*ALWAYS}:
        for name in PRELOADED:
            importlib.import_module(name)
    else:
        with _without_mocks(), no_work_after_forks():
            for name in PRELOADED:
                importlib.import_module(name)


@contextlib.contextmanager
def _without_mocks() -> Iterator[None]:
    """Keeps `unittest.mock` out, which jaxtyping's import hook asks for: with it come asyncio and OpenSSL."""
    stand_ins = {name: types.ModuleType(name) for name in ("unittest", "unittest.mock") if name not in sys.modules}
    for module in stand_ins.values():
        vars(module)["patch"] = StandIn()
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:  # a student who asks for it gets the real one
            sys.modules.pop(name)


def close_gate(packages: Sequence[str], stand_ins: Sequence[str]) -> Gate:
    """From here on imports go through the gate. What the server itself imported stays as it is."""
    for name in [n for n in sys.modules if n.partition(".")[0] in INERT]:
        del sys.modules[name]
    gate = Gate(packages, stand_ins)
    sys.meta_path.insert(0, gate)
    return gate
