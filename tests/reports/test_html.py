"""The pages: complete, harmless, without network, the same in both languages."""

import base64
import hashlib
import json
import re
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, unquote

import pytest
from made_up_class import HOSTILE, answer, submission, ungraded
from msgspec.structs import replace

from autograder.course import Homework, RubricItem, Text, Written
from autograder.homework import CaseName
from autograder.reports.charts import BAR_WIDTH, draw_histogram, draw_outcomes
from autograder.reports.escape import file_names
from autograder.reports.figures import histogram
from autograder.reports.html import class_report, overview, student_page
from autograder.reports.student_json import student_json
from autograder.reports.words import NOT_PASSED, OUTCOMES
from autograder.results import (
    SEVERITY,
    Adjustment,
    AsGraded,
    CaseResult,
    Change,
    Diagnosis,
    Made,
    Message,
    Outcome,
    SubmissionResult,
    WrittenMark,
    WrittenResult,
    question_result,
)

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


def test_every_page_is_well_formed_and_holds_nothing_active_but_the_reports_script(pages: dict[str, str]) -> None:
    for path, text in pages.items():
        page = Page(text)
        assert not {"img", "iframe", "object", "embed", "form", "base"} & set(page.tags)
        assert page.tags.count("script") == (path == "report.html")
        assert not [name for name, _ in page.attributes if name.startswith("on") or name == "src"]
        text.encode()


def test_no_page_needs_the_network(pages: dict[str, str]) -> None:
    for text in pages.values():
        assert not re.search(r"https?:|//|url\(|@import|data:", re.sub(r"sha256-[\w+/]{43}=", "", text))
        assert "default-src 'none'" in text


def test_the_policy_of_the_report_allows_its_one_script_and_that_of_a_students_page_none(pages: dict[str, str]) -> None:
    policies = {path: policy_of(text) for path, text in pages.items()}
    (script,) = re.findall(r"<script>(.*?)</script>", pages["report.html"], re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    allowed = "default-src 'none'; style-src 'unsafe-inline'"
    assert policies.pop("report.html") == f"{allowed}; script-src 'sha256-{digest}'"
    assert set(policies.values()) == {allowed}
    assert not [path for path in policies if "<script" in pages[path]]


def policy_of(text: str) -> str:
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="(.*?)"', text)
    return policy


def test_links_of_the_report_lead_to_the_pages(pages: dict[str, str]) -> None:
    page = Page(pages["report.html"])
    links = {unquote(value) for name, value in page.attributes if name == "href"}
    assert {link for link in links if not link.startswith("#")} == set(pages) - {"report.html"}
    assert {link[1:] for link in links if link.startswith("#")} <= {v for name, v in page.attributes if name == "id"}


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
    for path, text in class_report(homework, results, evil, earlier=[(evil, [submission("a")])]).items():
        assert Page(text).tags.count("script") == (path == "report.html")
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
    """Wherever an outcome's colour stands, its sign stands inside, and the page says what the sign means."""
    for text in pages.values():
        signs = set(re.findall(r'<span class="sign is-\w+">(.*?)</span>', text))
        assert "" not in signs
        words = {w.sign: w.label.en for w in (*OUTCOMES.values(), NOT_PASSED)}
        assert all(words[sign] in text for sign in signs)


def test_of_a_function_that_calls_a_stub_it_is_not_said_that_it_is_not_written(homework: Homework) -> None:
    why = "cross_entropy calls log_softmax, which is still a stub"
    cases = [
        CaseResult("public: small", False, 0.0, "not_implemented", why),
        CaseResult("hidden: large", True, 10.0, "not_implemented", why),
    ]
    name = homework.questions[0].name
    result = replace(submission("ann"), questions=(question_result(name, 10.0, cases),))
    text = unescape(student_page(homework, result, "today"))
    assert why in text and "not tested: it calls a stub" in text and "未能测试：用到了空框架" in text
    assert "The function is written, but it calls another one" in text
    assert "not written yet" not in text and "尚未作答" not in text
    read = json.loads(student_json(homework, result))["questions"][0]
    assert (read["reason"], read["message"], read["cases"][0]["outcome"]) == ("untested", why, "untested")
    assert result.questions[0].status == "not_implemented", "the record says what it always said"


def test_each_score_in_the_class_table_carries_the_sign_of_its_outcome(homework: Homework) -> None:
    text = class_report(homework, [submission("ann", "failed", "timed_out", "memory")], "today")["report.html"]
    row = text[text.index("<tbody>", text.index('id="class-table"')) :].split("</tr>")[0]
    cells = re.findall(r'<td class="points(?: is-(\w+))?" title="(.*?)">[\d.]+ (.)</td>', row)
    assert cells == [
        ("wrong", "wrong value", "✗"),
        ("limit", "timed out", "T"),
        ("limit", "out of memory", "M"),
        *[("", "passed", "✓")] * 3,
    ]


def test_a_student_reads_outcome_and_message_of_each_public_case_in_both_languages(homework: Homework) -> None:
    text = Page(student_page(homework, submission("ann", "passed", "failed", lost=3), "today")).text
    assert "81.25" in text and "6.25 / 25" in text
    assert "wrong value" in text and "结果错误" in text
    assert text.count("wrong at [2, 0]: got 0.31, expected 0.29") == 1
    assert "summed over the batch" in text and "在整个批次上求了和" in text
    assert "Gradient of softmax cross-entropy" in text and "Softmax 交叉熵的梯度" in text


def test_a_case_has_its_name_in_both_languages_on_a_student_s_page(homework: Homework) -> None:
    entropy = next(q for q in homework.questions if q.name == "entropy")
    named = replace(entropy, cases=(CaseName("case 0", "第一种情形"), CaseName("public: one", "手算的例子")))
    questions = tuple(named if q.name == "entropy" else q for q in homework.questions)
    result = with_hidden(("passed", ""), ("passed", ""))
    (question,) = result.questions
    public = CaseResult("public: one", False, 0, "passed", "")
    result = replace(result, questions=(replace(question, cases=(public, *question.cases)),))
    page = student_page(replace(homework, question=questions), result, "today")
    assert '<code class="en" lang="en">case 0</code> <span class="zh" lang="zh-CN">第一种情形</span>' in page
    assert '<span class="zh" lang="zh-CN">公开：手算的例子</span>' in page
    assert "<code>case 1</code>" in page  # has no Chinese name


def with_hidden(*ends: tuple[Outcome, str]) -> SubmissionResult:
    """A submission whose hidden cases of one question end like this."""
    cases = [CaseResult(f"case {i}", True, 10 / len(ends), *end) for i, end in enumerate(ends)]
    question = question_result("entropy", 10, cases)
    return SubmissionResult("ann", "training", "graded", "core", 1, question.score, 100, (question,))


def test_of_hidden_cases_a_student_reads_whether_they_passed_and_one_reason_a_question(homework: Homework) -> None:
    lost: list[Outcome] = [o for o in SEVERITY if o not in ("passed", "grader_error", "crashed")]
    pages = {
        student_page(homework, with_hidden(("passed", ""), (o, f"said of {o}"), ("crashed", "it ended")), "today")
        for o in lost
    }
    (page,) = pages  # nothing else depends on how the second one failed
    text = Page(page).text
    assert text.count("it ended") == text.count("gravest reason") == 1
    assert "crashed" in text and "not passed" in text and "未通过" in text and "said of" not in text


def test_the_reason_is_given_once_with_the_contract_that_was_broken(homework: Homework) -> None:
    result = with_hidden(("failed", ""), ("contract", "expected (n,) float"), ("contract", "expected (k,) float"))
    text = Page(student_page(homework, result, "today")).text
    assert "invalid result" in text and "expected (n,) float" in text
    assert "expected (k,) float" not in text and "wrong value" not in text


def test_a_question_that_passed_or_is_open_gives_no_reason(homework: Homework) -> None:
    for ends in ([("passed", "")], [("passed", ""), ("grader_error", "SECRET")]):
        text = Page(student_page(homework, with_hidden(*ends), "today")).text
        assert "gravest reason" not in text and "not passed" not in text and "SECRET" not in text


def test_late_by_when_it_was_due_is_late_on_every_page(homework: Homework) -> None:
    by_due = Adjustment("", "", "late", -2, "Handed in a day late.", zh="迟交一天。")
    bo = replace(submission("bo"), made=Made(file="mini.py"), adjustments=(by_due,))
    page = Page(student_page(homework, bo, "today")).text
    assert re.search(r"mini\.py,\s*late\s*迟交", page)
    assert "late: 1 bo" in report(homework, [bo, submission("ann")])
    assert json.loads(student_json(homework, bo))["late"] is True
    in_grace = replace(bo, adjustments=(replace(by_due, change="grace", effect=None),))
    page = Page(student_page(homework, in_grace, "today")).text
    assert "handed in within the minutes of grace" in page and not re.search(r"mini\.py,\s*late", page)
    assert "late: 1" not in report(homework, [in_grace, submission("ann")])


def test_notes_of_loading_are_shown(homework: Homework) -> None:
    result = submission("ann", notes=("cell 4: NameError: name 'plt' is not defined",))
    assert "cell 4: NameError: name 'plt' is not defined" in Page(student_page(homework, result, "today")).text


def test_an_unreadable_file_says_why(homework: Homework) -> None:
    text = Page(student_page(homework, ungraded("bob", "unreadable", "a FIFO, not a file"), "today")).text
    assert "a FIFO, not a file" in text and "could not be read" in text and "无法读取" in text
    assert "0 / 100" in text, "a gradebook gets this 0"


@pytest.mark.parametrize("as_graded", [None, AsGraded("unreadable", 0, 110)])
def test_of_written_answers_in_a_file_that_could_not_be_opened_nothing_is_said(
    homework: Homework, as_graded: AsGraded | None
) -> None:
    essay = Written("essay", Text("Why", "为什么"), (RubricItem("idea", 6, Text("the idea", "思路")),))
    asked = replace(homework, written=(essay,))
    answer = WrittenResult("essay", False, None, 6, (WrittenMark("idea", None, 6),))
    bob = ungraded("bob", "unreadable" if as_graded is None else "excused", "a FIFO, not a file")
    bob = replace(bob, written=(answer,), provisional=True, as_graded=as_graded)
    text = Page(student_page(asked, bob, "today")).text
    assert "marker" not in text and "标记" not in text and "Written answers" not in text
    assert json.loads(student_json(asked, bob))["written"] == []
    ann = replace(submission("ann"), written=(answer,), provisional=True)
    assert "No answer was found between the two markers" in Page(student_page(asked, ann, "today")).text
    assert len(json.loads(student_json(asked, ann))["written"]) == 1


@pytest.mark.parametrize(
    "result", [ungraded("eve", "grader_error", "SECRET oracle"), submission("eve", "passed", "grader_error")]
)
def test_a_grader_error_is_no_zero_and_tells_the_student_nothing_about_its_cause(
    homework: Homework, result: SubmissionResult
) -> None:
    text = Page(student_page(homework, result, "today")).text
    assert "not count as zero" in text and "这不是零分" in text
    assert "SECRET" not in text and "oracle" not in text and "/ 100" not in text


def test_a_question_without_a_result_says_so(homework: Homework) -> None:
    result = SubmissionResult("ann", "training", "graded", "core", 1, 10, 100, (answer("entropy", "passed"),))
    assert Page(student_page(homework, result, "today")).text.count("There is no result for this question") == 5


def test_the_staff_are_told_of_a_run_without_a_sandbox(homework: Homework, pages: dict[str, str]) -> None:
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


# -- the class report ------------------------------------------------------------------------------------------------


def report(homework: Homework, results: list[SubmissionResult], **more: Any) -> str:
    """Its text, with a space at every tag."""
    text = overview(homework, results, "today", **more)
    text = re.sub(r"<(style|script)>.*?</\1>", "", text, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split())


def test_the_overview_alone_is_the_report_of_the_class(homework: Homework, pages: dict[str, str]) -> None:
    classmates = class_report(homework, [submission("ann"), submission("bo")], "today", staff=["bo"], help_below=0.5)
    alone = overview(homework, [submission("ann"), submission("bo")], "today", staff=["bo"], help_below=0.5)
    assert alone == classmates["report.html"]


def test_each_mistake_lists_the_people_who_make_it_with_their_pages(homework: Homework) -> None:
    results = [submission("ann", "passed", "failed"), submission("bo"), submission("李", "passed", "failed")]
    text = overview(homework, results, "today")
    (found,) = re.findall(r"<details><summary><code>summed-over-batch</code>.*?</details>", text, re.DOTALL)
    assert '<span class="count">2</span>' in found
    assert re.findall(r'href="(.*?)"', found) == ["students/ann.html", f"students/{quote('李')}.html"]


def test_each_case_shows_difficulty_and_discrimination_and_a_dash_where_that_is_undefined(homework: Homework) -> None:
    text = overview(homework, [submission("a"), submission("b", "failed", lost=1), submission("c", "failed")], "today")
    rows = [re.sub("<.*?>", "|", row) for row in re.findall(r"<tr>.*?</tr>", text) if "large_logits" in row]
    assert [cell for cell in rows[0].split("|") if cell.strip()] == ["large_logits", "1 of 3", "0.33", "0.50"]
    assert [cell for cell in rows[1].split("|") if cell.strip()] == ["large_logits", "3 of 3", "1.00", "–"]


def test_cases_that_fail_together_are_shown_and_nothing_where_there_are_none(homework: Homework) -> None:
    results = [submission(f"s{i}", "failed", "failed") for i in range(5)] + [submission(f"r{i}") for i in range(5)]
    text = report(homework, results)
    assert "entropy : random_batch softmax_cross_entropy_grad : random_batch 5 5 1.00" in text
    assert "fail together" in text and "fail together" not in report(homework, results[1:])


def test_who_needs_help_is_listed_with_the_shares_of_other_homeworks(homework: Homework) -> None:
    results = [submission("ann"), submission("bo", *["failed"] * 6, lost=3), submission("cy", "failed", lost=4)]
    part = report(homework, results, earlier=[("losses", [submission("cy")])]).split("Who needs help")[2]
    part = part[: part.index("Scores")]
    assert "bo 25 – 25 % low" in part and "cy 90 100 % 90 % falling" in part and "ann" not in part
    assert "Who needs help" not in report(homework, results, help_below=0.2)


def test_changed_marks_absent_and_late_people_are_listed(homework: Homework) -> None:
    new = Change("2023-11-02 09:00", "adam", 7.5, None, "grader", "torch 2.13 <was> 2.12")
    results = [
        replace(submission("ann"), changes=(new, Change("2023-11-01 09:00", "momentum", 1.0, 2.0, "marked"))),
        replace(submission("bo"), made=Made(late=True, handed_in="2023-11-01 08:30:00", attempt=2)),
        ungraded("dora", "absent", "handed in nothing"),
    ]
    text = report(homework, results)
    assert "that of 2023-11-02 09:00; it changed 1." in text and "momentum 1 2" not in text
    assert "ann adam 7.5 – the program or the machine is another" in text and "torch 2.13 <was> 2.12" in text
    assert "absent: 1 dora" in text and "late: 1 bo (2023-11-01 08:30:00)" in text
    assert "Needs a look" not in text, "who is absent has a list of their own"
    quiet = report(homework, [submission("ann")])
    assert not [word for word in ("Changed", "absent:", "late:", "attempt") if word in quiet]


def test_rows_link_to_the_staffs_page_where_there_is_one(homework: Homework) -> None:
    text = overview(homework, [submission("ann"), submission("Bo X")], "today", staff={"Bo X", "nobody"})
    assert re.findall(r'class="staff-link" href="(.*?)"', text) == ["staff/Bo%20X.html"]


def test_every_filter_offers_what_occurs_and_nothing_else(homework: Homework) -> None:
    late = replace(submission("bo", "failed", "timed_out"), section="<B>", made=Made(late=True))
    text = overview(homework, [submission("ann"), late, ungraded("cy", "unreadable", "")], "today")
    options = {name: re.findall(r'<option value="(.*?)">', chunk) for name, chunk in selects(text).items()}
    assert options == {
        "question": ["", *map(str, range(6))],
        "outcome": ["", "lost", "✓", "✗", "T"],
        "section": ["", "&lt;B&gt;"],
        "status": ["", "graded", "unreadable", "late"],
    }


def selects(text: str) -> dict[str, str]:
    return dict(re.findall(r'<select id="by-(\w+)">(.*?)</select>', text, re.DOTALL))
