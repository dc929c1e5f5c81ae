"""A course in one language shows one: its pages, and what is said about a file."""

import re

import pytest
from msgspec.structs import replace

from autograder.course import Homework, Text
from autograder.questions.remarks import in_line
from autograder.reports.html import class_report
from autograder.texts import said, spoken
from autograder.wire.messages import Remark

HAN = re.compile("[\u4e00-\u9fff]")


def in_one(homework: Homework, language: str) -> Homework:
    """The homework of a course in one language."""

    def text(of: Text) -> Text:
        return Text.of({language: of["zh" if language == "zh" else "en"]})

    questions = tuple(replace(q, title=text(q.title)) for q in homework.question)
    return replace(homework, title=text(homework.title), question=questions)


@pytest.mark.parametrize("language", ["en", "de"])
def test_pages_of_a_course_without_chinese_hold_none(homework, classmates, language):
    named_in_latin = [result for result in classmates if not HAN.search(result.submission)]
    pages = class_report(in_one(homework, language), named_in_latin, "now")
    assert len(pages) > 25
    for page in pages.values():
        assert not HAN.search(page) and 'id="only-zh"' not in page and 'class="zh"' not in page
    assert f'lang="{language}">Normalisation' in pages["report.html"]
    assert any("Likely mistake" in page or "hidden" in page for page in pages.values())


def test_pages_of_a_chinese_course_say_what_they_say_in_chinese(homework, classmates):
    pages = class_report(in_one(homework, "zh"), classmates, "now")
    students = [page for name, page in pages.items() if name.startswith("students/")]
    assert all('<html lang="zh-CN">' in page and 'class="en"' not in page for page in students)
    assert all(HAN.search(page) for page in students)


def test_a_note_speaks_the_languages_of_the_course():
    remark = Remark("notebook-in-py", 0, 0)
    assert not HAN.search(in_line(remark, ["en"])) and HAN.search(in_line(remark, ["zh"]))
    assert in_line(remark, ["en", "zh"]) == f"{in_line(remark, ['en'])} / {in_line(remark, ['zh'])}"
    assert in_line(remark, ["fr"]) == in_line(remark, ["en"])


def test_a_text_that_lacks_a_language_gives_its_first():
    text = Text.of({"de": "eins", "fr": "un"})
    assert (text.en, text.zh, text["fr"], str(text), text.languages) == (
        "eins",
        "eins",
        "un",
        "eins / un",
        ("de", "fr"),
    )
    assert (
        Text("a", "b") == Text.of({"en": "a", "zh": "b"}) != Text("a") and len({Text("a"), Text.of({"en": "a"})}) == 1
    )
    assert spoken(["de"]) == ("en",) and spoken(["zh", "de"]) == ("zh",)
    assert said(Text("yes", "是"), ["zh", "en"]) == "是 / yes"
