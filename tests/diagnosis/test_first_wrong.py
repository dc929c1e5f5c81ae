"""Answers as students write them to ten questions: the first wrong value of wrong ones, nothing of right ones."""

import tomllib
from pathlib import Path

import pytest

from autograder.diagnosis.aligning import First
from autograder.diagnosis.first_wrong import sentence
from tests.diagnosis.traced import said
from tests.diagnosis.traced_sources import OTHER, RIGHT

FUNCTIONS = {function: (place, function) for place, function in RIGHT}
WRONG = tomllib.loads((Path(__file__).parent / "first_wrong.toml").read_text(encoding="utf-8"))["wrong"]


def changed(function, replacements):
    source = RIGHT[FUNCTIONS[function]]
    for old, new in replacements:
        assert old in source
        source = source.replace(old, new)
    return source


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: f"{wrong['function']}: {wrong['change'][0][1]}")
def test_the_first_wrong_value_is_told_or_nothing_if_nothing_is_certain(wrong):
    source = changed(wrong["function"], wrong["change"])
    for suite in ("hidden", "public"):
        assert said(*FUNCTIONS[wrong["function"]], source, hidden=suite == "hidden") == wrong[suite]


@pytest.mark.parametrize("hidden", [True, False])
@pytest.mark.parametrize("sources", [RIGHT, OTHER], ids=["right", "another style"])
def test_of_right_answers_in_any_style_nothing_is_said(sources, hidden):
    for (place, function), source in sources.items():
        assert said(place, function, source, hidden=hidden) == "", function


def test_every_question_with_a_chain_is_among_these():
    assert {place.partition("/")[2] for place, _ in RIGHT} >= {
        *("softmax_cross_entropy_grad", "linear_backward", "mlp_loss_and_grads", "deep_backprop", "batch_norm"),
        *("adam", "conv2d", "residual_block", "information_gain", "best_split"),
    }
    for function in FUNCTIONS:
        assert sum(one["function"] == function and bool(one["hidden"]) for one in WRONG) >= 2, function


def test_the_sentence_is_told_in_chinese_as_well():
    source = changed("mlp_loss_and_grads", [("dh * h * (1 - h)", "dh")])
    assert said(*FUNCTIONS["mlp_loss_and_grads"], source, lang="zh") == (
        "第 16 行的 `dz1` 是最先出现差异的值：与应有的值相比，少乘了因子 `h * (1 - h)`。"
        "`loss`、`dz`、`dW2`、`db2` 是对的。"
    )


@pytest.mark.parametrize(
    ("first", "en", "zh"),
    [
        (
            First("scaled", "dW", "gw", (3, 9), "1/n", ("dX",)),
            "`gw` in code cell 3, line 9 is the first value that differs: it is 1/n times the expected `dW`. "
            "`dX` is right.",
            "第 3 个代码单元格第 9 行的 `gw` 是最先出现差异的值：它是应有的 `dW` 的 1/n 倍。`dX` 是对的。",
        ),
        (
            First("opposite", "", "return[1]['W1']", (0, 4), named=True),
            "The returned `W1` in line 4 is the first value that differs: "
            "it is the expected one with the opposite sign.",
            "第 4 行返回的 `W1` 是最先出现差异的值：它与应有的值符号相反。",
        ),
        (
            First("times", "x_hat", "x_hat", (0, 2), "std", first=False, named=True),
            "`x_hat` in line 2 differs: it is the expected one times `std` "
            "(a factor is one too many, or a division is missing).",
            "第 2 行的 `x_hat` 有差异：它等于应有的值乘以 `std`（多乘了一个因子，或者少除了一次）。",
        ),
        (
            First("scaled", "delta_3", "d", (0, 7), "n", sure=False),
            "`d` in line 7, if it is your `delta_3`, is the first value that differs: it is n times the expected one.",
            "第 7 行的 `d` 如果就是你的 `delta_3`，那么它是最先出现差异的值：它是应有的值的 n 倍。",
        ),
        (
            First("nothing", "x_hat", right=("mu", "var")),
            "No variable of yours has the value of `x_hat`; `mu` and `var` are right.",
            "你的变量里没有一个等于 `x_hat`；`mu`、`var` 是对的。",
        ),
        (
            First("wrong", "", "return[1][0]", right=("mu",), first=False),
            "`mu` is right; returned value 2, entry [0] is not.",
            "`mu` 是对的；第 2 个返回值的 [0] 不对。",
        ),
        (
            First("after", "", right=("a", "r")),
            "`a` and `r` are right: what is wrong comes after.",
            "`a`、`r` 是对的：错误出在它们之后。",
        ),
    ],
)
def test_each_kind_of_sentence_reads_naturally(first, en, zh):
    assert (sentence(first).en, sentence(first).zh) == (en, zh)
