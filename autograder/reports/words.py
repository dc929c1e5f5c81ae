"""The words for outcomes and statuses, in both languages: one vocabulary for terminal and pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from autograder.course import Text
from autograder.results import Category, Cause, Outcome, Standing


@dataclass(frozen=True)
class Words:
    """How an outcome is shown.

    Attributes:
        sign: one character of width 1 in every terminal, so that colour is never all that tells them apart.
        color: a rich style.
        family: the CSS class that colours it; outcomes that need the same reaction share one.
        label: a few words.
        help: one sentence for the student.
    """

    sign: str
    color: str
    family: str
    label: Text
    help: Text


OUTCOMES: Mapping[Outcome, Words] = {
    "passed": Words(
        "✓",
        "green",
        "good",
        Text("passed", "通过"),
        Text("The result is right.", "结果正确。"),
    ),
    "failed": Words(
        "✗",
        "red",
        "wrong",
        Text("wrong value", "结果错误"),
        Text("The function ran, but its result is wrong.", "函数正常返回，但结果不对。"),
    ),
    "contract": Words(
        "#",
        "yellow",
        "form",
        Text("invalid result", "返回值无效"),
        Text(
            "The result has the wrong type, shape or dtype, or holds NaN or infinity.",
            "返回值的类型、形状或 dtype 不符合要求，或者含有 NaN 或无穷大。",
        ),
    ),
    "errored": Words(
        "!",
        "red",
        "raised",
        Text("raised an error", "抛出异常"),
        Text("The function raised an exception instead of returning a result.", "函数没有返回结果，而是抛出了异常。"),
    ),
    "timed_out": Words(
        "T",
        "magenta",
        "limit",
        Text("timed out", "运行超时"),
        Text("The function took longer than the time limit.", "函数的运行时间超过了限制。"),
    ),
    "memory": Words(
        "M",
        "magenta",
        "limit",
        Text("out of memory", "内存超限"),
        Text("The function needed more memory than the limit.", "函数占用的内存超过了限制。"),
    ),
    "crashed": Words(
        "C",
        "magenta",
        "limit",
        Text("crashed", "进程崩溃"),
        Text("The process that ran the function ended before it answered.", "运行该函数的进程在给出结果之前就中止了。"),
    ),
    "not_implemented": Words(
        "-",
        "dim",
        "blank",
        Text("not written yet", "尚未作答"),
        Text("The stub is still as it was handed out.", "函数仍是下发时的空框架，还没有填写。"),
    ),
    "not_run": Words(
        "?",
        "dim",
        "blank",
        Text("not run", "未运行"),
        Text(
            "The test did not run, usually because something before it used up the time or the file did not load.",
            "这项测试没有运行，通常是因为前面的部分用完了时间，或者文件未能载入。",
        ),
    ),
    "grader_error": Words(
        "G",
        "bold blue",
        "ours",
        Text("grader fault", "评分系统故障"),
        Text(
            "The grader failed, not your code. This does not count as zero: the course staff will grade it again.",
            "这是评分系统的故障，与你的代码无关。不会因此记零分，助教会重新评分。",
        ),
    ),
}

# How a student sees a hidden case that did not pass, however it ended: see `told`.
NOT_PASSED = Words(
    "○",
    "red",
    "wrong",
    Text("not passed", "未通过"),
    Text(
        "A hidden test that did not pass. Of all those of a question, one reason is given: the gravest.",
        "未通过的隐藏测试。同一道题只给出其中最严重的一个原因。",
    ),
)

# How a student sees "not_implemented" of a function that is written: see `results.calls_stub`.
UNTESTED = Words(
    "~",
    "dim",
    "blank",
    Text("not tested: it calls a stub", "未能测试：用到了空框架"),
    Text(
        "The function is written, but it calls another one that is still as it was handed out.",
        "函数已经写了，但它用到的另一个函数仍是下发时的空框架。",
    ),
)

# What a student is told about a mistake where the course reveals only its kind.
# What an outcome is called where a program reads it.
WORD_OF: Mapping[Words, str] = {
    **{words: outcome for outcome, words in OUTCOMES.items()},
    UNTESTED: "untested",
    NOT_PASSED: "not_passed",
}

CATEGORIES: Mapping[Category, Text] = {
    "value": Text("A wrong step in the formula or the algorithm.", "公式或算法中有一步不对。"),
    "convention": Text("A convention other than the one the prompt asks for.", "采用了与题目要求不同的约定。"),
    "stability": Text(
        "Numerical stability: some inputs overflow, or digits are lost.", "数值稳定性：某些输入会溢出，或丢失有效数字。"
    ),
    "shape": Text("The form of the result: its shape, its type or its layout.", "返回值的形式：形状、类型或组织方式。"),
    "changed": Text("An argument is changed by the call.", "调用改动了传入的参数。"),
    "exception": Text(
        "An exception where a result is asked for, or a result where an exception is.",
        "应返回结果时抛出了异常，或者相反。",
    ),
}

_MISTAKE_IN = Text("Likely mistake in", "可能的错误出在")
_CONVENTION_IN = Text("Another convention in", "与题目不同的约定：")


def mistake_in(category: Category) -> Text:
    """What stands before the function that a hint speaks of."""
    return _CONVENTION_IN if category == "convention" else _MISTAKE_IN


STATUSES: Mapping[Standing, Text] = {
    "graded": Text("graded", "已评分"),
    "unreadable": Text("unreadable", "无法读取"),
    "grader_error": Text("grader error", "评分系统故障"),
    "absent": Text("absent", "未提交"),
    "excused": Text("excused", "免交"),
}

# Why a mark is another than before, for the staff.
CAUSES: Mapping[Cause, str] = {
    "file": "another file was handed in",
    "suite": "the course's files of the question were changed",
    "grader": "the program or the machine is another",
    "seed": "other inputs",
    "marked": "marked again by hand",
    "adjusted": "adjusted after grading",
}
