"""The setup cell of a handout: the imports of its questions, and what its checks and pictures need.

That lies in a small file beside the notebook, and in the package. It comes before jaxtyping, which it stands in for
where that is not installed. Where a file is graded, it is one of the modules that do nothing.
"""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterable

from autograder.course import Homework
from autograder.release.text_templates import fill
from autograder.wire.text import BESIDE


def setup_source(homework: Homework, imports: Iterable[str], language: str = "") -> str:
    """The source of the setup cell of a homework whose questions need these import statements.

    `language` is that of the checks; without one it is the system's.
    """
    merged = merge_imports([*imports, f"from {BESIDE} import checks, explore, label"])
    values = {"homework": homework.name, "imports": merged, "offered": offered(homework), "language": language}
    return fill("setup_cell.py", **values).rstrip()


def beside() -> bytes:
    """The file beside the notebook that the setup cell imports."""
    return fill(f"{BESIDE}.py").encode()


def offered(homework: Homework) -> list[str]:
    """What may be imported when a homework is graded, a line in each language."""
    everywhere = [p for p in homework.packages if all(p in q.packages for q in homework.questions)]
    some = {p: [q.name for q in homework.questions if p in q.packages] for p in homework.packages}
    en = [f"in {', '.join(names)} {p} too" for p, names in some.items() if p not in everywhere]
    zh = [f"{'、'.join(names)} 还可用 {p}" for p, names in some.items() if p not in everywhere]
    return [
        f"Available when graded: the standard library, {', '.join(everywhere)}{''.join(f'; {part}' for part in en)}.",
        f"评分时可用：标准库、{'、'.join(everywhere)}{''.join(f'；{part}' for part in zh)}。",
    ]


def merge_imports(statements: Iterable[str]) -> str:
    """One statement per module, sorted as isort does: the standard library, then the rest."""
    plain: set[str] = set()
    names: dict[str, set[str]] = defaultdict(set)
    for node in ast.parse("\n".join(statements)).body:
        if isinstance(node, ast.Import):
            plain |= {ast.unparse(alias) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names[node.module or ""] |= {ast.unparse(alias) for alias in node.names}
    lines = [(name, 0, f"import {name}") for name in plain]
    lines += [(module, 1, f"from {module} import {', '.join(sorted(found))}") for module, found in names.items()]
    lines.sort(key=lambda line: (line[1], line[0]))
    standard = [text for name, _, text in lines if top_module(name) in sys.stdlib_module_names]
    others = [text for name, _, text in lines if top_module(name) not in sys.stdlib_module_names]
    return "\n\n".join("\n".join(part) for part in (standard, others) if part)


def top_module(name: str) -> str:
    """`numpy` of `numpy.linalg as la`."""
    return name.partition(" ")[0].partition(".")[0]
