"""The general statements in both languages, one line each: what is wrong, where, and what to look at next."""

from __future__ import annotations

import re
from collections.abc import Mapping

from autograder.results import Message

# `part` is the name of one returned value and a colon, or nothing where there is only one value.
TEXTS: Mapping[str, tuple[str, str]] = {
    "exception": (
        "Raises {error} for some valid inputs. Which sizes or values does the code take for granted?",
        "对某些合法输入会抛出 {error}。代码默认了哪些形状或取值？",
    ),
    "exception-always": (
        "Raises {error} for every input. Run one small example in your file and read the last line of the traceback.",
        "对任何输入都会抛出 {error}。请在自己的文件里运行一个小例子，看看报错信息的最后一行。",
    ),
    "no-exception": (
        "Returns a result where the prompt asks for {error}. Which inputs are impossible?",
        "题目要求抛出 {error} 的地方，函数却返回了结果。哪些输入是不可能的？",
    ),
    "none": (
        "Returns nothing (None). Is a return missing, or does the function print its result?",
        "没有返回值（None）。是不是漏了 return，或者只是把结果打印了出来？",
    ),
    "object": (
        "Returns an object that is no number, array or list. Expected: {expected}.",
        "返回的对象既不是数、数组，也不是列表。应为：{expected}。",
    ),
    "structure": (
        "The returned values are not put together as the prompt asks. Expected: {expected}.",
        "返回值的组织方式与要求不同。应为：{expected}。",
    ),
    "extra-axis": (
        "{part}the values are right, but there is one axis of length 1 too many. Look at reshape and keepdims.",
        "{part}数值正确，但多了一个长度为 1 的轴。检查 reshape 和 keepdims。",
    ),
    "missing-axis": (
        "{part}an axis is missing. Which axes does a sum or a mean remove? Expected: {expected}.",
        "{part}少了一个轴。求和或求平均时去掉了哪些轴？应为：{expected}。",
    ),
    "shape": (
        "{part}the shape is wrong for some inputs. Expected: {expected}. Which axes does broadcasting add?",
        "{part}对某些输入，形状不对。应为：{expected}。广播时多出了哪些轴？",
    ),
    "shape-always": (
        "{part}the shape is wrong for every input. Expected: {expected}.",
        "{part}对任何输入，形状都不对。应为：{expected}。",
    ),
    "dtype": (
        "{part}the numbers are of the wrong kind. Which dtype does a buffer get from zeros_like, or from integers?",
        "{part}数的类型不对。用 zeros_like 或由整数得到的数组是什么 dtype？",
    ),
    "nan": (
        "{part}NaN or infinity for some inputs, right for the others. Which exp, log or division goes out of range?",
        "{part}对某些输入得到 NaN 或无穷大，其余都正确。哪个 exp、log 或除法超出了范围？",
    ),
    "nan-always": (
        "{part}NaN or infinity for every input. Print the intermediate results: where does the first one appear?",
        "{part}对任何输入都得到 NaN 或无穷大。打印中间结果：它最早出现在哪一步？",
    ),
    "nan-too": (
        "{part}NaN or infinity for some inputs, and wrong values for others. Begin with small, ordinary numbers.",
        "{part}对某些输入得到 NaN 或无穷大，对另一些输入数值也不对。先用普通的小数值检查。",
    ),
    "precision": (
        "{part}right to a few digits only. Is anything computed in float32, rounded, or shifted by a small constant?",
        "{part}只有前几位数字正确。是否用了 float32、做了舍入，或加了一个很小的常数？",
    ),
    "changed": (
        "The result is right, but the argument {argument} is changed by the call. Work on a new array.",
        "结果正确，但调用后参数 {argument} 被改动了。请在新数组上计算。",
    ),
    "unrepeatable": (
        "The same seed gives different results in two calls. Which generator do the random numbers come from?",
        "同一个种子在两次调用中给出了不同的结果。随机数来自哪个生成器？",
    ),
    "opposite": (
        "{part}every entry has the opposite sign. Follow one minus sign through your formula.",
        "{part}每个元素的符号都相反。顺着公式检查负号。",
    ),
    "factor": (
        "{part}every entry is exactly {factor} times the right one. Which factor is missing or counted twice?",
        "{part}每个元素恰好是正确值的 {factor} 倍。哪个因子漏掉了，或者多乘了一次？",
    ),
    "some-factor": (
        "{part}right up to one common factor for all entries of a call. Compare your scaling with the formula's.",
        "{part}每次调用的所有元素与正确值只差一个共同的因子。请对照公式检查缩放因子。",
    ),
    "one-more": (
        "{part}too large by exactly 1. Does counting begin or end one step off?",
        "{part}恰好大了 1。计数的起点或终点是否差了一步？",
    ),
    "one-less": (
        "{part}too small by exactly 1. Does counting begin or end one step off?",
        "{part}恰好小了 1。计数的起点或终点是否差了一步？",
    ),
    "sign": (
        "{part}the absolute values are all right, some signs are not. Where does a sign depend on the input?",
        "{part}所有元素的绝对值都对，但部分符号不对。哪里的符号取决于输入？",
    ),
    "transposed": (
        "{part}the result is transposed. Which axis comes first?",
        "{part}结果被转置了。哪个轴在前？",
    ),
    "permuted": (
        "{part}the right numbers in another order. Look at reshape, transposes and the order of loops.",
        "{part}数值都对，但顺序不同。检查 reshape、转置和循环的顺序。",
    ),
    "zeros": (
        "{part}all entries are 0 for every input. Is the result ever written into the array that is returned?",
        "{part}对任何输入，所有元素都是 0。计算结果写进返回的数组了吗？",
    ),
    "part": (
        "{right} right, {wrong} wrong: look there first.",
        "{right} 正确，{wrong} 不对：先检查后者。",
    ),
    "other-value": (
        "The form of the result is right, but for some inputs its value is not.",
        "结果的形式正确，但对某些输入，其内容不对。",
    ),
}

# The same for one comparison of a public test, shown below its message: there are no probes and no other inputs.
REMARKS: Mapping[str, tuple[str, str]] = {
    "exception": (
        "raised in {place}, called with {arguments}; other calls return: which sizes or values are taken for granted?",
        "异常发生在{place}，调用参数为 {arguments}；其他调用都正常：代码默认了哪些形状或取值？",
    ),
    "exception-always": (
        "raised in {place}",
        "异常发生在{place}",
    ),
    "none": (
        "{function} returns nothing (None): is a return missing, or is the result only printed?",
        "{function} 没有返回值（None）：是不是漏了 return，或者只是把结果打印了出来？",
    ),
    "structure": (
        "the returned values are not put together as the prompt asks; expected: {expected}",
        "返回值的组织方式与要求不同；应为：{expected}",
    ),
    "extra-axis": (
        "the values are right, but there is one axis of length 1 too many: look at reshape and keepdims",
        "数值正确，但多了一个长度为 1 的轴：检查 reshape 和 keepdims",
    ),
    "missing-axis": (
        "an axis is missing: which axes does a sum or a mean remove? Expected: {expected}",
        "少了一个轴：求和或求平均时去掉了哪些轴？应为：{expected}",
    ),
    "shape": (
        "the shape is wrong: which axes does broadcasting add? Expected: {expected}",
        "形状不对：广播时多出了哪些轴？应为：{expected}",
    ),
    "scalar": (
        "one number is expected, not an array: is a sum or a mean missing?",
        "应得到一个数，而不是数组：是不是漏了求和或求平均？",
    ),
    "shape-always": ("the shape is wrong; expected: {expected}", "形状不对；应为：{expected}"),
    "dtype": (
        "the numbers are of the wrong kind: which dtype does a buffer get from zeros_like, or from integers?",
        "数的类型不对：用 zeros_like 或由整数得到的数组是什么 dtype？",
    ),
    "nan": (
        "NaN or infinity here, right elsewhere: which exp, log or division goes out of range?",
        "这里得到 NaN 或无穷大，其余都正确：哪个 exp、log 或除法超出了范围？",
    ),
    "nan-always": (
        "NaN or infinity: print the intermediate results; where does the first one appear?",
        "得到 NaN 或无穷大：打印中间结果，看看它最早出现在哪一步？",
    ),
    "nan-too": (
        "NaN or infinity here, and wrong values elsewhere: begin with small, ordinary numbers",
        "这里得到 NaN 或无穷大，别处的数值也不对：先用普通的小数值检查",
    ),
    "precision": (
        "right to a few digits only: is anything computed in float32, rounded, or shifted by a small constant?",
        "只有前几位数字正确：是否用了 float32、做了舍入，或加了一个很小的常数？",
    ),
    "changed": (
        "{function} changes its argument {argument}: work on a new array",
        "{function} 改动了传入的参数 {argument}：请在新数组上计算",
    ),
    "opposite": (
        "{every} the opposite of what is expected: follow one minus sign through your formula",
        "{every}与应有值符号相反：顺着公式检查负号",
    ),
    "factor": ("{every} {factor} what is expected{reason}", "{every}是应有值的 {factor}{reason}"),
    "one-more": (
        "{every} too large by exactly 1: does counting begin or end one step off?",
        "{every}恰好大了 1：计数的起点或终点是否差了一步？",
    ),
    "one-less": (
        "{every} too small by exactly 1: does counting begin or end one step off?",
        "{every}恰好小了 1：计数的起点或终点是否差了一步？",
    ),
    "sign": (
        "the absolute values are all right, some signs are not: where does a sign depend on the input?",
        "所有数的绝对值都对，但部分符号不对：哪里的符号取决于输入？",
    ),
    "transposed": ("the result is transposed: which axis comes first?", "结果被转置了：哪个轴在前？"),
    "permuted": (
        "the right numbers in another order: look at reshape, transposes and the order of loops",
        "数值都对，但顺序不同：检查 reshape、转置和循环的顺序",
    ),
    "zeros": (
        "every number is 0: is the result ever written into the array that is returned?",
        "所有数都是 0：计算结果写进返回的数组了吗？",
    ),
}


def remark(what: str, words: Mapping[str, tuple[str, str]]) -> Message:
    """The statement about a public test, with the words that are given in both languages filled in."""
    en, zh = REMARKS[what]
    return Message(
        en.format_map({k: v[0] for k, v in words.items()}), zh.format_map({k: v[1] for k, v in words.items()})
    )


def message(what: str, words: Mapping[str, object]) -> Message:
    """The statement, with its words filled in."""
    en, zh = TEXTS[what]
    part = str(words.get("part", ""))
    english = en.format_map({k: _en(str(v)) for k, v in words.items()} | {"part": f"{_en(part)}: " if part else ""})
    chinese = zh.format_map({k: _zh(str(v)) for k, v in words.items()} | {"part": f"{_zh(part)}：" if part else ""})
    return Message(english if part else english[:1].upper() + english[1:], chinese)


def _en(part: str) -> str:
    return part.replace("#", "value ")


def _zh(part: str) -> str:
    return re.sub(r"#(\d+)", r"第 \1 个返回值", part).replace(", ", "、")
