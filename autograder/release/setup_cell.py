"""The setup cell of a handout: the imports of its questions, the text helper for plots, otter's grader."""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterable

HEADER = "# Run this cell first. / 请先运行本单元格。"

# Otter comes last: whoever runs the file without it still has everything above.
BODY = '''\
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

grader = otter.Notebook("HOMEWORK.ipynb" if os.path.isfile("HOMEWORK.ipynb") else None)
'''


def setup_source(homework: str, imports: Iterable[str]) -> str:
    """The source of the setup cell of a homework whose questions need these import statements."""
    merged = merge_imports([*imports, "import functools", "import os"])
    return f"{HEADER}\n{merged}\n\n\n{BODY.replace('HOMEWORK', homework).rstrip()}"


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
