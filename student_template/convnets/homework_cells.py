"""What the first cell of the notebook needs: its checks, and helpers for its pictures.

Keep this file beside the notebook; it is not handed in. / 请把本文件留在笔记本旁边，不必提交。
"""

import functools
import importlib.util
import os
import sys
import types

LANGUAGES = ("en", "zh")


def checks(homework, language=""):
    """What `grader.check` asks: the homework's package where it is installed, else otter."""
    try:
        from autograder.student.notebook import Grader
    except ImportError:
        pass
    else:
        return Grader(homework, language)
    if language:
        os.environ["HOMEWORK_LANG"] = language
    try:
        import otter
    except ImportError:
        return NoChecks()
    return otter.Notebook(f"{homework}.ipynb" if os.path.isfile(f"{homework}.ipynb") else None)


class NoChecks:
    """Says how to come by the checks."""

    def check(self, question="*"):
        say(
            f"{question}: not checked. Install the homework's package: README.md in this folder says how.",
            f"{question}：没有检查。请先安装作业的软件包，方法见本文件夹中的 README.md。",
            "\n",
        )

    def check_all(self):
        self.check("*")


def say(en, zh, between=" / ", after=""):
    """Prints it in the languages of the course."""
    print(between.join(text for language, text in (("en", en), ("zh", zh)) if language in LANGUAGES) + after)


def explore(picture):
    """Draws a picture at once; while an answer is missing or wrong it says so in a line."""
    try:
        picture()
    except NotImplementedError as stub:
        say(f"Finish `{stub}` first, then run this cell again.", f"请先完成 `{stub}`，再运行本单元格。")
    except Exception as error:
        if isinstance(error, ModuleNotFoundError) and (error.name or "").partition(".")[0] == "matplotlib":
            say(
                "Pictures need matplotlib: `pip install matplotlib` in a terminal, then run this cell again.",
                "画图需要 matplotlib：请在终端运行 `pip install matplotlib`，再运行本单元格。",
                "\n",
            )
            return
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        say("No picture yet; the check above may tell why.", "暂时画不出图，请看上面的检查结果。", after=f" ({reason})")


def label(en, zh):
    """Text for a plot, in the languages of the course; in Chinese only where a Chinese font is installed."""
    if "zh" not in LANGUAGES or not chinese_font():
        return en
    return f"{en} / {zh}" if "en" in LANGUAGES else zh


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


class _Array:
    """Stands for `Float` and the like, which only describe shapes: `Float[np.ndarray, "n k"]` is the array's type."""

    def __class_getitem__(cls, item):
        return item[0] if isinstance(item, tuple) else item


def _of_jaxtyping(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return _Array


if "jaxtyping" not in sys.modules and importlib.util.find_spec("jaxtyping") is None:
    sys.modules["jaxtyping"] = types.ModuleType("jaxtyping")
    sys.modules["jaxtyping"].__getattr__ = _of_jaxtyping
