"""What a handout says by the manifest: which packages there are, how long it takes, what a question builds on."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import groupby

from autograder.course import Course, Homework, Question, Text, Written

SHOWN = {"numpy": "NumPy", "scipy": "SciPy", "sklearn": "scikit-learn", "torch": "PyTorch"}
COLON = Text(": ", "：")
STOP = Text(".", "。")
SEMICOLON = Text("; ", "；")
COMMA = Text(", ", "、")
AND = Text(" and ", "、")


def packages(homework: Homework, language: str) -> str:
    """What may be imported when a homework is graded, as a paragraph of its head."""
    everywhere = [p for p in homework.packages if all(p in q.packages for q in homework.questions)]
    parts = {p: _numbered(homework, p, language) for p in homework.packages if p not in everywhere}
    shown = [SHOWN.get(p, p) for p in everywhere]
    offered = COMMA[language].join(shown)
    if language == "zh":
        more = "".join(f"；{where}还可以导入 {SHOWN.get(p, p)}" for p, where in parts.items())
        return (
            f"**可用的库。** 评分时可以导入标准库{f'和 {offered}' if offered else ''}{more}；别的库都不能用。"
            "画图的单元格要用 Matplotlib，它们不参与评分。"
        )
    more = "".join(f"; in {where} {SHOWN.get(p, p)} too" for p, where in parts.items())
    return _wrapped(
        f"**Packages.** When graded, your file can import {_listed('the standard library', *shown)}{more}; nothing "
        "else. The cells that draw pictures need Matplotlib; they are not graded."
    )


def _numbered(homework: Homework, package: str, language: str) -> str:
    numbers = {q.name: number for number, q in enumerate(homework.questions, 1) if package in q.packages}
    one = Text("question {} (`{}`)", "第 {} 题（`{}`）")[language]
    return COMMA[language].join(one.format(number, name) for name, number in numbers.items())


def duration(homework: Homework, language: str) -> str:
    """How long a homework takes, as a paragraph of its head; nothing unless each question says its own time."""
    times = [item.minutes for item in homework.all_questions]
    known = [minutes for minutes in times if minutes is not None]
    if len(known) < len(times):
        return ""
    hours = max(1, round(sum(known) / 60))
    return Text(
        _wrapped(
            f"**Time.** All questions together take about {hours} hours; each says its own time, and what it builds "
            "on. Times are for orientation and are not graded."
        ),
        f"**用时。** 全部题目合计约需 {hours} 小时；每道题都注明了自己的用时和前置知识。用时仅供参考，与评分无关。",
    )[language]


def needs(course: Course, homework: Homework, item: Question | Written, language: str) -> str:
    """The line below a question's heading: its time, and what comes before it; nothing if the manifest says neither."""
    parts = []
    if item.minutes is not None:
        parts.append(Text(f"About {item.minutes} minutes", f"约 {item.minutes} 分钟")[language])
    before = [
        _of_one(course, homework, where, [name.rpartition("/")[2] for name in names], language)
        for where, names in groupby(item.needs, lambda name: name.rpartition("/")[0])
    ]
    before += [item.ideas[language]] if item.ideas is not None else []
    if before:
        parts.append(Text("Builds on", "前置")[language] + COLON[language] + SEMICOLON[language].join(before))
    line = Text(" ", "")[language].join(f"{part}{STOP[language]}" for part in parts)
    return _wrapped(line) if language == "en" else line


def _of_one(course: Course, homework: Homework, where: str, names: Sequence[str], language: str) -> str:
    """Earlier questions of this homework, by their numbers, or of the homework `where`."""
    if not where:
        every = [item.name for item in homework.all_questions]
        one = Text("{} (`{}`)", "第 {} 题（`{}`）")[language]
        found = AND[language].join(one.format(every.index(name) + 1, name) for name in names)
        return Text(f"question{'s' if len(names) > 1 else ''} {found}", found)[language]
    found = AND[language].join(f"`{name}`" for name in names)
    title = course.homework(where).title[language]
    return Text(f"{found} of “{title}”", f"《{title}》的 {found}")[language]


def _listed(*names: str) -> str:
    """Names as English lists them."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def _wrapped(line: str) -> str:
    """English only: a line's end inside Chinese would be shown as a gap."""
    return textwrap.fill(line, 118, break_long_words=False, break_on_hyphens=False)
