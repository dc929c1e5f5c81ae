"""What a prompt promises is the manifest's figure, and the gate holds the limits to it."""

from __future__ import annotations

import pytest
from small_course import MANIFEST

from autograder.course import open_course
from autograder.questions.loading import load_homework
from autograder.release.gate.whole import promise_problems
from autograder.release.handout import handout
from autograder.release.promises import all_promises, promises
from autograder.release.render import script_bytes
from autograder.release.sources import ReleaseError
from autograder.texts import SPOKEN as LANGUAGES

LINE = {
    "en": "One call may take {{ call }} s and {{ memory }} MiB.",
    "zh": "一次调用最多可用 {{ call }} 秒、{{ memory }} MiB。",
}


def promising(course, limits, lines=LINE):
    """The small course, with such limits of `centre` and these lines in its prompt."""
    path = course.root / "assignment" / "course.toml"
    path.write_text(MANIFEST.replace("points = 60", f"points = 60\nlimits = {{ {limits} }}"), encoding="utf-8")
    for language in LANGUAGES:
        prompt = course.prompt("vectors", "centre", language)
        prompt.write_text(prompt.read_text(encoding="utf-8") + f"\n{lines[language]}\n", encoding="utf-8")
    return open_course(course.root)


def broken(course, layer):
    homework = course.homework("vectors")
    loaded = load_homework(course, "vectors")
    forms = {"reference": script_bytes(handout(course, homework, reference=True))}
    return [p for q in loaded.questions for p in promise_problems(loaded, layer, q, forms, lambda line: None)]


def test_the_figure_in_a_prompt_is_the_manifest_s(course):
    course = promising(course, "call = 2.5, memory = 700")
    text = script_bytes(handout(course, course.homework("vectors"))).decode()
    assert "One call may take 2.5 s and 700 MiB." in text
    assert "一次调用最多可用 2.5 秒、700 MiB。" in text
    assert promises(course, course.homework("vectors"), course.homework("vectors").questions[0]) == {
        "call": 2.5,
        "memory": 700.0,
    }
    assert all_promises(course, course.homework("vectors")) == ["centre call 2.5", "centre memory 700"]


def test_a_figure_that_there_is_not_is_named(course):
    course = promising(course, "call = 2.5", dict.fromkeys(LANGUAGES, "{{ calls }}"))
    with pytest.raises(ReleaseError, match=r"asks for the figure \{\{ calls \}\}"):
        handout(course, course.homework("vectors"))


@pytest.mark.slow
def test_a_right_answer_that_takes_most_of_what_is_promised_passes(course, strongest):
    assert broken(promising(course, "call = 1.0, question = 12.0, memory = 300"), strongest) == []


@pytest.mark.slow
def test_a_promise_that_the_other_limits_do_not_keep_is_a_problem(course, strongest):
    # Three calls of 0.8 s: more than the question's limit even with the threefold patience of a second look.
    problems = broken(promising(course, "call = 1.0, question = 0.75, memory = 300"), strongest)
    assert {(p.question, p.check) for p in problems} == {("centre", "promise")}
    assert "the prompt names call = 1 and memory = 300" in problems[0].what


def test_a_prompt_that_promises_nothing_is_not_run(course):
    assert broken(course, "none") == []
