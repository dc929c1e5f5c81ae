"""The pages: complete, harmless, without network, the same in both languages."""

import re
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from made_up_class import HOSTILE, answer, submission, ungraded

from autograder.course import Homework
from autograder.reports.charts import BAR_WIDTH, draw_histogram, draw_outcomes
from autograder.reports.escape import file_names
from autograder.reports.figures import histogram
from autograder.reports.html import class_report, student_page
from autograder.reports.words import OUTCOMES
from autograder.results import SEVERITY, CaseResult, Diagnosis, Message, SubmissionResult, question_result

VOID = {"meta", "input", "br", "wbr", "img", "link", "hr"}


class Page(HTMLParser):
    """Reads a page as a browser would, noting tags, attributes and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1] == tag, f"</{tag}> inside {self.open}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data


@pytest.fixture(scope="module")
def pages(homework: Homework, classmates: list[SubmissionResult]) -> dict[str, str]:
    return class_report(homework, classmates, "1 March 2026")


def test_there_is_a_report_and_a_page_per_student(pages: dict[str, str], classmates: list[SubmissionResult]) -> None:
    students = {f"students/{name}.html" for name in file_names(r.submission for r in classmates).values()}
    assert set(pages) == {"report.html"} | students
    assert len(pages) == 31


def test_every_page_is_well_formed_and_holds_nothing_active(pages: dict[str, str]) -> None:
    for text in pages.values():
        page = Page(text)
        assert not {"script", "img", "iframe", "object", "embed", "form", "base"} & set(page.tags)
        assert not [name for name, _ in page.attributes if name.startswith("on") or name == "src"]
        text.encode()


def test_no_page_needs_the_network(pages: dict[str, str]) -> None:
    for text in pages.values():
        assert not re.search(r"https?:|//|url\(|@import|data:", text)
        assert "default-src 'none'" in text


def test_links_of_the_report_lead_to_the_pages(pages: dict[str, str]) -> None:
    links = {unquote(value) for name, value in Page(pages["report.html"]).attributes if name == "href"}
    assert links == set(pages) - {"report.html"}


def test_a_student_sees_nobody_else(pages: dict[str, str]) -> None:
    page = pages["students/ann.html"]
    assert "href" not in page
    assert "zhang_san" not in page and "王小明" not in page


def test_hostile_names_are_shown_as_text(pages: dict[str, str]) -> None:
    text = Page(pages["report.html"]).text
    assert "<script>alert(1)</script>" in text
    assert "{{ 7 * 7 }}" in text
    assert "\\x1b[31mred" in text and "ann\\u202etxt.exe" in text and "eve\\nmallory" in text and "\\ud800lone" in text
    unseen = {char for name in HOSTILE for char in name if not char.isprintable()} - {"\n"}
    assert not [path for path, page in pages.items() if unseen & set(page)]
    assert "x" * 100 not in text


def test_hostile_texts_from_results_are_shown_as_text(homework: Homework) -> None:
    evil = "</code></p><script>alert('\x1b\u202e\ud800')</script>" + "y" * 10_000 + "\n" * 1000 + "end"
    question = question_result(
        "adam",
        15,
        [CaseResult(evil, False, 15, "errored", evil)],
        (Diagnosis(evil, evil, Message(evil, evil)),),
    )
    results = [
        SubmissionResult("a", "training", "graded", evil, 1, 0, 100, (question,), evil, (evil,) * 1000),
        ungraded("b", "unreadable", evil),
        ungraded("c", "grader_error", evil),
    ]
    for text in class_report(homework, results, evil).values():
        assert "script" not in Page(text).tags
        assert not {"\x1b", "\u202e", "\ud800"} & set(text)
        assert len(text) < 150_000


def test_the_report_has_the_figures_of_the_class(pages: dict[str, str]) -> None:
    page = Page(pages["report.html"])
    assert re.search(r"graded\s*26", page.text) and re.search(r"unreadable\s*2", page.text)
    assert "two candidates: kim.py and kim.ipynb" in page.text
    assert "batch_norm, random_batch: oracle of hidden case large_logits raised" in page.text
    assert "summed-over-batch" in page.text
    assert page.tags.count("svg") == 1 + 6


def test_colour_is_never_the_only_sign(pages: dict[str, str]) -> None:
    """Wherever an outcome's colour stands, its mark stands inside, and the page says what the mark means."""
    for text in pages.values():
        marks = set(re.findall(r'<span class="mark is-\w+">(.*?)</span>', text))
        assert "" not in marks
        words = {OUTCOMES[outcome].mark: OUTCOMES[outcome].label.en for outcome in SEVERITY}
        assert all(words[mark] in text for mark in marks)


def test_each_score_in_the_class_table_carries_the_mark_of_its_outcome(homework: Homework) -> None:
    text = class_report(homework, [submission("ann", "failed", "timed_out", "memory")], "today")["report.html"]
    row = text[text.index("<tbody>") :].split("</tr>")[0]
    marks = re.findall(r'<span class="mark is-\w+">(.*?)</span>', row)
    assert marks == ["✗", "T", "M", "✓", "✓", "✓"]
    assert re.findall(r"title=\"(.*?)\"", row)[:3] == ["wrong value", "timed out", "out of memory"]


def test_a_student_reads_outcome_and_message_of_each_case_in_both_languages(homework: Homework) -> None:
    text = Page(student_page(homework, submission("ann", "passed", "failed", lost=3), "today")).text
    assert "81.25" in text and "6.25 / 25" in text
    assert "wrong value" in text and "结果错误" in text
    assert text.count("wrong at [2, 0]: got 0.31, expected 0.29") == 1
    assert "summed over the batch" in text and "在整个批次上求了和" in text
    assert "Gradient of softmax cross-entropy" in text and "Softmax 交叉熵的梯度" in text


def test_notes_of_loading_are_shown(homework: Homework) -> None:
    result = submission("ann", notes=("cell 4: NameError: name 'plt' is not defined",))
    assert "cell 4: NameError: name 'plt' is not defined" in Page(student_page(homework, result, "today")).text


def test_an_unreadable_file_says_why(homework: Homework) -> None:
    text = Page(student_page(homework, ungraded("bob", "unreadable", "a FIFO, not a file"), "today")).text
    assert "a FIFO, not a file" in text and "could not be read" in text and "无法读取" in text
    assert "0 / 100" not in text


@pytest.mark.parametrize(
    "result", [ungraded("eve", "grader_error", "SECRET oracle"), submission("eve", "passed", "grader_error")]
)
def test_a_grader_error_is_no_zero_and_tells_the_student_nothing_of_its_inside(
    homework: Homework, result: SubmissionResult
) -> None:
    text = Page(student_page(homework, result, "today")).text
    assert "This is no zero" in text and "这不是零分" in text
    assert "SECRET" not in text and "oracle" not in text and "/ 100" not in text


def test_a_question_without_a_result_says_so(homework: Homework) -> None:
    result = SubmissionResult("ann", "training", "graded", "core", 1, 10, 100, (answer("entropy", "passed"),))
    assert Page(student_page(homework, result, "today")).text.count("There is no result for this question") == 5


def test_a_run_without_a_sandbox_is_told_to_who_teaches(homework: Homework, pages: dict[str, str]) -> None:
    bare = SubmissionResult("ann", "training", "graded", "none", 1, 0, 100)
    assert "without a sandbox" in class_report(homework, [bare], "today")["report.html"]
    assert "without a sandbox" not in pages["report.html"]


def test_a_class_of_nobody_has_a_report(homework: Homework) -> None:
    pages = class_report(homework, [], "today")
    assert list(pages) == ["report.html"]
    assert "Nothing is graded yet" in Page(pages["report.html"]).text


def test_the_histogram_is_as_high_as_its_counts() -> None:
    drawn = draw_histogram(histogram([5, 15, 15, 100], 100), 15.0)
    heights = [column.height for column in drawn.columns]
    assert heights[1] == 2 * heights[0] == 2 * heights[9] and not any(heights[2:9])
    assert [column.label for column in drawn.columns] == ["1", "2", "", "", "", "", "", "", "", "1"]
    assert drawn.description == "0 to 10: 1; 10 to 20: 2; 90 to 100: 1"
    assert drawn.median is not None and drawn.median.label == "15"


def test_an_outcome_bar_is_filled_and_labels_only_what_has_room() -> None:
    segments = draw_outcomes([("passed", 97), ("failed", 1), ("crashed", 2)])
    assert sum(s.width for s in segments) == pytest.approx(BAR_WIDTH)
    assert [s.label for s in segments] == ["✓ 97", "", ""]
