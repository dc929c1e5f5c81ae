"""The setup cell of a handout: the imports of its questions, and what its checks and pictures need.

That lies in a small file beside the notebook, and in the package. It comes before jaxtyping, which it stands in for
where that is not installed. Where a file is graded, it is one of the modules that do nothing.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence

from autograder.course import Homework, Text
from autograder.release.text_templates import fill
from autograder.texts import SPOKEN, said, spoken
from autograder.wire.text import BESIDE

FIRST = Text("Run this cell first.", "请先运行本单元格。")
ONE = Text("of the checks", "检查结果的语言")
KEEP = Text("Keep this file beside the notebook; it is not handed in.", "请把本文件留在笔记本旁边，不必提交。")
CHOICE = Text('of the checks: "en", "zh", or "" for your system\'s', '检查结果的语言："zh"、"en"，留空则随系统')


def setup_source(homework: Homework, imports: Iterable[str], language: str = "") -> str:
    """The source of the setup cell of a homework whose questions need these import statements.

    `language` is that of the checks and of all comments; without one it is the course's only one, else the system's,
    and comments are in all of them.
    """
    merged = merge_imports([*imports, f"from {BESIDE} import checks, explore, label"])
    languages = spoken((language,) if language else homework.languages)
    only = len(spoken(homework.languages)) == 1
    choice = said(ONE if only else CHOICE, languages)
    language = languages[0] if only else language
    values = {
        "first": said(FIRST, languages),
        "language": language,
        "choice": choice,
        "offered": offered(homework, languages),
    }
    return fill("setup_cell.py", homework=homework.name, imports=merged, **values).rstrip()


def beside(languages: Iterable[str] = SPOKEN) -> bytes:
    """The file beside the notebook that the setup cell imports; it speaks the languages of the course, if it can."""
    wanted = f"LANGUAGES = {spoken(languages)!r}".replace("'", '"')
    text = re.sub(r"^LANGUAGES = .*$", wanted, fill(f"{BESIDE}.py"), count=1, flags=re.MULTILINE)
    return text.replace(str(KEEP), said(KEEP, languages), 1).encode()


def offered(homework: Homework, languages: Sequence[str] = ()) -> list[str]:
    """What may be imported when a homework is graded, a line in each of these languages, or of the course's."""
    everywhere = [p for p in homework.packages if all(p in q.packages for q in homework.questions)]
    some = {p: [q.name for q in homework.questions if p in q.packages] for p in homework.packages}
    en = [f"in {', '.join(names)} {p} too" for p, names in some.items() if p not in everywhere]
    zh = [f"{'、'.join(names)} 还可用 {p}" for p, names in some.items() if p not in everywhere]
    lines = {
        "en": f"Available when graded: the standard library, {'; '.join([', '.join(everywhere), *en])}.",
        "zh": f"评分时可用：标准库、{'；'.join(['、'.join(everywhere), *zh])}。",
    }
    return [lines[language] for language in spoken(languages or homework.languages)]


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
