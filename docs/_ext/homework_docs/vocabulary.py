"""What suites and files of wrong answers are written with, from the docstrings of `autograder.checks`."""

from __future__ import annotations

import inspect
import types
from collections.abc import Iterator, Mapping

import autograder.checks as hidden
from autograder.checks import calls as calling
from autograder.checks import compare, gradients, misconceptions, modules, oracles, public
from autograder.checks import inputs as drawing
from autograder.checks import values as reading
from homework_docs.docstrings import parsed
from homework_docs.markdown import code, paragraphs, text

# What an author imports, by the part of the page: the module, and which of its names (all that it defines if none).
PARTS: Mapping[str, tuple[types.ModuleType, tuple[str, ...]]] = {
    "Comparing, in hidden suites": (compare, ()),
    "Calls: arguments and errors": (calling, ()),
    "Inputs": (drawing, ("seeded", "generator", "primes", "away_from_zero")),
    "Numbers and sequences": (reading, ("as_floats", "as_integers", "as_scalar", "as_count", "as_sequence")),
    "Gradients by differences": (gradients, ()),
    "Oracles: torch's gradients": (oracles, ()),
    "Modules of torch": (modules, ("parameter_shapes", "module_forward")),
    "Comparing, in public suites": (public, ("compare", "integer", "parts", "unchanged", "failure")),
    "Wrong answers": (misconceptions, ("misconception", "together", "Misconception", "Together", "Shown")),
}
FROM_THE_TOP = set(hidden.__all__)


def names(module: types.ModuleType, chosen: tuple[str, ...]) -> Iterator[str]:
    """The names of a part, in the order of the source."""
    own = (name for name, one in vars(module).items() if getattr(one, "__module__", "") == module.__name__)
    yield from chosen or (name for name in own if not name.startswith("_"))


def vocabulary() -> str:
    """Signature, meaning and an example of each."""
    described = []
    for title, (module, chosen) in PARTS.items():
        every = list(names(module, chosen))
        where = "autograder.checks" if FROM_THE_TOP.issuperset(every) else module.__name__
        described.append(f"## {title}\n\nFrom {code(where)}.")
        about = parsed(module)
        if module in (public, misconceptions):  # whose module says what no function of it does
            described.append(paragraphs(about.text) if module is misconceptions else _example(about.text))
        described += [part for name in every for part in _entry(name, getattr(module, name))]
    return "\n\n".join(described)


def _entry(name: str, thing: object) -> Iterator[str]:
    said = parsed(thing)
    is_error = isinstance(thing, type) and issubclass(thing, Exception)
    yield f"### {name}"
    if not is_error:
        yield f"```python\n{_signature(name, thing)}\n```"
    yield paragraphs(said.text)
    for title in ("Args", "Attributes"):
        if said.entries(title):
            yield "\n".join(f"- {code(argument)}: {text(means)}" for argument, means in said.entries(title).items())
    for title in ("Returns", "Raises"):
        if said.block(title):
            yield f"*{title}:* {text(said.block(title))}"
    if said.block("Example"):
        yield f"```pycon\n{said.block('Example')}\n```"


def _signature(name: str, thing: object) -> str:
    """Names and defaults; what types they have is said in the entries."""
    signature = inspect.signature(thing)  # type: ignore[arg-type]
    bare = [one.replace(annotation=inspect.Parameter.empty) for one in signature.parameters.values()]
    return f"{name}{signature.replace(parameters=bare, return_annotation=inspect.Signature.empty)}"


def _example(words: str) -> str:
    """The examples of a module's docstring."""
    lines = [line[4:] for line in words.splitlines() if line.startswith("    ")]
    return "```pycon\n" + "\n".join(lines) + "\n```"
