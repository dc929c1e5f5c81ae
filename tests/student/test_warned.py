"""A warning has its place in the student's file, as an error has."""

import pytest

from tests.student.test_check import RIGHT, check, handout, notebook  # noqa: F401 - a fixture

LOUD = RIGHT.replace("return x * x", "np.exp(np.array([1e5]))\n    return x * x")
LINE = 1 + LOUD[: LOUD.index("np.exp(")].count("\n")
PLACES = {
    ("en", "mini.py"): f"mini.py, line {LINE}: ",
    ("zh", "mini.py"): f"mini.py 第 {LINE} 行：",
    ("en", "mini.ipynb"): f"mini.ipynb, code cell 2, line {LINE}: ",
    ("zh", "mini.ipynb"): f"mini.ipynb 第 2 个代码单元格第 {LINE} 行：",
}


@pytest.mark.parametrize(("lang", "name"), PLACES)
def test_a_warning_is_told_with_its_line_of_the_file(handout, lang, name, capfd):  # noqa: F811
    source = LOUD if name.endswith("py") else notebook("x = 1", LOUD)
    assert check(handout, source, name, lang).passed
    said = capfd.readouterr().err
    assert f"{PLACES[lang, name]}RuntimeWarning: overflow encountered in exp\n  np.exp(np.array([1e5]))\n" in said
    assert "<cell" not in said


def test_a_warning_of_a_module_of_one_s_own_names_that(handout, capfd):  # noqa: F811
    (handout / "mine.py").write_text("import numpy as np\n\ndef loud():\n    np.log(np.zeros(1))\n")
    assert check(handout, f"import mine\n{RIGHT}\nmine.loud()\n").passed
    assert "mine.py, line 4: RuntimeWarning: divide by zero" in capfd.readouterr().err


def test_a_warning_of_a_library_is_shown_as_python_shows_it(handout, capfd):  # noqa: F811
    late = "import warnings\nwarnings.warn_explicit('old', UserWarning, '/a/library.py', 7)\n"
    assert check(handout, RIGHT + "\n" + late).passed
    assert "/a/library.py:7: UserWarning: old" in capfd.readouterr().err


def test_what_a_thread_raises_has_its_line_too(handout, capfd):  # noqa: F811
    late = "\nimport threading\ndef f():\n    raise ValueError('no')\nt = threading.Thread(target=f)\n"
    late += "t.start()\nt.join()\n"
    check(handout, RIGHT + late)
    line = RIGHT.count("\n") + 4
    said = capfd.readouterr().err
    assert f"mini.py, line {line}: ValueError: no\n  raise ValueError('no')\n" in said and "<cell" not in said
