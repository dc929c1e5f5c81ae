"""Hints in layers: released only if the manifest says so, in both languages, short, without the solution's lines."""

import re
import zipfile
from io import BytesIO

import numpy as np
import pytest
from msgspec.structs import replace as changed

from autograder.course import find_course
from autograder.questions.layers import LayersError, from_toml, read, released
from autograder.questions.loading import load_functions
from autograder.release.gate import question_checks
from autograder.release.gate.room import Room
from autograder.release.layer_files import layer_files, layer_problems
from autograder.release.leaks import leaks
from autograder.release.sources import ReleaseError
from autograder.release.student_zip import student_zip

COURSE = find_course()
GOOD = """
[look]
en = "Look at the columns."
zh = "看看各列。"
[concept]
en = "A mean is taken along an axis."
zh = "平均是沿某个轴取的。"
[step]
en = "Take it along the first one."
zh = "沿第一个轴取。"
"""


def problems(course, homework, text):
    course.hint_layers("vectors", "centre").write_text(text, encoding="utf-8")
    return [what for what, _ in layer_problems(course, homework, homework.questions[0])]


@pytest.mark.parametrize("question", COURSE.homework("losses").questions, ids=lambda question: question.name)
def test_the_hints_of_losses_are_sound(question):
    assert COURSE.hint_layers("losses", question.name).is_file()
    assert list(layer_problems(COURSE, COURSE.homework("losses"), question)) == []


LAYERED = [
    pytest.param(homework, question, id=f"{homework.name}/{question.name}")
    for homework in COURSE.homeworks.values()
    for question in homework.questions
    if COURSE.hint_layers(homework.name, question.name).is_file()
]
ORDINALS = (("first", "一"), ("second", "二"), ("third", "三"))
# What a hint means by "the first question", "the third function", for each that says so.
MEANT = {
    ("softmax_cross_entropy_grad", "question", 0): "softmax",
    ("gaussian_likelihood", "function", 2): "nll_from_mse",
    ("nonconvexity_witness", "function", 1): "negative_curvature_point",
}


def texts_of(homework, question):
    """The layers of a question, in each language as one text."""
    layers = from_toml(COURSE.hint_layers(homework.name, question.name).read_bytes()).texts
    return {language: " ".join(layer[language] for layer in layers) for language in ("en", "zh")}


@pytest.mark.parametrize(("homework", "question"), LAYERED)
def test_what_a_hint_points_at_is_there(homework, question):
    said = texts_of(homework, question)
    prompt = COURSE.prompt(homework.name, question.name, "en").read_text("utf-8")
    # formulas stand in the question, and a docstring has shapes and units
    assert not re.search("docstring|文档字符串", " ".join(said.values()))
    if "sums of the question" in said["en"]:
        assert prompt.count("\\sum_{") >= 3 and "求和式" in said["zh"]
    for number, (en, zh) in enumerate(ORDINALS):
        for what, kind, names in (
            ("question", "题", [q.name for q in homework.questions]),
            ("function", "个函数", list(question.functions)),
        ):
            key = (question.name, what, number)
            assert (f"the {en} {what}" in said["en"].lower()) == (f"第{zh}{kind}" in said["zh"]) == (key in MEANT)
            if key in MEANT:
                assert names[number] == MEANT[key]
    for letter in ("kappa", "delta"):
        assert letter not in said["en"] or f"\\{letter}" in prompt


def test_the_setting_that_a_hint_names_passes_a_right_answer():
    """With `all` a right sigmoid raises, too: its exponential underflows to 0, as it should."""
    homework = COURSE.homework("losses")
    (question,) = (q for q in homework.questions if q.name == "sigmoid")
    sigmoid = load_functions(COURSE.solution("losses", "sigmoid"), ["sigmoid"])["sigmoid"]
    for text in texts_of(homework, question).values():
        (setting,) = re.findall(r"np\.seterr\((\w+='raise')\)", text)
        with np.errstate(**dict([setting.replace("'", "").split("=")])):
            assert sigmoid(np.array([-10000.0, 10000.0])).tolist() == [0.0, 1.0]
            with pytest.raises(FloatingPointError):
                np.exp(np.array([10000.0]))


def test_they_are_in_the_zip_only_if_the_manifest_says_so(course, homework):
    assert problems(course, homework, GOOD) == [] and layer_files(course, homework) == {}
    files = layer_files(course, changed(homework, hint_layers=True))
    assert list(files) == ["hints/centre.layers.json"], "a question may be without"
    assert [text.zh for text in read(files["hints/centre.layers.json"], "centre")][2] == "沿第一个轴取。"
    with zipfile.ZipFile(BytesIO(student_zip(course, changed(homework, hint_layers=True)))) as made:
        assert "vectors/hints/centre.layers.json" in made.namelist()


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("[step]", "[stop]", "stop"),
        ('zh = "看看各列。"', "", "zh"),
        ("看看各列。", "Look at the columns.", r"\[look\] zh is in the wrong language"),
        ("Look at", "看 Look at", r"\[look\] en is in the wrong language"),
        ("Look at the columns.", " ", r"\[look\] en is not written"),
        ("Look at the columns.", "Look. " * 101, r"\[look\] en has 605 characters, 600 are the most"),
        ("看看各列。", "看看各列。" * 51, r"\[look\] zh has 255 characters, 250 are the most"),
    ],
)
def test_a_form_that_is_not_right_is_named(course, homework, old, new, what):
    (found,) = problems(course, homework, GOOD.replace(old, new))
    assert re.search(what, found)
    with pytest.raises(ReleaseError):
        layer_files(course, changed(homework, hint_layers=True))


def test_a_line_of_the_solution_in_a_hint_is_named(course, homework):
    (line,) = [
        text.strip()
        for text in course.solution("vectors", "centre").read_text(encoding="utf-8").split("\n")
        if text.strip().startswith("return") and "mean" in text
    ][:1]
    found = problems(course, homework, GOOD.replace("Take it", f"Write {line.replace(chr(34), chr(39))} and take it"))
    assert found and all("solution" in what for what in found)
    value = line.removeprefix("return ")
    assert problems(course, homework, GOOD.replace("Take it", f"Write {value}")), "without its return, too"


def test_the_gate_looks_at_them(course, homework):
    problems(course, homework, GOOD.replace("[step]", "[stop]"))
    room = Room(course, homework, homework.questions[0], None)
    (found,) = question_checks.layers_agree(room)
    assert (found.check, found.question) == ("hints", "centre") and "centre.hints.toml" in found.what
    assert question_checks.layers_agree in question_checks.QUESTION_CHECKS


def test_what_is_encoded_is_searched_for_leaks_as_well():
    homework = COURSE.homework("losses")
    text = "e = np.exp(logits - logits.max(axis=-1, keepdims=True))"
    layers = from_toml(GOOD.replace("Take it", text.replace('"', "'")).encode())
    assert leaks(COURSE, homework, {"hints/softmax.layers.json": released("softmax", layers)})


@pytest.mark.parametrize("data", [b"", b"{}", b'{"format": 1, "question": "centre", "layers": [{"en": "?"}]}'])
def test_a_damaged_file_is_told(data):
    with pytest.raises(LayersError):
        read(data, "centre")
    with pytest.raises(LayersError, match="another question"):
        read(released("norms", from_toml(GOOD.encode())), "centre")
