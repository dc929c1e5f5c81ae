"""The README of a student's folder: English, then Chinese."""

from __future__ import annotations

from autograder.course import Homework

TEXT = """\
# {title_en} / {title_zh}

1. Install Python 3.11 or later, then in a terminal: `pip install {packages}`
2. Open `{name}.ipynb` (JupyterLab or VS Code) **or** `{name}.py` (any editor). Both are the same document: work in
   one of them, and keep it in this folder, next to `tests/`{data_en}.
3. Run the first code cell. Fill in one stub after another; the check cell below a stub runs its public tests.
   In a terminal: `homework check {name}.ipynb`, or with `--watch` again at each save, or with `-q {question}` for
   one question: it names the first wrong entry and, if it is sure, what is wrong with the values (a factor, a sign, an
   axis). `HOMEWORK_LANG=en` sets the language of the messages.
4. Hand in **one file**: your `.ipynb` or your `.py`. What you leave as a stub costs its own points and no others.

The public tests in `tests/` are worth no points: they show the format and catch large errors. The marks come from
further tests with inputs of their own for every student.

---

1. 安装 Python 3.11 或更高版本，然后在终端运行：`pip install {packages}`
2. 打开 `{name}.ipynb`（JupyterLab 或 VS Code）**或** `{name}.py`（任意编辑器）。两者内容相同，任选其一作答，
   并让它留在本文件夹内，与 `tests/`{data_zh} 放在一起。
3. 先运行第一个代码单元格，再逐个补全函数；每个函数下方的检查单元格会运行它的公开测试。
   也可以在终端运行 `homework check {name}.ipynb`；加上 `--watch` 则每次保存后自动重测，
   加上 `-q {question}` 则只测一道题：它会指出第一个错误的元素；若能确定，还会说明数值错在哪里
   （差一个因子、符号或轴）。用 `HOMEWORK_LANG=zh` 可让提示信息显示为中文。
4. 只需提交**一个文件**：你的 `.ipynb` 或 `.py`。没有完成的函数只失去它自己的分数，不影响其他题目。

`tests/` 里的公开测试不计分，只用来说明格式、发现明显的错误。成绩来自另外的测试，每位同学的输入数据都不相同。
"""


def readme(homework: Homework) -> str:
    """How to start with a homework, for its students."""
    extra = [package for package in homework.packages if package != "numpy"]
    return TEXT.format(
        name=homework.name,
        title_en=homework.title.en,
        title_zh=homework.title.zh,
        question=homework.questions[0].name,
        packages=" ".join(["dl-homework", "jupyterlab", "matplotlib", *extra]),
        data_en=" and `data/`" if homework.data else "",
        data_zh=" 和 `data/`" if homework.data else "",
    )
