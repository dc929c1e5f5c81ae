"""Whatever a student chose arrives as visible, bounded, harmless text."""

import csv
import io
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from made_up_class import HOSTILE, USUAL
from rich.cells import cell_len

from autograder.reports.escape import file_name, file_names, for_csv, for_html, for_terminal, html_lines

properties = settings(derandomize=True, database=None, deadline=None)
ANYTHING = st.text(st.characters(exclude_categories=())) | st.sampled_from(HOSTILE)
# Characters that file systems, shells, spreadsheets and cases treat in special ways, close together.
NASTY = st.text(
    st.sampled_from(
        'aAéÉe\u0301ßẞsSſkK\u212aµμiIıİςσΣ.~%-_ /\\:*?"<>|\n\x00\x7f\ud800\u202e\u200b가\u1100\u1161１1c¹oOnN'
    )
)
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def is_invisible(text: str) -> bool:
    return any(unicodedata.category(char) in INVISIBLE for char in text)


@properties
@given(ANYTHING, st.integers(0, 80))
@example("e" + "\u0301" * 1000, 10)
@example("中" * 50, 5)
@example("👨‍👩‍👧🇩🇪" * 9, 7)
def test_a_terminal_gets_one_visible_line_of_bounded_width(text: str, limit: int) -> None:
    shown = for_terminal(text, limit)
    assert cell_len(shown) <= limit
    assert not is_invisible(shown)
    shown.encode()


@properties
@given(st.text(st.characters(categories=["L", "N"])))
def test_ordinary_text_is_shown_as_it_is(text: str) -> None:
    blank = {"\u115f", "\u1160", "\u3164", "\uffa0"}
    if not blank & set(text):
        assert for_terminal(text, 2 * len(text)) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("ann\u202etxt.exe", "ann\\u202etxt.exe"),
        ("a\u200bb", "a\\u200bb"),
        ("a\nb\tc\rd", "a\\nb\\tc\\rd"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("\x9b31m", "\\x9b31m"),
        ("\u0301", "\\u0301"),
        ("[bold]x[/bold]", "[bold]x[/bold]"),
        ("李\u3000雷", "李\u3000雷"),
        ("Zoë e\u0301", "Zoë e\u0301"),
    ],
)
def test_what_cannot_be_seen_is_shown_as_its_escape(text: str, shown: str) -> None:
    assert for_terminal(text) == shown


def test_a_long_text_is_cut_between_escapes_and_says_so() -> None:
    assert for_terminal("x" * 300, 10) == "xxxxxxxxx…"
    assert for_terminal("ab\x1b\x1b", 8) == "ab\\x1b…"
    assert for_terminal("中文名字", 5) == "中文…"


@properties
@given(ANYTHING)
@example("=cmd()")
@example("＝cmd()")
@example(" \t=1+1")
@example("a;=cmd()")
@example('";=cmd()')
def test_no_cell_is_a_formula_in_any_spreadsheet(text: str) -> None:
    shown = for_csv(text)
    assert not is_invisible(shown)
    for cell in (shown, *shown.split(";")):
        assert not cell.lstrip(" \u3000").startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([shown, "next"])
    assert next(csv.reader([line.getvalue()])) == [shown, "next"]


@pytest.mark.parametrize("lead", ["=", "+", "-", "@", "\t", "\r"])
def test_a_leading_sign_gets_an_apostrophe(lead: str) -> None:
    assert for_csv(f"{lead}cmd()").startswith("'")


def test_usual_names_are_unchanged_in_a_spreadsheet() -> None:
    assert [for_csv(name) for name in USUAL] == list(USUAL)
    assert for_csv("x" * 300) == "x" * 300


@properties
@given(ANYTHING, st.integers(1, 50))
def test_html_holds_no_markup_of_the_student(text: str, limit: int) -> None:
    shown = for_html(text, limit)
    assert not set(shown) & set("<>\"'")
    assert len(shown.unescape()) <= limit
    assert not is_invisible(shown)


def test_html_is_escaped_once() -> None:
    assert for_html("<b>&amp;") == "&lt;b&gt;&amp;amp;"


def test_a_message_keeps_its_lines_and_is_bounded() -> None:
    assert html_lines("a\r\n<b>\n") == ["a", "&lt;b&gt;"]
    assert html_lines("\n".join("x" * 30), lines=3) == ["x", "x", "x", "…"]
    assert len(html_lines("x" * 5000)[0]) == 2000


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ann", "ann"),
        ("bao-chen_2.b", "bao-chen_2.b"),
        ("王小明", "王小明"),
        ("阿依古丽·买买提", "阿依古丽·买买提"),
        ("عمر", "عمر"),
        ("Li Wei", "Li Wei~9"),
        ("S2026001", "S2026001~1"),
        ("é", "é"),
        ("e\u0301", "e%cc%81"),
        ("../../etc/passwd", "%2e.%2f..%2fetc%2fpasswd"),
        (".hidden", "%2ehidden"),
        ("-rf", "%2drf"),
        ("dot.", "dot%2e"),
        ("space ", "space%20"),
        ("con", "%63on"),
        ("NUL.txt", "%4eUL.txt~6"),
        ("lpt1", "%6cpt1"),
        ("console", "console"),
        ("100%~", "100%25%7e"),
        ("a\nb", "a%0ab"),
        ("\ud800", "%ed%a0%80"),
        ("", "%"),
        (".", "%2e"),
        ("..", "%2e%2e"),
    ],
)
def test_file_names_are_readable(name: str, expected: str) -> None:
    assert file_name(name) == expected


def folds() -> list[Callable[[str], str]]:
    """What file systems do to a name before they compare it."""
    forms = ("NFC", "NFD", "NFKC", "NFKD")
    cases: list[Callable[[str], str]] = [str.lower, str.upper, str.casefold, lambda text: text.upper().lower()]
    return [lambda text, f=form, c=case: unicodedata.normalize(f, c(text)) for form in forms for case in cases]


@properties
@given(NASTY | ANYTHING, NASTY | ANYTHING)
@example("Ann", "ann")
@example("ANN", "Ann")
@example("ann~1", "Ann")
@example("e\u0301", "\u00e9")
@example("\u1100\u1161", "\uac00")
@example("a/b", "a%2fb")
@example("x" * 300, "x" * 299 + "y")
@example("X" * 300, "x" * 300)
@example("straße", "strasse")
def test_different_submissions_have_different_files_on_every_file_system(one: str, other: str) -> None:
    if one != other:
        assert all(fold(file_name(one)) != fold(file_name(other)) for fold in folds())


def test_no_two_characters_share_a_file_name() -> None:
    names = [file_name(f"a{chr(code)}") for code in range(0x10000)]
    for fold in folds():
        assert len({fold(name) for name in names}) == len(names)


@properties
@given(NASTY | ANYTHING)
@example("X" * 300)
@example("中" * 300)
@example("\n" * 300)
def test_file_names_are_valid_everywhere(name: str) -> None:
    path = file_name(name)
    assert 0 < len(path.encode()) <= 120
    assert not set(path) & set('/\\:*?"<>|')
    assert not is_invisible(path)
    assert path[0] not in " .-"
    assert path[-1] not in " ."
    assert path.split(".")[0].rstrip().casefold() not in {"con", "prn", "aux", "nul", "com1", "lpt9"}


def test_only_names_that_clash_on_some_file_system_are_marked() -> None:
    names = file_names(["Alice", "Li Wei", "bob", "Bob", "李雷", "a/b"])
    assert names == {"Alice": "Alice", "Li Wei": "Li Wei", "bob": "bob", "Bob": "Bob~1", "李雷": "李雷", "a/b": "a%2fb"}


@properties
@given(st.lists(NASTY | ANYTHING, unique=True, max_size=8))
def test_the_file_names_of_a_class_are_distinct(submissions: list[str]) -> None:
    names = file_names(submissions)
    assert len({name.lower() for name in names.values()}) == len(submissions)
    assert len({unicodedata.normalize("NFC", name.casefold()) for name in names.values()}) == len(submissions)
