"""Wherever a student puts an answer around its place, it is found; what the handout brought never is."""

import copy
import json
import time
from functools import cache
from pathlib import Path

import jupytext
import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.course import open_course
from autograder.questions.handout import handout_document
from autograder.written.extract import Answer, Size, UnplacedError, look, size
from autograder.written.markers import ANSWER_BEGIN, ANSWER_END, ANSWER_PLACEHOLDER

COURSE = open_course(Path(__file__).parents[2])
HOMEWORKS = [homework for homework in COURSE.manifest.homework if homework.written]
QUESTIONS = [(homework.name, written.name) for homework in HOMEWORKS for written in homework.written]


@cache
def handed_out(homework):
    return json.loads((COURSE.template(homework) / f"{homework}.ipynb").read_bytes())


@cache
def document(homework):
    return handout_document(COURSE, homework)


def as_bytes(notebook, kind):
    if kind == "ipynb":
        return json.dumps(notebook, ensure_ascii=False).encode()
    return jupytext.writes(nbformat.from_dict(notebook), fmt="py:percent").encode()


def found(homework, notebook, kind="ipynb"):
    questions = [written.name for written in COURSE.homework(homework).written]
    return look(kind, as_bytes(notebook, kind), questions, document(homework))


def prose(text):
    return {"cell_type": "markdown", "metadata": {}, "source": text}


class Sheet:
    """The handout's notebook of a homework, and where one of its written questions stands in it."""

    def __init__(self, homework, question):
        self.notebook = copy.deepcopy(handed_out(homework))
        self.cells = self.notebook["cells"]
        for cell in self.cells:
            cell["source"] = "".join(cell["source"])
            cell["metadata"] = {}
            cell.pop("id", None)
        self.begin, self.end = ANSWER_BEGIN.format(name=question), ANSWER_END.format(name=question)
        (self.place,) = [i for i, cell in enumerate(self.cells) if self.begin in cell["source"]]
        self.head = max(i for i in range(self.place) if self.cells[i]["source"].startswith("## "))

    @property
    def answer(self):
        return self.cells[self.place]

    def marks(self, begin, end, text):
        self.answer["source"] = f"{begin}\n\n{text}\n\n{end}"


def inside(sheet, text):
    sheet.answer["source"] = sheet.answer["source"].replace(ANSWER_PLACEHOLDER, text)


def below_the_placeholder(sheet, text):
    sheet.answer["source"] = sheet.answer["source"].replace(ANSWER_PLACEHOLDER, f"{ANSWER_PLACEHOLDER}\n{text}")


def in_a_cell_below(sheet, text):
    sheet.cells.insert(sheet.place + 1, prose(text))


def in_a_cell_above(sheet, text):
    sheet.cells.insert(sheet.place, prose(text))


def below_the_heading(sheet, text):
    sheet.cells.insert(sheet.head + 1, prose(text))


def in_place_of_the_cell(sheet, text):
    sheet.answer["source"] = text


def after_the_end(sheet, text):
    sheet.answer["source"] += f"\n\n{text}"


def before_the_beginning(sheet, text):
    sheet.answer["source"] = f"{text}\n\n{sheet.answer['source']}"


def at_the_end_of_the_question(sheet, text):
    sheet.cells[sheet.place - 1]["source"] += f"\n\n{text}"


def at_the_end_of_the_first_prompt(sheet, text):
    sheet.cells[sheet.head]["source"] += f"\n\n{text}"


def in_several_cells(sheet, text):
    lines = text.split("\n")
    sheet.answer["source"] = f"{sheet.begin}\n\n{lines[0]}"
    rest = [*(prose(line) for line in lines[1:]), prose(sheet.end)]
    sheet.cells[sheet.place + 1 : sheet.place + 1] = rest


def under_headings_of_its_own(sheet, text):
    inside(sheet, f"# 推导\n\n{text}\n\n## 2. Second part\n\nx")
    sheet.cells.insert(sheet.place + 1, prose("# Conclusion\n\nso"))


def with_the_prompts_deleted(sheet, text):
    inside(sheet, text)
    heading = sheet.cells[sheet.head]["source"].split("\n")[0]
    sheet.cells[sheet.head : sheet.place] = [prose(heading)]


def with_the_heading_deleted(sheet, text):
    in_a_cell_below(sheet, text)
    sheet.cells[sheet.head]["source"] = sheet.cells[sheet.head]["source"].partition("\n")[2]


def with_the_first_prompt_deleted(sheet, text):
    in_place_of_the_cell(sheet, text)
    del sheet.cells[sheet.head]


def with_one_cell_for_all(sheet, text):
    inside(sheet, text)
    whole = "\n\n".join(cell["source"] for cell in sheet.cells[sheet.head : sheet.place + 1])
    sheet.cells[sheet.head : sheet.place + 1] = [prose(whole)]


def without_anything_of_the_question(sheet, text):
    sheet.cells[sheet.head : sheet.place + 1] = [prose(text)]


def under_a_heading_of_its_own_words(sheet, text):
    title = sheet.cells[sheet.head]["source"].split("\n")[0].partition(". ")[2].partition(" / ")[0]
    sheet.cells[sheet.head : sheet.place + 1] = [prose(f"# {title}\n\n{text}")]


def moved_to_the_top(sheet, text):
    inside(sheet, text)
    sheet.cells.insert(2, sheet.cells.pop(sheet.place))


def marks_as(begin, end):
    def marks(sheet, text):
        name = sheet.begin.split()[3]
        sheet.marks(begin.format(name), end.format(name), text)

    marks.__name__ = f"marks as {begin}"
    return marks


PLACES = [
    *(inside, below_the_placeholder, in_a_cell_below, in_a_cell_above, below_the_heading, in_place_of_the_cell),
    *(after_the_end, before_the_beginning, at_the_end_of_the_question, at_the_end_of_the_first_prompt),
    *(in_several_cells, under_headings_of_its_own, with_the_prompts_deleted, with_the_heading_deleted),
    *(with_the_first_prompt_deleted, with_one_cell_for_all, under_a_heading_of_its_own_words, moved_to_the_top),
    marks_as("<!--BEGIN ANSWER {}-->", "<!--END ANSWER {}-->"),
    marks_as("<!-- begin answer: {} -->", "<!-- End Answer: {} -->"),
    marks_as("<!– BEGIN ANSWER {} –>", "<!— END ANSWER {} —>"),
    marks_as("`<!-- BEGIN\nANSWER {} -->`", "`<!-- END\nANSWER {} -->`"),
    marks_as("BEGIN ANSWER {}", "END ANSWER {}"),
    marks_as("<!-- BEGIN ANSWER {} -->", ""),
    marks_as("", "<!-- END ANSWER {} -->"),
    marks_as("\\<!-- BEGIN ANSWER {} --\\>", "&lt;!-- END ANSWER {} --&gt;"),
]
LINES = st.one_of(
    st.sampled_from(
        ["$$", "$$L = -\\log p$$", "1. *One.*", "- two", "所以 $x > 0$。", "**Claim.** $a < b$", "x = 1", "| a | b |"]
    ),
    st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=12),
)
TEXTS = st.lists(LINES, min_size=1, max_size=5).map(lambda lines: "\n".join(["Because:", *lines]))


def plain(text):
    return "".join(text.split())


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
@pytest.mark.parametrize("kind", ["ipynb", "py"])
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.sampled_from(QUESTIONS), text=TEXTS)
def test_an_answer_is_found_wherever_it_was_put(place, kind, question, text):
    homework, name = question
    sheet = Sheet(homework, name)
    place(sheet, text)
    answers = found(homework, sheet.notebook, kind).answers
    assert [*answers] == [name]
    wanted = plain(text)
    if place is under_headings_of_its_own:
        assert plain(answers[name].text).startswith(plain("# 推导") + wanted)
    else:
        assert plain(answers[name].text) == wanted


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_several_answers_never_mix(data):
    homework = data.draw(st.sampled_from([h for h in HOMEWORKS if len(h.written) > 1]))
    kind = data.draw(st.sampled_from(["ipynb", "py"]))
    told = {w.name: f"answer to {w.name}\n{data.draw(TEXTS)}" for w in homework.written}
    sheets = [place for place in PLACES if place not in (moved_to_the_top,)]
    sheet = None
    for name, text in told.items():
        sheet, before = Sheet(homework.name, name), sheet
        if before is not None:  # the same notebook goes on
            sheet.notebook, sheet.cells = before.notebook, before.cells
            (sheet.place,) = [i for i, cell in enumerate(sheet.cells) if sheet.begin in cell["source"]]
            sheet.head = max(i for i in range(sheet.place) if sheet.cells[i]["source"].startswith("## "))
        data.draw(st.sampled_from(sheets), label=name)(sheet, text)
    answers = found(homework.name, sheet.notebook, kind).answers
    assert [*answers] == [*told]
    for name, text in told.items():
        assert plain(text.split("\n", 1)[1]) in plain(answers[name].text)
        assert not [other for other in told if other != name and f"answer to {other}\n" in answers[name].text + "\n"]


@pytest.mark.parametrize("homework", [h.name for h in HOMEWORKS])
@pytest.mark.parametrize("kind", ["ipynb", "py"])
def test_an_untouched_handout_has_no_answer(homework, kind):
    data = (COURSE.template(homework) / f"{homework}.{kind}").read_bytes()
    questions = [written.name for written in COURSE.homework(homework).written]
    seen = look(kind, data, questions, document(homework))
    assert seen.answers == {} and seen.marked == {*questions}


@pytest.mark.parametrize("homework", HOMEWORKS, ids=lambda homework: homework.name)
def test_of_a_question_that_was_deleted_its_place_is_left(homework):
    name = homework.written[0].name
    sheet = Sheet(homework.name, name)
    without_anything_of_the_question(sheet, "Because.")
    seen = found(homework.name, sheet.notebook)
    assert seen.answers == {name: Answer("Because.")} and name not in seen.marked


@pytest.mark.parametrize("kind", ["ipynb", "py"])
def test_what_editors_change_in_a_handout_is_no_answer(kind):
    sheet = Sheet(*QUESTIONS[0])
    for cell in sheet.cells:
        cell["source"] = "\n".join(f"{line}  " for line in cell["source"].split("\n")) + "\n\n"
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], 7
    sheet.cells.append({"cell_type": "code", "metadata": {}, "source": "", "outputs": [], "execution_count": None})
    assert found(QUESTIONS[0][0], sheet.notebook, kind).answers == {}


@pytest.mark.parametrize("kind", ["ipynb", "py"])
def test_code_beside_an_answer_is_shown_and_answers_to_coded_questions_are_not(kind):
    homework, name = QUESTIONS[0]
    sheet = Sheet(homework, name)
    stub = next(cell for cell in sheet.cells if cell["source"].startswith("def "))
    worked = stub["source"].split("\n")[0] + "\n    return 7"
    inside(sheet, "As computed:")
    for i, source in enumerate(["x = 1 + 1\nx", worked], 1):
        code = {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None}
        sheet.cells.insert(sheet.place + i, code)
    answer = found(homework, sheet.notebook, kind).answers[name]
    assert answer.text == "As computed:\n\n```python\nx = 1 + 1\nx\n```"
    assert size(answer) == Size(2, 0, 0)


@pytest.mark.parametrize("kind", ["ipynb", "py"])
@pytest.mark.parametrize(("code", "answers"), [("print(1 + 1)", False), ("# The model is Gaussian noise.", True)])
def test_code_that_was_tried_out_at_the_end_is_no_answer_and_comments_are(kind, code, answers):
    homework, question = QUESTIONS[-1]
    sheet = Sheet(homework, question)
    sheet.cells.append({"cell_type": "code", "metadata": {}, "source": code, "outputs": [], "execution_count": None})
    answered = found(homework, sheet.notebook, kind).answers
    assert bool(answered) == answers
    sheet.marks(sheet.begin, sheet.end, "My derivation.")
    assert {name: code in answer.text for name, answer in found(homework, sheet.notebook, kind).answers.items()} == {
        question: True
    }


def test_what_was_written_on_after_a_line_of_the_prompt_is_an_answer():
    homework, name = QUESTIONS[0]
    sheet = Sheet(homework, name)
    sheet.cells[sheet.place - 1]["source"] += "因为噪声。"
    assert found(homework, sheet.notebook).answers[name].text == "因为噪声。"


def test_formulas_of_the_handout_in_an_answer_are_the_answer_s():
    homework = "losses"
    sheet = Sheet(homework, "likelihood_derivations")
    text = "$$\nL = 1\n$$\n\n" + sheet.cells[sheet.place - 1]["source"].split("\n")[2]
    inside(sheet, text)
    assert found(homework, sheet.notebook).answers["likelihood_derivations"].text == text


def test_a_file_of_text_without_any_place_of_an_answer_is_for_a_person_to_look_at():
    homework = QUESTIONS[0][0]
    named = {"cells": [prose("# Homework 1\n\nHan Meimei 韩梅梅")], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    assert found(homework, named).answers == {}
    named["cells"].append(prose("Overfitting is when a model learns the noise. " * 10))
    with pytest.raises(UnplacedError):
        found(homework, named)


@pytest.mark.parametrize("output", ["text", "numbers"])
def test_an_answer_in_a_file_with_large_outputs_is_found(output):
    homework, name = QUESTIONS[0]
    sheet = Sheet(homework, name)
    inside(sheet, "Because.")
    content = "x" * (15 << 20) if output == "text" else list(range(2_000_000))
    sheet.cells[2]["outputs"] = [{"output_type": "display_data", "data": {"text/plain": content}, "metadata": {}}]
    start = time.process_time()
    assert found(homework, sheet.notebook).answers == {name: Answer("Because.")}
    assert time.process_time() - start < 10


def test_an_answer_in_a_large_script_is_found():
    homework, name = QUESTIONS[0]
    sheet = Sheet(homework, name)
    inside(sheet, "Because.")
    script = as_bytes(sheet.notebook, "py").replace(b"\n# %%\n", b"\n# %%\n" + b"# a long comment\n" * 400_000, 1)
    assert len(script) > 6 << 20
    questions = [written.name for written in COURSE.homework(homework).written]
    assert look("py", script, questions, document(homework)).answers == {name: Answer("Because.")}


def test_a_notebook_that_is_called_py_is_read_as_one():
    homework, name = QUESTIONS[0]
    sheet = Sheet(homework, name)
    inside(sheet, "First\nsecond")
    data = as_bytes(sheet.notebook, "ipynb")
    assert look("py", data, [name], document(homework)).answers == {name: Answer("First\nsecond")}
