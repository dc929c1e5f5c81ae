# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Three small questions / 三道小题
#
# Three small questions.

# %% [markdown]
# 三道小题。

# %%
# Run this cell first. / 请先运行本单元格。
import functools
import os

import numpy as np
from jaxtyping import Float


@functools.cache
def chinese_font():
    """Name of a font with Chinese characters that matplotlib finds (it is then used), or None."""
    try:
        from matplotlib import font_manager, rcParams
    except ImportError:
        return None
    wanted = (
        "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "PingFang SC",
        "Hiragino Sans GB", "Heiti SC", "SimHei", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Noto Sans SC",
        "Noto Sans CJK JP", "Arial Unicode MS",
    )
    installed = {font.name for font in font_manager.fontManager.ttflist}
    name = next((name for name in wanted if name in installed), None)
    if name:
        rcParams["font.sans-serif"] = [name, *rcParams["font.sans-serif"]]
        rcParams["axes.unicode_minus"] = False
    return name


def label(en, zh):
    """Text for a plot: in both languages where a Chinese font is installed, else in English."""
    return f"{en} / {zh}" if chinese_font() else en


def explore(picture):
    """Draws a picture at once; while an answer is missing or wrong it says so in a line."""
    try:
        picture()
    except NotImplementedError as stub:
        print(f"Finish `{stub}` first, then run this cell again. / 请先完成 `{stub}`，再运行本单元格。")
    except Exception as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        print(f"No picture yet; the check above may tell why. / 暂时画不出图，请看上面的检查结果。({reason})")


import otter

grader = otter.Notebook("mini.ipynb" if os.path.isfile("mini.ipynb") else None)


# %% [markdown]
# ## 1. Squares / 平方 (40 points / 40 分)
#
# **Write** `square(x)`: an array of x's shape with the square of every entry. Leave the argument as it is.

# %% [markdown]
# **编写** `square(x)`：返回与 x 形状相同的数组，每个元素为原元素的平方。不要修改参数。

# %%
def square(x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
    """The square of every entry.

    Args:
        x: any shape.

    Returns:
        A new array of the same shape.
    """
    # your code here / 在此处作答
    raise NotImplementedError("square")


# %% tags=["check"]
grader.check("square")


# %% [markdown]
# ## 2. Mean and standard deviation / 均值与标准差 (35 points / 35 分)
#
# **Write** `mean_and_std(x)`: the mean of all entries, and the square root of their mean squared distance from it.

# %% [markdown]
# **编写** `mean_and_std(x)`：返回所有元素的均值，以及各元素与均值之差的平方的均值的平方根。

# %%
def mean_and_std(x: Float[np.ndarray, "n"]) -> tuple[float, float]:
    """Mean and population standard deviation.

    Args:
        x: at least one number.

    Returns:
        Both, as floats.
    """
    # your code here / 在此处作答
    raise NotImplementedError("mean_and_std")


# %% tags=["check"]
grader.check("mean_and_std")


# %% [markdown]
# ## 3. Splitting evenly / 平均分配 (25 points / 25 分)
#
# **Write** `split_evenly(total, parts)`: a list of `parts` integers that sum to `total`, the larger ones first, no two of
# which differ by more than 1. Raise `ValueError` if `parts` is less than 1.

# %% [markdown]
# **编写** `split_evenly(total, parts)`：返回 `parts` 个整数组成的列表，总和为 `total`，大的在前，任意两个相差不超过 1。
# 若 `parts` 小于 1，抛出 `ValueError`。

# %%
def split_evenly(total: int, parts: int) -> list[int]:
    """Integers that differ by at most 1, the larger ones first.

    Args:
        total: what they sum to, at least 0.
        parts: how many.

    Returns:
        A list of `parts` integers.

    Raises:
        ValueError: parts is less than 1.
    """
    # your code here / 在此处作答
    raise NotImplementedError("split_evenly")


# %% tags=["check"]
grader.check("split_evenly")


def square(x):
    return x * x


def mean_and_std(x):
    return float(x.mean()), float(x.std())
