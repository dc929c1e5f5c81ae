"""The first wrong value of a public example on a student's machine: in a check, on the card, at each save."""

import contextlib
import io
import json
import linecache
import subprocess
import sys
import threading

import numpy as np
import pytest

from autograder.diagnosis import trace_file
from autograder.release.student_zip import student_files
from autograder.student import check as student
from autograder.student.notebook import Grader
from autograder.student.show import show
from tests.traced_course import EN, WRONG, ZH, traced_course


def unpacked(course, folder):
    for name, content in student_files(course, course.homework("mini")).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    root = tmp_path_factory.mktemp("traced")
    return unpacked(traced_course(root), root / "mini")


@pytest.fixture
def folder(released):
    yield released
    (released / "mini.py").unlink(missing_ok=True)


def check(folder, source, lang="en", deadline=10.0):
    (folder / "mini.py").write_text(source, encoding="utf-8")
    path, tests = student.find(folder / "mini.py")
    checked = student.check(path, student.choose(path, tests, ["mean_and_std"]), lang, deadline)
    with contextlib.redirect_stdout(io.StringIO()) as out:
        show(checked, lang)
    return checked, out.getvalue().split("\n")


def test_it_is_told_once_below_the_first_wrong_case_in_the_student_s_language(folder):
    for lang, sentence in (("en", EN), ("zh", ZH)):
        checked, lines = check(folder, WRONG, lang)
        assert checked.firsts == {("mean_and_std", "mean_and_std"): sentence}
        assert [n for n, line in enumerate(lines) if line == f"    {sentence}"] == [lines.index(f"    {sentence}")]
        first = next(n for n, line in enumerate(lines) if line.startswith("✗"))
        second = next(n for n, line in enumerate(lines) if line.startswith("✗") and n > first)
        assert first < lines.index(f"    {sentence}") < second


def test_of_a_right_function_in_whatever_style_nothing_is_said(folder):
    for body in (
        "return float(x.mean()), float(x.std())",
        "q = x - x.mean()\n    return x.mean(), np.sqrt(q @ q / len(q))",
    ):
        checked, _ = check(folder, f"import numpy as np\n\n\ndef mean_and_std(x):\n    {body}\n")
        assert checked.passed and checked.firsts == {}


def test_a_notebook_s_card_says_the_same(folder):
    (folder / "mini.py").write_text(WRONG, encoding="utf-8")
    namespace = {"__file__": str(folder / "mini.py"), "grader": Grader("mini", folder=folder)}
    exec(compile(WRONG, namespace["__file__"], "exec"), namespace)
    for lang, sentence in (("en", EN), ("zh", ZH)):
        namespace["LANGUAGE"] = lang
        card = eval("grader.check('mean_and_std')", namespace)
        assert str(card).split("\n") == check(folder, WRONG, lang)[1][:-1]
        assert sentence.split("`")[-1].strip() in card._repr_html_()


def test_a_cell_of_a_notebook_is_told_by_its_number(folder):
    namespace = {"In": ["", WRONG], "grader": Grader("mini", folder=folder)}
    file = "<ipython-input-1>"
    linecache.cache[file] = (len(WRONG), None, WRONG.splitlines(keepends=True), file)
    exec(compile(WRONG, file, "exec"), namespace)
    said = str(eval("grader.check('mean_and_std')", namespace))
    assert "`variance` in cell In [1], line 7 is the first value that differs" in said


@pytest.mark.slow
def test_each_save_is_answered_with_it(folder):
    (folder / "mini.py").write_text(WRONG, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "autograder.cli",
        "check",
        "mini.py",
        "--watch",
        "--lang",
        "en",
        "-q",
        "mean_and_std",
    ]
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )
    timer = threading.Timer(60, process.kill)
    timer.start()
    try:
        assert any(line.strip() == EN for line in iter(process.stdout.readline, ""))
    finally:
        timer.cancel()
        process.kill()
        process.wait()


LINE = "    m = np.sum(x) / len(x)\n"
HOSTILE = {
    "hangs if it is traced": "    import sys\n    while sys.gettrace():\n        pass\n",
    "undoes the tracing": "    import sys\n    sys.settrace(None)\n",
    "ends the process if it is traced": "    import os, sys\n    if sys.gettrace():\n        os._exit(3)\n",
    "exits if it is traced": "    import sys\n    if sys.gettrace():\n        sys.exit(3)\n",
    "interrupts if it is traced": "    import sys\n    if sys.gettrace():\n        raise KeyboardInterrupt\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_who_abuses_it_loses_this_text_and_nothing_else(folder, name):
    checked, _ = check(folder, WRONG.replace(LINE, HOSTILE[name] + LINE), deadline=2.0)
    assert checked.firsts == {} and not checked.unreadable
    assert [case.outcome for case in checked.cases] == ["failed"] * 3
    assert checked.ended == {"mean_and_std"}


def test_a_function_that_prints_prints_no_more_than_in_its_cases(folder, capfd):
    check(folder, WRONG.replace(LINE, "    print('here')\n" + LINE))
    assert capfd.readouterr().err.count("here") == 3


def test_a_file_that_is_damaged_is_told_and_the_cases_run(folder):
    path = folder / "traces/mean_and_std.json"
    whole = path.read_bytes()
    try:
        for content, what in (
            (b"{}", "is not a file of intermediate values"),
            (whole.replace(b'"mean_and_std"', b'"square"', 1), "belongs to another question, square"),
            (whole.replace(b'"args": "', b'"args": "AAAA', 1), "is damaged"),
            (b" " * (1 << 24 | 1), "is too large"),
        ):
            path.write_bytes(content)
            checked, _ = check(folder, WRONG)
            assert checked.firsts == {} and len(checked.cases) == 3
            assert (
                checked.hints and checked.hints[0].startswith("traces/mean_and_std.json: ") and what in checked.hints[0]
            )
    finally:
        path.write_bytes(whole)


def test_the_file_holds_calls_of_the_public_examples_their_values_and_nothing_else(folder):
    traces = trace_file.read((folder / "traces/mean_and_std.json").read_bytes(), "mean_and_std")
    (function,) = traces.functions
    examples = [[1.0, 2.0, 6.0], [0.37, 1.91, -2.44], [0.5, 1.25, -2.75, 3.3]]
    assert [call.arguments()[0].tolist() for call in function.calls] == examples
    for call, example in zip(function.calls, examples):
        labels = ["mean", "deviations", "var", "return[0]", "return[1]"]
        assert [label for _, label, _ in call.quantities()] == labels
        assert np.isclose(call.quantities()[2][2], np.var(example))
    raw = json.loads((folder / "traces/mean_and_std.json").read_text())
    assert set(raw) == {"format", "question", "functions"}
    assert sorted(path.name for path in (folder / "traces").iterdir()) == ["mean_and_std.json"]


@pytest.mark.parametrize("trace", [None, "off"])
def test_nothing_comes_with_the_homework_unless_the_manifest_says_so(tmp_path, trace):
    course = traced_course(tmp_path, trace)
    assert not [name for name in student_files(course, course.homework("mini")) if "trace" in name]
    checked, _ = check(unpacked(course, tmp_path / "mini"), WRONG)
    assert checked.firsts == {}
