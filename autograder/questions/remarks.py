"""The words for what is odd about a student's file, in both languages: one sentence that says what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from autograder.results import Message, place_words
from autograder.texts import Text, said
from autograder.wire.messages import Remark

# {name} and {detail} are the remark's own; where it stands is put before.
WORDS: Mapping[str, tuple[str, str]] = {
    "trailing-nul": (
        "the file ended in NUL bytes, which were ignored: it may have been cut while it was saved or downloaded",
        "文件末尾有 NUL 字节，已忽略：文件可能在保存或下载时被截断",
    ),
    "notebook-in-py": (
        "the file is named .py but holds a notebook: it was read as one",
        "文件名以 .py 结尾，内容却是 notebook：已按 notebook 读取",
    ),
    "script-in-ipynb": (
        "the file is named .ipynb but holds a Python script: it was read as one",
        "文件名以 .ipynb 结尾，内容却是 Python 脚本：已按脚本读取",
    ),
    "setup": (
        "the first cell of the handout is missing or comes too late; what it defines ({name}) was supplied",
        "缺少作业的第一个单元格，或它的位置太靠后；其中的定义（{name}）已自动补上",
    ),
    "twice": (
        "{name} is defined a second time; this later definition counts",
        "{name} 被定义了第二次；以这一处为准",
    ),
    "stub-last": (
        "the handout's unfinished {name} comes after yours and takes its place: delete it, or move yours below it",
        "作业自带的未完成的 {name} 出现在你的定义之后，把它覆盖了：请删掉它，或把你的定义移到它后面",
    ),
    "overwritten": (
        "{name} was a function and is now something else ({detail}): give the value another name",
        "{name} 原是函数，从这里起变成了别的东西（{detail}）：请给这个值换一个名字",
    ),
    "deleted": (
        "{name} was deleted here (del): take the line out",
        "{name} 在这里被删除了（del）：请去掉这一行",
    ),
    "nested": (
        "{name} is defined inside something else (a class, another function, a branch that did not run), so that "
        "nothing can call it: move it to the left margin",
        "{name} 定义在别的代码内部（类、另一个函数，或没有执行到的分支），外部无法调用：请把它移到最左边、顶格书写",
    ),
    "similar": (
        "there is no function {name} in the file; is {detail} meant?",
        "文件里没有函数 {name}；是不是写成了 {detail}？",
    ),
    "in-raw": (
        "{name} stands in a raw cell, which is not run: change the cell's type to code",
        "{name} 写在了 raw 单元格里，不会运行：请把单元格类型改为代码",
    ),
    "in-markdown": (
        "{name} stands in a Markdown cell, which is not run: change the cell's type to code",
        "{name} 写在了 Markdown 单元格里，不会运行：请把单元格类型改为代码",
    ),
    "magic": (
        "{name} was not run, nor the rest of its cell{detail}",
        "{name} 以及该单元格的其余内容没有运行{detail}",
    ),
    "cut": (
        "it did not finish in the time that loading a file may take, and was ended; what follows still ran",
        "未能在载入文件的时限内结束，已被中止；其后的内容照常运行",
    ),
}
HIDES = ("; it hides {detail}: take the magic out", "；其中有 {detail}：请去掉这个魔法命令")


def message(remark: Remark) -> Message | None:
    """The sentence, with its place; None for a code that nobody knows (a student's process may claim any)."""
    words = WORDS.get(remark.code)
    if words is None:
        return None
    detail = remark.detail
    texts = []
    for text, hides in zip(words, HIDES):
        shown = detail
        if remark.code == "magic":
            shown = hides.replace("{detail}", detail) if detail else ""
        texts.append(text.replace("{name}", remark.name).replace("{detail}", shown))
    en, zh = texts
    if not remark.line and not remark.cell:
        return Message(en, zh)
    if not remark.line:
        return Message(f"below code cell {remark.cell}: {en}", f"第 {remark.cell} 个代码单元格之后：{zh}")
    return placed(remark.cell, remark.line, Message(en, zh))


def placed(cell: int, line: int, said: Message) -> Message:
    """A sentence with its place before it."""
    where = place_words(cell, line)
    return Message(f"{where.en}: {said.en}", f"{where.zh}：{said.zh}")


def in_line(remark: Remark, languages: Iterable[str]) -> str:
    """In those of a course's languages that we speak, for notes; empty for an unknown code."""
    words = message(remark)
    return said(Text(words.en, words.zh), languages) if words is not None else ""
