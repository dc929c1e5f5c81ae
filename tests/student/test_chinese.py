"""What students read in Chinese is set as Chinese is: full-width colons and commas, one way to name a place."""

import ast
import re
from pathlib import Path

import pytest

import autograder
from autograder.questions.remarks import message, placed
from autograder.results import Message
from autograder.student import check as student
from autograder.student.check import CaseNews, Doing, Mistake, Progress
from autograder.student.places import Spot
from autograder.student.progress import says
from autograder.student.show import lines
from autograder.wire.messages import Remark

PACKAGE = Path(autograder.__file__).parent
READ = [*PACKAGE.glob("student/*.py"), *PACKAGE.glob("sandbox/*.py"), PACKAGE / "questions/remarks.py"]
READ += [PACKAGE / "diagnosis/wording.py", PACKAGE / "submission.py", PACKAGE / "checks/public.py"]
READ += sorted(PACKAGE.glob("suites/public/*/*.py"))
HALF = re.compile(r"[\u4e00-\u9fff][:,;?!] |[\u4e00-\u9fff”）}][:,;?!][ \u4e00-\u9fff{]|[:,;] ?[\u4e00-\u9fff“]")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def texts(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CHINESE.search(node.value):
            yield node.lineno, node.value


@pytest.mark.parametrize("file", READ, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_chinese_text_has_no_half_width_colon_or_comma(file):
    assert [text for _, text in texts(file) if HALF.search(text)] == []


def test_the_lines_of_a_check_have_one_kind_of_colon():
    outcomes = ("passed", "failed", "errored", "not_implemented", "timed_out", "crashed", "left_out", "broken")
    checked = student.Checked(
        Path("mini.py"), [CaseNews("square", "public: a", o, "f", ("f",), "手算") for o in outcomes]
    )
    checked.cases += [CaseNews("other", "public: b", "broken", "")]
    checked.cases += [CaseNews(name, "public: b", "not_implemented", "") for name in ("one", "two")]
    checked.mistakes["square", "g"] = Mistake("an-id", "某处不对", other=False)
    checked.hints.append("x.json：坏了")
    said = [str(line) for line in lines(checked, "zh")]
    assert [line for line in said if re.search("[:,]", line)] == []
    assert "✓ square：手算：通过" in said and said[-1] == "尚未完成：one、two"


def test_what_does_not_end_and_what_is_running_have_it_too():
    checked = student.Checked(Path("mini.py"))
    progress = Progress(checked, [], 3.0, None, [], "zh", titles={"square": {"public: a": "手算"}})
    progress.take({"kind": "step", "what": "case", "name": "square: public: a"})
    progress.take({"kind": "step", "what": "call", "name": "square"})
    assert says(checked.doing, checked.file, "zh") == "square：手算（square）"
    progress.take({"kind": "hints", "file": "x.json", "error": "坏了"})
    progress.take({"kind": "hung"})
    assert checked.cases[0].message == "square：3 秒内没有结束" and checked.hints == ["x.json：坏了"]


def test_a_place_in_a_notebook_is_named_in_one_way():
    where = "第 18 个代码单元格第 16 行"
    assert Spot(18, 16, "").words()[1] == where
    assert placed(18, 16, Message("", "")).zh == f"{where}："
    assert where in says(Doing("cell", "18, 16, 3"), Path("mini.ipynb"), "zh")
    assert message(Remark("in-markdown", 18, 0, "square")).zh.startswith("第 18 个代码单元格之后：")
    assert "code cell 18, line 16" in says(Doing("cell", "18, 16, 3"), Path("mini.ipynb"), "en")
