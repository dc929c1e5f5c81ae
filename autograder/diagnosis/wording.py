"""The general statements in both languages, one line each: what is wrong, where, and what to look at next."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from autograder.results import Message, place_words

# `part` is the name of one returned value and a colon, or nothing where there is only one value.
TEXTS: Mapping[str, tuple[str, str]] = {
    "exception": (
        "Raises {error} for some ordinary inputs. Which sizes or values does the code take for granted?",
        "对某些普通的合法输入会抛出 {error}。代码默认了哪些形状或取值？",
    ),
    "exception-in-module": (
        "The network cannot be built, or cannot be run on images of the prompt's size. Run it on zeros of "
        "that size and "
        "print the shape after every layer.",
        "网络无法构建，或无法在题目给定大小的图像上运行。用同样大小的全零输入跑一遍，打印每一层之后的形状。",
    ),
    "raises-at-edge": (
        "Raises {error} for {edge}. What does the code take for granted about its input?",
        "遇到{edge}会抛出 {error}。代码对输入默认了什么？",
    ),
    "raises-integers": (
        "Raises {error} for arrays of integers: an operation in place (+=, -=, *=, /=) cannot store fractions in them. "
        "Make a new array.",
        "遇到整数数组会抛出 {error}：原地运算（+=、-=、*=、/=）无法在整数数组里存放小数。请新建数组。",
    ),
    "raises-at-extremes": (
        "Right for ordinary inputs, but raises {error} for extreme ones. Which exp, power or log goes out of range?",
        "普通输入都正确，极端输入却会抛出 {error}。哪个 exp、幂或对数超出了范围？",
    ),
    "layers": (
        "The layers are not those of the prompt: parameter array {number} has another shape or is not there (yours has "
        "{count} arrays of parameters, it should be {right}). Print the shapes of the parameters.",
        "各层与题目不同：第 {number} 个参数数组的形状不对，或者缺失（你的网络有 {count} 个参数数组，应为 {right} 个）。"
        "请打印各参数的形状。",
    ),
    "layers-do-not-fit": (
        "All layers with parameters are as the prompt asks, but images of the prompt's size do not go "
        "through them. What "
        "else changes the size of the maps: padding, pooling, flattening?",
        "带参数的层都符合题目，但题目给定大小的图像通不过这个网络。还有什么会改变特征图的大小：补零、池化、展平？",
    ),
    "layers-right": (
        "All layers with parameters are as the prompt asks, the output is not. Compare what stands between them: "
        "activations, pooling, flattening, the end.",
        "带参数的层都符合题目，输出却不对。检查它们之间的部分：激活、池化、展平，以及最后一层之后。",
    ),
    "draws-itself": (
        "Two calls with the same arguments give different results. Does the function draw random numbers "
        "of its own, or "
        "keep something from one call to the next?",
        "用同样的参数调用两次，结果却不同。函数是不是自己产生了随机数，或者把上次调用的东西留了下来？",
    ),
    "precision-too": (
        "Beside that, only the first digits agree. Is anything computed in float32, rounded, or shifted by a small "
        "constant?",
        "此外，只有前几位数字吻合。是否用了 float32、做了舍入，或加了一个很小的常数？",
    ),
    "another-exception": (
        "Raises {error} where the prompt asks for {right}. Are impossible inputs looked for before "
        "anything is computed?",
        "题目要求抛出 {right} 的地方，函数抛出的是 {error}。计算之前检查过不可能的输入吗？",
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
    "dtype-integers": (
        "{part}integers come back for an array of integers, where fractions are asked for. Which dtype do "
        "zeros_like and "
        "an operation in place keep?",
        "{part}输入为整数数组时，返回的也是整数，而应当是小数。zeros_like 和原地运算会沿用什么 dtype？",
    ),
    "dtype": (
        "{part}the numbers are of the wrong kind. Which dtype does a buffer get from zeros_like, or from integers?",
        "{part}数的类型不对。用 zeros_like 或由整数得到的数组是什么 dtype？",
    ),
    "nan": (
        "{part}NaN or infinity for some ordinary inputs, right for the others. Which division, log or "
        "root has no value?",
        "{part}对某些普通输入得到 NaN 或无穷大，其余都正确。哪个除法、对数或根号没有意义？",
    ),
    "nan-always": (
        "{part}NaN or infinity for every input. Print the intermediate results: where does the first one appear?",
        "{part}对任何输入都得到 NaN 或无穷大。打印中间结果：它最早出现在哪一步？",
    ),
    "nan-too": (
        "{part}NaN or infinity for some ordinary inputs, and wrong values for others. Print the "
        "intermediate results of a "
        "small example.",
        "{part}对某些普通输入得到 NaN 或无穷大，对另一些数值也不对。用一个小例子打印中间结果。",
    ),
    "extremes": (
        "Right for ordinary inputs, but {numbers} for extreme ones. Which exp overflows, which log is taken of 0, or "
        "where does 0 meet an infinite number?",
        "普通输入都正确，极端输入却得到{numbers}。哪个 exp 会上溢，哪个对数取到了 0，或者 0 乘上了无穷大？",
    ),
    "extremes-too": (
        "Extreme inputs are a matter of their own: there the result is {numbers}. Which exp overflows, which log is "
        "taken of 0, or where does 0 meet an infinite number?",
        "极端输入另有问题：得到的是{numbers}。哪个 exp 会上溢，哪个对数取到了 0，或者 0 乘上了无穷大？",
    ),
    "wrong-at-extremes": (
        "Right for ordinary inputs, not for extreme ones. Does a small constant or a clip put a limit to "
        "the result, or "
        "are two large, nearly equal numbers subtracted?",
        "普通输入都正确，极端输入却不对。是不是小常数或截断限制了结果，或者两个几乎相等的大数相减？",
    ),
    "nan-at-edge": (
        "The result is {numbers} for {edge}. Where is something divided by 0, or a log taken of it?",
        "遇到{edge}，结果是{numbers}。哪里除以了 0，或对 0 取了对数？",
    ),
    "wrong-at-edge": (
        "Right for ordinary inputs, wrong for {edge}.",
        "普通输入都正确，遇到{edge}就不对了。",
    ),
    "precision": (
        "{part}right to a few digits only. Is anything computed in float32, rounded, or shifted by a small constant?",
        "{part}只有前几位数字正确。是否用了 float32、做了舍入，或加了一个很小的常数？",
    ),
    "precision-mostly": (
        "Most wrong results are off by very little. Is a small constant added somewhere, such as before a logarithm or "
        "in a division, or is anything clipped, rounded, or computed in float32?",
        "不对的结果大多只差一点点。是不是在某处（例如取对数之前或除数上）加了小常数，"
        "或者做了截断、舍入，或用了 float32？",
    ),
    "changed": (
        "The result is right, but the argument {argument} is changed by the call. Work on a new array.",
        "结果正确，但调用后参数 {argument} 被改动了。请在新数组上计算。",
    ),
    "changed-too": (
        "The call changes its argument {argument}. Work on a new array.",
        "调用改动了传入的参数 {argument}。请在新数组上计算。",
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
    "row-factor": (
        "{part}every {slice} is right up to a factor of its own. What is it multiplied or divided by, and over which "
        "axis, or in which steps of a loop, is that added up?",
        "{part}每一{slice}都与正确值只差一个因子，各{slice}的因子不同。乘以或除以的是什么？它是沿哪个轴、"
        "或在循环的哪几步里累加的？",
    ),
    "row-shift": (
        "{part}every {slice} is off by a number of its own, the same for all of its entries. What is added to it or "
        "subtracted from it, and is that made up for later?",
        "{part}同一{slice}的所有元素都差同一个数，各{slice}的差不同。每一{slice}加上或减去了什么？后来补回来了吗？",
    ),
    "shifted": (
        "{part}all numbers of a call are off by the same number. Which term of the sum is missing or one too many?",
        "{part}每次调用的结果都只是整体差一个数。漏掉了哪一项，或者多加了哪一项？",
    ),
    "function-of-right": (
        "{part}this is {function}. Which step is one too many, or missing, at the end?",
        "{part}这是{function}。最后多做了哪一步，或者少做了哪一步？",
    ),
    "more-of-argument": (
        "{part}off by a multiple of {name}, the same multiple for all entries of a call. Which term with {name} is one "
        "too many, missing, or has a wrong factor?",
        "{part}与正确值之差是 {name} 的若干倍，同一次调用中各元素的倍数相同。"
        "哪个含 {name} 的项多了、漏了，或系数不对？",
    ),
    "right-only-at-the-end": (
        "Right only at the {end} index of axis {axis}, wrong at all others. Is too much carried over from one index to "
        "the next, or too little?",
        "只有第 {axis} 轴的{end}下标处正确，其余都不对。从一个下标到下一个下标，是多传了什么，还是少传了什么？",
    ),
    "part": (
        "{right} right, {wrong} wrong: look there first.",
        "{right} 正确，{wrong} 不对：先检查后者。",
    ),
    "other-value": (
        "The form of the result is right, but for some inputs its value is not.",
        "结果的形式正确，但对某些输入，其内容不对。",
    ),
    "right-only-where": (
        "Right only where {name} is {value}. How does {name} enter your code?",
        "只有 {name} 为 {value} 时才正确。{name} 是怎样进入你的代码的？",
    ),
    "wrong-only-where": (
        "Wrong only where {name} is {value}. What is special about that value?",
        "只有 {name} 为 {value} 时不对。这个取值有什么特别之处？",
    ),
    "wrong-where-argument": (
        "Wrong only at entries where {name} is {sign}, right at the others. What does the formula say there?",
        "只有{name}为{sign}的位置不对，其余都正确。公式在那里是怎么说的？",
    ),
    "wrong-at-the-end": (
        "Wrong only at the {end} index of axis {axis}, right elsewhere. Where does the loop or slice begin and end?",
        "只有第 {axis} 轴的{end}下标处不对，其余都正确。循环或切片从哪里开始，到哪里结束？",
    ),
    "wrong-values": (
        "The form of the result is right, its numbers are wrong for ordinary inputs. Work a small example by hand and "
        "print the intermediate results: which is the first that differs?",
        "结果的形式正确，但普通输入的数值就不对。手算一个小例子并打印中间结果：最早从哪一步开始不同？",
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
    "signature": (
        "{function} takes {takes}, and is called with {given}: keep the parameters of the handout",
        "{function} 的参数是 {takes}，而调用时传入 {given} 个：请保留作业给出的参数",
    ),
    "another-exception": (
        "{error} raised, {right} expected: it comes from {place}; are impossible inputs looked for before anything is "
        "computed?",
        "抛出的是 {error}，应抛出 {right}：出错的是{place}；计算之前检查过不可能的输入吗？",
    ),
    "assert": (
        "{error} raised, {right} expected: in {place}; an assert raises {error}, so use if and raise {right}(...)",
        "抛出的是 {error}，应抛出 {right}：位于{place}；assert 抛出的是 {error}，请改用 if 和 raise {right}(...)",
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
    "axis-of": (
        "this is the {operation} of {here} of {name}, not of {there}: over which axis is it taken?",
        "这是 {name} {here}的{operation}，而不是{there}的：求和或求平均沿的是哪个轴？",
    ),
    "axes-of": (
        "this is the {operation} of {name} over axis {axes}: over which axes is it asked for?",
        "这是 {name} 沿第 {axes} 轴的{operation}：题目要求沿哪些轴？",
    ),
    "length": (
        "one number for {here} of {name}, not for {there}: over which axis is the sum or mean taken?",
        "{name} 的{here}对应一个数，而不是{there}对应一个数：求和或求平均沿的是哪个轴？",
    ),
    "sums": (
        "here {here} to {total}, where {there} should: over which axis is the sum or mean taken?",
        "这里{here}为 {total}，而应当是{there}之和为 {total}：求和或求平均沿的是哪个轴？",
    ),
    "constant": (
        "right elsewhere, too small only where the argument is this small: is a constant added to what is divided by?",
        "别处都对，只有参数这样小时结果才偏小：是不是在除数上加了一个常数？",
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


class Words(NamedTuple):
    """Words for a statement in both languages."""

    en: str
    zh: str


EDGES: Mapping[str, Words] = {
    "one sample": Words("a single sample", "只有一个样本的输入"),
    "boundary": Words("a rate of exactly 0 or 1", "恰为 0 或 1 的比率"),
    "integers": Words("arrays of integers", "整数数组"),
    "unsigned integers": Words("integers of an unsigned type such as uint8", "无符号整数类型（如 uint8）的输入"),
    "single precision": Words("float32 arrays", "float32 数组"),
    "extreme": Words("extreme numbers", "极端的数值"),
    "empty": Words("empty input", "空的输入"),
    "not finite": Words("NaN or infinity in the input", "含有 NaN 或无穷大的输入"),
}
# What a wrong result may be of the right one, and along which axis its slices are taken.
FUNCTIONS: Mapping[str, Words] = {
    "square": Words("the square of the right value", "正确值的平方"),
    "root": Words("the square root of the right value", "正确值的平方根"),
    "exp": Words("the exponential of the right value", "正确值的指数（exp）"),
    "log": Words("the logarithm of the right value", "正确值的对数"),
    "reciprocal": Words("the reciprocal of the right value", "正确值的倒数"),
    "complement": Words("1 minus the right value", " 1 减去正确值的差"),
    "size": Words("the absolute value of the right value", "正确值的绝对值"),
    "softmax": Words("the softmax of the right value", "正确值的 softmax"),
    "sigmoid": Words("the sigmoid of the right value", "正确值的 sigmoid"),
    "tanh": Words("the tanh of the right value", "正确值的 tanh"),
    "relu": Words("the ReLU of the right value", "正确值的 ReLU"),
}
SLICES: Mapping[str, Words] = {"row": Words("row", "行"), "column": Words("column", "列")}
NAN = Words("NaN", " NaN")
INFINITE = Words("infinity", "无穷大")


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
    both = {k: v if isinstance(v, Words) else Words(str(v), str(v)) for k, v in words.items()}
    english = en.format_map({k: _en(v.en) for k, v in both.items()} | {"part": f"{_en(part)}: " if part else ""})
    chinese = zh.format_map({k: _zh(v.zh) for k, v in both.items()} | {"part": f"{_zh(part)}：" if part else ""})
    return Message(english if part else english[:1].upper() + english[1:], chinese)


def at_line(said: Message, cell: int, line: int, *, raised: bool) -> Message:
    """The statement, and the line of the student's file that raised or returned."""
    where = place_words(cell, line)
    if raised:
        return Message(f"{said.en} It is raised in {where.en}.", f"{said.zh}出错的是{where.zh}。")
    return Message(f"{said.en} The value comes from {where.en}.", f"{said.zh}这个值由{where.zh}返回。")


def through(source: str) -> Message:
    """What is said of a function that calls another one of the student's, which is wrong itself."""
    return Message(
        f"This goes through your {source}, which fails its own tests: begin there.",
        f"这里用到了你的 {source}，而它自己的测试没有通过：先从它开始改。",
    )


def _en(part: str) -> str:
    return part.replace("#", "value ")


def _zh(part: str) -> str:
    return re.sub(r"#(\d+)", r"第 \1 个返回值", part).replace(", ", "、")
