"""Intermediate values in the zip: the gate knows a wrong declaration by its line, and a value of any other call."""

import re
import zipfile
from io import BytesIO
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace as changed

from autograder.course import find_course, open_course
from autograder.diagnosis import trace_file
from autograder.questions.intermediates import chains
from autograder.questions.loading import load_question
from autograder.release.gate import question_checks
from autograder.release.gate.packaging import packaging_problems
from autograder.release.gate.room import Room
from autograder.release.releasing import release_homework
from autograder.release.sources import ReleaseError
from autograder.release.student_zip import student_zip
from autograder.release.trace_files import calls_of, declaration_problems, foreign_values, trace_files
from tests.release.gate_course import write_gate_course

COURSE = find_course()


@pytest.fixture
def course(tmp_path):
    """A course of one question, which passes the gate."""
    return write_gate_course(tmp_path / "course")


LINE = "column_means = x.sum(axis=0) / len(x)"


def declaring(course, comment):
    """The small course, its reference declaring something."""
    path = course.solution("vectors", "centre")
    path.write_text(path.read_text("utf-8").replace(LINE, f"{LINE}  {comment}"), "utf-8")
    course = open_course(course.root)
    return course, changed(course.homework("vectors"), trace="public")


def problems(course, homework):
    loaded = load_question(course, "vectors", homework.questions[0])
    room = Room(course, homework, homework.questions[0], loaded)
    return [problem.what for problem in question_checks.intermediates_occur(room)]


def test_they_are_in_the_zip_only_if_the_manifest_says_so(course):
    course, homework = declaring(course, "# -> column_means (d)")
    assert problems(course, homework) == []
    assert trace_files(course, changed(homework, trace="off")) == {}
    files = trace_files(course, homework)
    assert list(files) == ["traces/centre.json"]
    (function,) = trace_file.read(files["traces/centre.json"], "centre").functions
    (call,) = function.calls
    assert call.arguments()[0].tolist() == [[1.0, 5.0], [3.0, 9.0]]
    assert {label: value.tolist() for _, label, value in call.quantities()} == {
        "column_means": [2.0, 7.0],
        "return": [[-1.0, -2.0], [1.0, 2.0]],
    }
    with zipfile.ZipFile(BytesIO(student_zip(course, homework))) as made:
        assert "vectors/traces/centre.json" in made.namelist()
    assert foreign_values(course, homework, files) == []


@pytest.mark.parametrize(
    ("comment", "what"),
    [
        ("# -> column_means (n)", "column_means has the shape (3,), declared is (n)"),
        ("# -> column_means (d, 1)", "declared is (d, 1)"),
        ("# -> means", "'means' raises NameError: name 'means' is not defined"),
        ("# -> x - mean", "'x - mean' is no variable"),
        ("# -> both = (x, x)", "is no array or number"),
    ],
)
def test_a_wrong_declaration_is_an_error_with_its_place(course, comment, what):
    line = course.solution("vectors", "centre").read_text("utf-8").split("\n").index(f"    {LINE}") + 1
    course, homework = declaring(course, comment)
    (said,) = problems(course, homework)
    shape = re.sub(r"\(\d+,\)", "(3,)", said)
    assert shape.startswith(f"solutions/vectors/centre.py, line {line}: ") and what in shape
    with pytest.raises(ReleaseError, match=f"line {line}"):
        trace_files(course, homework)


def test_a_declaration_beside_a_line_that_never_runs_is_an_error(course):
    path = course.solution("vectors", "centre")
    never = f"if len(x) < 0:\n        x = -x  # -> turned = x\n    {LINE}"
    path.write_text(path.read_text("utf-8").replace(LINE, never), "utf-8")
    course = open_course(course.root)
    (said,) = problems(course, course.homework("vectors"))
    assert said.endswith("turned does not occur in any call of the suites")


def test_a_declaration_in_a_helper_is_an_error(course):
    path = course.solution("vectors", "centre")
    source = path.read_text("utf-8").replace(
        "def centre", "def helper(y):\n    z = y  # -> z\n    return z\n\n\ndef centre"
    )
    path.write_text(source, "utf-8")
    course = open_course(course.root)
    (said,) = problems(course, course.homework("vectors"))
    assert "declares a value of helper, no function of the question" in said


def spoilt(content, change):
    traces = msgspec.to_builtins(trace_file.read(content, "centre"))
    change(traces)
    return trace_file.write(msgspec.convert(traces, trace_file.Traces))


def of_another_call(traces):
    call = traces["functions"][0]["calls"][0]
    import numpy as np

    args = trace_file.encoded_arguments([np.full((2, 2), 0.125)])
    traces["functions"][0]["calls"] = [call, {**call, "args": args}]


def with_another_number(traces):
    call = traces["functions"][0]["calls"][0]
    value = msgspec.msgpack.encode(0.125)
    call["values"] = [{**call["values"][0], "value": value}, *call["values"][1:]]


def with_another_value(traces):
    call = traces["functions"][0]["calls"][0]
    call["values"] = [*call["values"], {**call["values"][0], "label": "more"}]


def of_another_function(traces):
    traces["functions"][0]["function"] = "centres"


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (of_another_call, "holds a call of centre that no public case makes"),
        (with_another_number, "holds other values of centre than are declared"),
        (with_another_value, "holds other values of centre than are declared"),
        (of_another_function, "holds values of centres, which declares none"),
    ],
)
def test_the_search_for_leaks_finds_what_is_no_value_of_a_public_example(course, monkeypatch, tmp_path, change, what):
    course, homework = declaring(course, "# -> column_means (d)")
    files = {"traces/centre.json": spoilt(trace_files(course, homework)["traces/centre.json"], change)}
    assert foreign_values(course, homework, files) == [f"traces/centre.json: {what}"]
    for module in ("packaging", "student_zip"):
        place = f"autograder.release.{'gate.' if module == 'packaging' else ''}{module}.trace_files"
        monkeypatch.setattr(place, lambda *_: files)
    assert any(what in problem.what for problem in packaging_problems(course, homework))
    with pytest.raises(ReleaseError, match=what):
        release_homework(course, homework, tmp_path / "zips", date="2026-12-01")


def test_the_search_knows_files_of_no_question_and_damaged_ones(course):
    course, homework = declaring(course, "# -> column_means (d)")
    said = foreign_values(course, homework, {"traces/other.json": b"", "traces/centre.json": b"[]", "README.md": b""})
    assert said[0] == "traces/other.json: is of no question"
    assert said[1].startswith("traces/centre.json: is not a file of intermediate values")
    assert len(said) == 2


def test_the_steps_that_the_page_names_are_those_of_its_finished_question():
    root = Path(__file__).parents[2]
    blocks = re.findall(r"```python\n(.*?)```", (root / "docs/new-question.md").read_text("utf-8"), re.DOTALL)
    (block,) = (text for text in blocks if "# ->" in text)
    solution = root / "tests/release/layer_norm/solution.py"
    assert block in solution.read_text("utf-8")
    (chain,) = chains(solution).values()
    assert [one.label for one in chain.declared] == ["mu", "x - mu", "std"]


@pytest.mark.parametrize("name", ["trees", "losses", "backprop", "training", "convnets"])
def test_no_hidden_input_is_among_the_values_that_the_course_could_release(name):
    homework = changed(COURSE.homework(name), trace="public")
    files = trace_files(COURSE, homework)
    assert files and foreign_values(COURSE, homework, files) == []
    for question in homework.questions:
        content = files.get(f"traces/{question.name}.json")
        if content is None:
            continue
        loaded = load_question(COURSE, name, question)
        assert list(declaration_problems(COURSE, homework, loaded)) == []
        for function in trace_file.read(content, question.name).functions:
            calls = [calls_of(name, loaded, suite)[function.function] for suite in loaded.suites]
            public, hidden = ({trace_file.encoded_arguments(probe.arguments()) for probe in made} for made in calls)
            shipped = {call.args for call in function.calls}
            assert shipped and shipped <= public
            assert not shipped & (hidden - public) and hidden - public
