"""The pages in Chromium: what axe-core finds, and what the report's script does and its policy forbids.

`make test` installs the browser where there is none. Without it these tests fail: a page that nobody opened is not
known to work.
"""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from made_up_class import large_class, submission, ungraded
from msgspec.structs import replace
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from autograder.course import Homework
from autograder.reports.figures import by_name, number, standing
from autograder.reports.html import overview, student_page
from autograder.results import Made, SubmissionResult

pytestmark = pytest.mark.slow

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ROWS = "#class-table tbody tr"
VIOLATIONS = "addEventListener('securitypolicyviolation', (e) => (window.refused ??= []).push(e.violatedDirective))"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.fail(f"none of {', '.join(BROWSERS)} is installed: `make browser` installs one, as `make test` does")
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=found) as launched:
        yield launched


@pytest.fixture(scope="module")
def people(homework: Homework) -> list[SubmissionResult]:
    return large_class(homework, 60)


class Opened:
    """Pages in the browser, with all that they complain about."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.browser, self.folder = browser, folder
        self.complaints: list[str] = []

    def __call__(self, text: str, **options: Any) -> Page:
        path = self.folder / "page.html"
        path.write_text(text, encoding="utf-8")
        page = self.browser.new_page(**options)
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.complaints.append(request.url) if request.url != path.as_uri() else 0)
        page.add_init_script(VIOLATIONS)
        page.goto(path.as_uri())
        return page


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opened]:
    pages = Opened(browser, tmp_path)
    yield pages
    for context in browser.contexts:
        context.close()


def report(homework: Homework, people: list[SubmissionResult], **more: Any) -> str:
    return overview(homework, people, "today", **more)


def grave(page: Page) -> list[str]:
    """What axe-core calls serious or critical, with where."""
    violations = Axe().run(page).response["violations"]
    return [
        f"{found['impact']} {found['id']}: {node['html']} {node['failureSummary']}"
        for found in violations
        if found["impact"] in ("serious", "critical")
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 380])
def test_axe_finds_nothing_serious_in_the_report(
    homework: Homework, people: list[SubmissionResult], opened: Opened, scheme: str, width: int
) -> None:
    earlier = [("losses", large_class(homework, 30, seed=1)), ("trees", large_class(homework, 30, seed=2))]
    staff = {result.submission for result in people}
    mixed = [
        *people[:30],
        submission("odd", "grader_error"),
        ungraded("none", "grader_error", "the suite\ndid not load"),
    ]
    text = report(homework, mixed, staff=staff, earlier=earlier)
    page = opened(text, color_scheme=scheme, viewport={"width": width, "height": 900})
    page.evaluate("document.querySelectorAll('details').forEach((details) => (details.open = true))")
    assert grave(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_students_pages(
    homework: Homework, classmates: list[SubmissionResult], opened: Opened, scheme: str
) -> None:
    wrong = submission("ann", "failed", "failed", "contract", "errored", "timed_out", "not_implemented", lost=3)
    asked = [wrong, *(r for r in classmates if standing(r) != "graded"), ungraded("bo", "absent", "nothing")]
    for result in asked:
        page = opened(student_page(homework, result, "today"), color_scheme=scheme)
        assert grave(page) == []
        page.close()


def test_axe_would_find_something(homework: Homework, people: list[SubmissionResult], opened: Opened) -> None:
    text = (
        report(homework, people[:10])
        .replace("--quiet: #5b6576", "--quiet: #d0d0d0")
        .replace("<label>status ", "<label>")
    )
    found = grave(opened(text, color_scheme="light"))
    assert [line for line in found if "color-contrast" in line] and [line for line in found if "select-name" in line]


def visible(rows: Locator) -> list[str]:
    """The first cells of the rows that are shown, in their order."""
    script = (
        "rows => rows.filter(row => row.checkVisibility()).map(row => row.querySelector('.who').textContent.trim())"
    )
    shown: list[str] = rows.evaluate_all(script)
    return shown


def test_without_script_every_row_is_there_and_no_control_that_does_nothing(
    homework: Homework, people: list[SubmissionResult], opened: Opened
) -> None:
    page = opened(report(homework, people), java_script_enabled=False)
    assert visible(page.locator(ROWS)) == [result.submission for result in by_name(people)]
    assert not page.locator("#tools").is_visible() and page.locator("#class-table button").count() == 0
    page.locator(ROWS).last.scroll_into_view_if_needed()
    assert page.locator(ROWS).last.is_visible()


def test_the_policy_lets_the_script_run_and_complains_of_nothing(
    homework: Homework, people: list[SubmissionResult], opened: Opened
) -> None:
    page = opened(report(homework, people))
    assert page.locator("#tools").is_visible()
    assert page.locator("#shown").text_content() == "60 of 60 shown"
    for action in (lambda: page.fill("#by-text", "x"), lambda: page.click("#reset"), lambda: sort_by(page, "score")):
        action()
    assert page.evaluate("window.refused ?? []") == [] and opened.complaints == []


def test_the_policy_refuses_any_other_script(
    homework: Homework, people: list[SubmissionResult], opened: Opened
) -> None:
    page = opened(report(homework, people).replace("<script>", "<script>/* another */"))
    assert page.evaluate("window.refused") == ["script-src-elem"]
    assert [line for line in opened.complaints if "Content Security Policy" in line]
    assert not page.locator("#tools").is_visible() and len(visible(page.locator(ROWS))) == 60


def sort_by(page: Page, name: str) -> None:
    page.locator("#class-table thead button", has_text=name).first.click()


def cells(page: Page, column: str) -> list[str]:
    heads = [head.strip().strip("↕↑↓ ") for head in page.locator("#class-table thead th").all_text_contents()]
    script = "(rows, i) => rows.map(row => row.cells[i].textContent.trim())"
    found: list[str] = page.locator(ROWS).evaluate_all(script, heads.index(column))
    return found


def test_rows_are_sorted_by_any_column_and_who_has_no_score_comes_last(
    homework: Homework, people: list[SubmissionResult], opened: Opened
) -> None:
    page = opened(report(homework, people))
    scored = sorted(result.score for result in people if standing(result) in ("graded", "unreadable"))
    without = ["-"] * (len(people) - len(scored))
    unanswered = sum(standing(result) != "graded" for result in people)  # an unreadable file has its 0, and no more
    head = page.locator("#class-table thead th", has_text="score")
    sort_by(page, "score")
    assert cells(page, "score") == [*map(number, scored), *without]
    assert head.get_attribute("aria-sort") == "ascending"
    sort_by(page, "score")
    assert cells(page, "score") == [*map(number, reversed(scored)), *without]
    assert head.get_attribute("aria-sort") == "descending"
    sort_by(page, "section")
    assert cells(page, "section") == sorted(result.section for result in people)
    assert page.locator("[aria-sort]").count() == 1
    sort_by(page, "adam")
    points = [float(cell.split()[0]) for cell in cells(page, "adam") if cell]
    assert points == sorted(points) and cells(page, "adam")[len(points) :] == [""] * unanswered
    sort_by(page, "submission")
    assert visible(page.locator(ROWS)) == [result.submission for result in by_name(people)]


def test_people_are_found_by_name_and_id_and_filtered_by_section_and_status(
    homework: Homework, people: list[SubmissionResult], opened: Opened
) -> None:
    ordered = by_name(people)
    page = opened(report(homework, [*people, replace(submission("ＷＥＩ"), id="x77", name="Wei Li")]))
    rows = page.locator(ROWS)

    page.fill("#by-text", ordered[7].name)
    assert ordered[7].submission in visible(rows) and len(visible(rows)) < 5
    page.fill("#by-text", "202300012")
    assert visible(rows) == [ordered[12].submission]
    assert page.locator("#shown").text_content() == "1 of 61 shown"
    page.fill("#by-text", "wei X77")
    assert len(visible(rows)) == 1
    page.click("#reset")
    assert len(visible(rows)) == 61

    page.select_option("#by-section", "B")
    assert visible(rows) == [result.submission for result in ordered if result.section == "B"]
    page.click("#reset")
    for status, fits in {
        "absent": lambda result: result.status == "absent",
        "unreadable": lambda result: result.status == "unreadable",
        "late": lambda result: result.made.late,
        "again": lambda result: result.made.attempt > 1,
    }.items():
        page.select_option("#by-status", status)
        expected = [result.submission for result in ordered if fits(result)]
        assert visible(rows) == expected and 0 < len(expected) < 60


def test_rows_are_filtered_by_question_outcome_and_mistake(
    homework: Homework, people: list[SubmissionResult], opened: Opened
) -> None:
    page = opened(report(homework, people))
    rows, ordered = page.locator(ROWS), by_name(people)

    def expected(outcomes: set[str], *questions: str) -> list[str]:
        return [
            r.submission for r in ordered if any(q.status in outcomes and q.question in questions for q in r.questions)
        ]

    every = [question.name for question in homework.questions]
    page.select_option("#by-outcome", label="wrong value")
    assert visible(rows) == expected({"failed"}, *every) != []
    page.select_option("#by-question", label="adam")
    assert visible(rows) == expected({"failed"}, "adam") != []
    page.select_option("#by-outcome", "lost")
    lost = {question.status for result in people for question in result.questions} - {"passed"}
    assert visible(rows) == expected(lost, "adam") != expected({"failed"}, "adam")
    page.select_option("#by-outcome", label="passed")
    assert visible(rows) == expected({"passed"}, "adam")
    page.click("#reset")

    mistake = next(d.misconception for r in ordered for q in r.questions for d in q.diagnoses)
    page.select_option("#by-mistake", label=mistake)
    makers = [r.submission for r in ordered for q in r.questions for d in q.diagnoses if d.misconception == mistake]
    assert visible(rows) == makers


def test_the_header_stays_above_and_the_names_beside_while_rows_scroll(
    homework: Homework, people: list[SubmissionResult], opened: Opened
) -> None:
    page = opened(report(homework, people), viewport={"width": 700, "height": 700})
    frame = page.locator(".frame")
    frame.evaluate("frame => frame.scrollTo(300, 500)")
    box, head = frame.bounding_box(), page.locator("#class-table thead th").nth(2).bounding_box()
    name = page.locator(f"{ROWS} .name").first.bounding_box()
    assert box is not None and head is not None and name is not None
    assert head["y"] == pytest.approx(box["y"], abs=2) and name["x"] == pytest.approx(box["x"], abs=2)
    assert name["y"] < box["y"] and head["x"] < name["x"]


@pytest.mark.parametrize("width", [320, 390, 768])
def test_nothing_reaches_beyond_a_narrow_screen(
    homework: Homework, classmates: list[SubmissionResult], opened: Opened, width: int
) -> None:
    late = [replace(result, made=Made(late=True, attempt=2)) for result in classmates]
    for text in (report(homework, late), student_page(homework, submission("x" * 300, "failed"), "today")):
        page = opened(text, viewport={"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_class_of_a_thousand_opens(homework: Homework, opened: Opened) -> None:
    people = large_class(homework, 1000)
    begin = time.perf_counter()
    text = report(homework, people)
    made = time.perf_counter()
    page = opened(text)
    loaded = time.perf_counter()
    assert page.locator("#shown").text_content() == "1000 of 1000 shown"
    page.fill("#by-text", people[500].id)
    assert visible(page.locator(ROWS)) == [people[500].submission]
    found = time.perf_counter()
    print(
        f"1000 rows, {len(text) / 1e6:.1f} MB: made in {made - begin:.2f} s, opened in {loaded - made:.2f} s, "
        f"one found in {found - loaded:.2f} s"
    )
    assert found - begin < 60, "a few seconds on a busy machine"
