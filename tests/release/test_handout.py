import ast
import subprocess
import sys
from pathlib import Path

import pytest
from small_course import MANIFEST, NORMS, write_small_course

from autograder.course import find_course
from autograder.release.handout import handout
from autograder.release.setup_cell import beside, merge_imports, offered, setup_source
from autograder.release.sources import ReleaseError


def test_the_cells_come_in_the_order_of_the_manifest(course, homework):
    names = [cell.name for cell in handout(course, homework).cells]
    assert names == [
        *("intro.en", "intro.zh", "setup"),
        *("centre.en", "centre.zh", "centre", "centre.check", "centre.explore"),
        *("norms.en", "norms.zh", "norms", "norms.check"),
        *("why.en", "why.zh", "why.answer"),
    ]


def test_the_reference_compiles_and_holds_no_marker_and_differs_in_the_stubs_only(course, homework):
    given, reference = handout(course, homework), handout(course, homework, reference=True)
    for cell in reference.cells:
        assert "SOLUTION" not in cell.source
        if cell.kind == "code":
            ast.parse(cell.source)
    differing = [a.name for a, b in zip(given.cells, reference.cells, strict=True) if a != b]
    assert differing == ["centre", "norms"]


def test_headings_show_number_both_titles_and_points(course, homework):
    cells = {cell.name: cell.source for cell in handout(course, homework).cells}
    assert cells["norms.en"].startswith("## 2. Norms / 范数 (40 points / 40 分)\n\nWrite")
    assert cells["why.en"].startswith("## 3. Why centre / 为什么中心化 (written / 简答, 3 points / 3 分)")


def test_an_answer_stands_between_its_marks(course, homework):
    answer = handout(course, homework).cells[-1].source
    assert answer.startswith("<!-- BEGIN ANSWER why -->\n\n")
    assert answer.endswith("\n\n<!-- END ANSWER why -->")


def test_cells_that_are_not_graded_are_tagged(course, homework):
    tags = {cell.name: cell.tags for cell in handout(course, homework).cells if cell.tags}
    assert tags["centre.check"] == tags["norms.check"] == ("check",)
    assert "explore" in tags["centre.explore"]
    assert len(tags) == 3


def test_torch_is_imported_in_the_cell_of_the_question_that_asks_for_it(tmp_path):
    manifest = MANIFEST.replace("points = 40\n", 'points = 40\npackages = ["numpy", "torch"]\n')
    norms = NORMS.replace("import numpy as np\n", "import numpy as np\nimport torch\nfrom torch import nn\n")
    course = write_small_course(tmp_path, {"assignment/course.toml": manifest, "solutions/vectors/norms.py": norms})
    cells = {cell.name: cell.source for cell in handout(course, course.homework("vectors")).cells}
    assert cells["norms"].startswith("import torch\nfrom torch import nn\n\n\nTINY")
    code = "\n".join(line for line in cells["setup"].split("\n") if not line.startswith("#"))
    assert "torch" not in code


@pytest.mark.parametrize(
    "file",
    [
        "assignment/vectors/index.zh.md",
        "assignment/vectors/norms.en.md",
        "assignment/vectors/why.zh.md",
        "solutions/vectors/norms.py",
    ],
)
def test_a_missing_file_of_the_manifest_is_one_clear_line(tmp_path, file):
    course = write_small_course(tmp_path, {file: None})
    with pytest.raises(ReleaseError) as error:
        handout(course, course.homework("vectors"))
    assert str(error.value) == f"{file}: is missing; write it, or take it out of assignment/course.toml"


def test_two_questions_that_define_one_name_are_refused(tmp_path):
    course = write_small_course(tmp_path, {"solutions/vectors/norms.py": NORMS.replace("TINY", "centre")})
    with pytest.raises(ReleaseError, match=r"solutions/vectors/norms\.py: defines centre, as centre\.py does"):
        handout(course, course.homework("vectors"))


def test_imports_are_merged_and_sorted_as_isort_does():
    statements = [
        "from b import z, a",
        "import numpy as np",
        "from b import q as r",
        "import math",
        "import numpy as np",
    ]
    assert merge_imports(statements) == "import math\n\nimport numpy as np\nfrom b import a, q as r, z"


def test_the_first_cell_says_what_is_available_when_it_is_graded():
    course = find_course(Path(__file__))
    assert offered(course.homework("losses")) == [
        "Available when graded: the standard library, numpy.",
        "评分时可用：标准库、numpy。",
    ]
    english, chinese = offered(course.homework("convnets"))
    assert "numpy; in lenet_module torch too." in english and "numpy；lenet_module 还可用 torch。" in chinese
    assert english in setup_source(course.homework("convnets"), [])


def run_setup(tmp_path, code):
    source = setup_source(find_course(Path(__file__)).homework("losses"), ["import numpy as np"])
    (tmp_path / "homework_cells.py").write_bytes(beside())
    (tmp_path / "setup.py").write_text(f"{code[0]}\n{source}\n{code[1]}", encoding="utf-8")
    command = [sys.executable, "-X", "utf8", str(tmp_path / "setup.py")]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout.strip()


def fake_matplotlib(*fonts):
    return (
        "import sys, types\n"
        "m, f = types.ModuleType('matplotlib'), types.ModuleType('matplotlib.font_manager')\n"
        f"f.fontManager = types.SimpleNamespace(ttflist=[types.SimpleNamespace(name=n) for n in {fonts!r}])\n"
        "m.font_manager, m.rcParams = f, {'font.sans-serif': ['DejaVu Sans'], 'axes.unicode_minus': True}\n"
        "sys.modules.update({'matplotlib': m, 'matplotlib.font_manager': f})"
    )


def test_a_picture_says_how_to_come_by_matplotlib_and_the_file_goes_on(tmp_path):
    picture = "@explore\ndef picture():\n    import matplotlib.pyplot\nprint('after')"
    said = run_setup(tmp_path, ("import sys; sys.modules['matplotlib'] = None", picture)).split("\n")
    assert len(said) == 3 and said[2] == "after"
    assert all("`pip install matplotlib`" in line for line in said[:2])


def test_a_picture_that_misses_another_module_says_which(tmp_path):
    picture = "@explore\ndef picture():\n    import no_such_module_here"
    said = run_setup(tmp_path, ("", picture))
    assert "No picture yet" in said and "no_such_module_here" in said and "pip install" not in said


def test_a_label_is_english_where_matplotlib_is_missing(tmp_path):
    code = ("import sys; sys.modules['matplotlib'] = None", "print(label('loss', '损失'))")
    assert run_setup(tmp_path, code) == "loss"


def test_a_label_is_english_where_no_chinese_font_is_installed(tmp_path):
    assert run_setup(tmp_path, (fake_matplotlib("DejaVu Sans"), "print(label('loss', '损失'))")) == "loss"


def test_a_label_is_bilingual_and_the_font_chosen_where_one_is_installed(tmp_path):
    show = "print(label('loss', '损失'), m.rcParams['font.sans-serif'][0], m.rcParams['axes.unicode_minus'])"
    out = run_setup(tmp_path, (fake_matplotlib("DejaVu Sans", "SimHei"), show))
    assert out == "loss / 损失 SimHei False"
