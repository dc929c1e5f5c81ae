"""`homework hint`: the next of a question's three layers each time it is asked for, and a count of what was shown.

The count is kept beside the hints and carried by the receipt of `homework pack`. It is on trust, as all on a student's
machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from autograder.course import Text
from autograder.files import write_file
from autograder.questions.handout import read_handout_file
from autograder.questions.layers import SUFFIX, LayersError, read
from autograder.student.finding import CheckError

FOLDER = "hints"  # beside the tests
ASKED = "asked.json"
LARGEST = 1 << 16  # bytes
TITLES = {"en": ("What to look at", "The concept", "The step"), "zh": ("先看哪里", "相关概念", "这一步怎么走")}
WORDS = {
    "en": {
        "head": "{question}, hint {number} of {total}: {title}",
        "more": "For the next one, ask again: homework hint {question}",
        "last": "That was the last one.",
        "none": "{question}: there are no hints for this question",
        "nothing": "this homework comes without hints",
        "broken": "{file}: {error}: take the file from the homework's zip again",
    },
    "zh": {
        "head": "{question}，提示 {number} / {total}：{title}",
        "more": "还想看下一条，就再运行一次：homework hint {question}",
        "last": "这是最后一条提示。",
        "none": "{question}：这道题没有提示",
        "nothing": "本次作业没有提示",
        "broken": "{file}：文件已损坏，请从作业压缩包中重新取一份",
    },
}


def asked(tests: Path) -> dict[str, int]:
    """How many layers were shown, by question, in the order of the handout."""
    try:
        counts = json.loads((tests.with_name(FOLDER) / ASKED).read_bytes())
        found = {str(question): int(count) for question, count in counts.items() if int(count) > 0}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
    handout = read_handout_file(tests)
    rank = {name: number for number, name in enumerate(handout.functions if handout is not None else ())}
    return dict(sorted(found.items(), key=lambda one: rank.get(one[0], len(rank))))


def texts(tests: Path, question: str, lang: str) -> list[Text]:
    """The layers of a question.

    Raises:
        CheckError: there are none, or the file is damaged.
    """
    words = WORDS[lang]
    path = tests.with_name(FOLDER) / f"{question}{SUFFIX}"
    if not path.is_file():
        any_at_all = any(tests.with_name(FOLDER).glob(f"*{SUFFIX}"))
        raise CheckError(words["none" if any_at_all else "nothing"].format(question=question))
    try:
        with path.open("rb") as file:
            return read(file.read(LARGEST), question)
    except (OSError, LayersError) as error:
        raise CheckError(words["broken"].format(file=path.name, error=error)) from None


def ask(tests: Path, question: str, lang: str, *, again: bool = False) -> Iterator[str]:
    """The next layer of a question, or with `again` those that were shown before; after the last one, all of them.

    Raises:
        CheckError: there are none, or the file is damaged.
        WriteError: the count cannot be kept.
    """
    layers = texts(tests, question, lang)
    counts = asked(tests)
    before = min(counts.get(question, 0), len(layers))
    now = before if again else min(before + 1, len(layers))
    first = 0 if again or before == len(layers) else before
    if now != before:
        content = json.dumps(counts | {question: now}, indent=1, sort_keys=True) + "\n"
        write_file(tests.with_name(FOLDER) / ASKED, content.encode("utf-8"))
    words = WORDS[lang]
    for number in range(first, now):
        title = TITLES[lang][number]
        yield words["head"].format(question=question, number=number + 1, total=len(layers), title=title)
        yield layers[number][lang]
        yield ""
    yield words["last" if now == len(layers) else "more"].format(question=question)
