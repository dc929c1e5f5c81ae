"""Marks go into a platform's own file: to the right people, and nothing else of the file is another."""

import codecs
import csv
import io
import re

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.course import Text
from autograder.errors import InputError
from autograder.export.anew import id_cell
from autograder.export.gradebook import Wanted, gradebook
from autograder.reports.figures import number
from autograder.results import Adjustment, WrittenResult
from tests.export import platforms
from tests.export.made import question, results, row

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Homework 1 (77),mini (78),Notes,Current Score,Final Score\r\n"
    ",,,,,Manual Posting,,,,\r\n"
    "    Points Possible,,,,,10.0,100.0,,(read only),(read only)\r\n"
    '"Smith, John",101,s1,john@x.edu,A,9.5,,"he said ""hi"", twice",81.25,80\r\n'
    '"Lee, Ann",102,s2,ann@x.edu,A,8,50.0,,,\r\n'
    '"陈, 思远",103,s3,chen@x.edu,B,,,=SUM(A1),,\r\n'
    '"Li, Lei",104,0012,lilei@x.edu,B,,EX,  ,,\r\n'
    '"Student, Test",999,,,A,,,,,'
)
FIRST, SECOND = "Homework 1 (77)", "mini (78)"


def exported(tmp_path, course, platform, data, *rows, name="mini", **options):
    """What is written, and the summary."""
    folder = tmp_path / "out"
    if not folder.exists():
        results(folder, *rows)
    into = None
    if data is not None:
        into = tmp_path / "download"
        into.write_bytes(data.encode() if isinstance(data, str) else data)
    return gradebook(folder, course.homework(name), Wanted(platform, into, **options))


def said(summary):
    return "\n".join(summary.lines())


# -- Canvas -------------------------------------------------------------------------------------------------------


def test_canvas_gets_exactly_the_marks_that_are_known(tmp_path, mini_course):
    rows = [
        row("smithjohn_101", 87.5, id="101", name="smithjohn"),
        row("leeann_102", 50, id="102", name="leeann"),
        row("陈思远_103", 0, "unreadable", id="103", name="陈思远"),
        row("gone_555", 10, id="555", name="gone"),
    ]
    content, summary = exported(tmp_path, mini_course, "canvas", CANVAS, *rows)
    done = platforms.canvas(CANVAS.encode(), content)
    assert done.marks == {("101", SECOND): 87.5, ("103", SECOND): 0.0}
    assert (done.refused, done.created, done.points, done.skipped) == ("", [], {}, {})
    assert content == CANVAS.replace("A,9.5,,", "A,9.5,87.5,").replace("B,,,=", "B,,0,=").encode()
    assert summary.filled == ["smithjohn_101", "陈思远_103"] and summary.same == ["leeann_102"]
    assert summary.left_out == [("gone_555", "is not in the gradebook")]
    assert "not changed, nobody of these results: Li, Lei (line 7)" in said(summary)
    assert "Canvas's own test student" in said(summary)


def test_people_are_found_by_any_id_that_canvas_knows(tmp_path, mini_course):
    rows = [
        row("s1_约翰", 1, id="s1", name="约翰"),
        row("ann@x.edu", 2),
        row("Chen", 3, id="CHEN@x.edu", name="陈思远"),
    ]
    content, _ = exported(tmp_path, mini_course, "canvas", CANVAS, *rows)
    marks = platforms.canvas(CANVAS.encode(), content).marks
    assert marks == {("101", SECOND): 1, ("102", SECOND): 2, ("103", SECOND): 3}


def test_excused_is_ex_and_absent_and_open_people_stay_as_they_are(tmp_path, mini_course):
    rows = [
        row("a", 10, "excused", id="101"),
        row("b", 0, "absent", id="102"),
        row("c", 30, "grader_error", id="103"),
        row("d", 30, "excused", id="104"),
    ]
    content, summary = exported(tmp_path, mini_course, "canvas", CANVAS, *rows)
    assert platforms.canvas(CANVAS.encode(), content).marks == {("101", SECOND): "EX"}
    assert (summary.excused, summary.absent, summary.open) == (["a", "d"], ["b"], ["c"])
    assert "not changed, handed in nothing: b" in said(summary)
    assert "left out, the grader failed and no mark is known yet: c" in said(summary)


def test_who_is_excused_in_canvas_gets_no_mark_without_a_word(tmp_path, mini_course):
    content, summary = exported(tmp_path, mini_course, "canvas", CANVAS, row("d", 30, id="104"))
    assert content == CANVAS.encode()
    assert "left out: d: the gradebook says EX" in said(summary)


def test_no_assignment_is_ever_created(tmp_path, mini_course):
    for gone in (CANVAS.replace("mini (78)", "mini"), CANVAS.replace("mini (78)", "Other (78)")):
        with pytest.raises(
            InputError, match=r"no column is called 'mini'; choose one with --column: 'Homework 1' \(77"
        ):
            exported(tmp_path, mini_course, "canvas", gone, row("a", 1, id="101"))
    none = CANVAS.replace("mini (78)", "mini").replace(FIRST, "Homework 1")
    with pytest.raises(InputError, match="no column of an assignment, and none is created"):
        exported(tmp_path, mini_course, "canvas", none)


@pytest.mark.parametrize("asked", ["77", "Homework 1", FIRST])
def test_a_column_is_chosen_by_title_or_id(tmp_path, mini_course, asked):
    content, _ = exported(tmp_path, mini_course, "canvas", CANVAS, row("a", 1, id="101"), column=asked)
    assert platforms.canvas(CANVAS.encode(), content).marks == {("101", FIRST): 1}


def test_a_column_that_is_canvas_s_own_cannot_be_chosen(tmp_path, mini_course):
    marked = CANVAS.replace("10.0,100.0", "(read only),100.0")
    for asked in ("Current Score", "77", "101"):
        with pytest.raises(InputError, match="no column is called"):
            exported(tmp_path, mini_course, "canvas", marked, row("a", 1, id="101"), column=asked)


def test_two_columns_that_could_be_meant_are_asked_about(tmp_path, mini_course):
    two = CANVAS.replace(FIRST, "mini again (77)").replace("mini (78)", "the mini (78)")
    with pytest.raises(InputError, match="2 columns are called 'mini'"):
        exported(tmp_path, mini_course, "canvas", two, row("a", 1, id="101"))


def test_other_points_are_told_and_scaled_only_if_it_is_asked_for(tmp_path, mini_course):
    ten = CANVAS.replace("10.0,100.0", "10.0,40.0")
    content, summary = exported(tmp_path, mini_course, "canvas", ten, row("a", 87.5, id="101"))
    assert platforms.canvas(ten.encode(), content).marks == {("101", SECOND): 87.5}
    assert "has 40 points for 'mini (78)', the homework 100: marks are points of 100, unless --scale" in said(summary)
    content, summary = exported(tmp_path, mini_course, "canvas", ten, scale=True)
    assert platforms.canvas(ten.encode(), content).marks == {("101", SECOND): 35}
    assert "marks are scaled to it" in said(summary)


def test_a_semicolon_and_decimal_commas_are_kept(tmp_path, mini_course):
    text = "\ufeff" + CANVAS.replace("9.5", "9;5").replace(",", ";").replace("9;5", "9,5").replace("81.25", "81,25")
    text = text.replace("50.0", "50,0").replace("10.0", "10,0").replace("100.0", "100,0")
    content, _ = exported(tmp_path, mini_course, "canvas", text, row("a", 1087.5, id="101"))
    assert b";1087,5;" in content and content.startswith(codecs.BOM_UTF8)
    assert platforms.canvas(text.encode(), content).marks == {("101", SECOND): 1087.5}


def test_last_and_first_name_apart_and_custom_columns_behind_the_section(tmp_path, mini_course):
    text = "LastName,FirstName,ID,Section,Team (x),mini (5)\n    Points Possible,,,,,100\nSmith,John,7,A,,\n"
    content, _ = exported(tmp_path, mini_course, "canvas", text, row("a", 1, id="", name="John Smith"))
    assert platforms.canvas(text.encode(), content).marks == {("7", "mini (5)"): 1}


# -- whose a line is ----------------------------------------------------------------------------------------------


def test_nobody_is_guessed(tmp_path, mini_course):
    text = CANVAS.replace('"Lee, Ann",102,s2,ann@x.edu', '"Smith, John",102,101,ann@x.edu')
    rows = [
        row("John Smith", 1, name="John Smith"),  # two are called so
        row("101", 2),  # one's ID is the other's SIS User ID
        row("x", 3, id="103", name="Li Lei"),  # number and name are two people's
        row("y", 4, id="104", name="Somebody Else"),
    ]
    content, summary = exported(tmp_path, mini_course, "canvas", text, *rows)
    assert content == text.encode() and not summary.filled
    told = dict(summary.left_out)
    assert told["John Smith"] == "its name is that of Smith, John (line 4) and Smith, John (line 5)"
    assert told["101"].startswith("could be Smith, John (line 4) and")
    assert "that of 陈, 思远 (line 6), its name that of Li, Lei (line 7)" in told["x"]
    assert "who is called otherwise" in told["y"]


def test_two_rows_of_one_person_are_both_left_out(tmp_path, mini_course):
    rows = [row("a (attempt 1)", 1, id="101"), row("a (attempt 2)", 2, id="101")]
    content, summary = exported(tmp_path, mini_course, "canvas", CANVAS, *rows)
    assert content == CANVAS.encode()
    assert dict(summary.left_out)["a (attempt 1)"] == "Smith, John (line 4) is the line of a (attempt 2) as well"


def test_whose_number_it_is_has_the_mark_whoever_is_called_so_as_well(tmp_path, mini_course):
    rows = [row("101_John Smith", 1, id="101", name="John Smith"), row("John Smith", 2, name="John Smith")]
    content, summary = exported(tmp_path, mini_course, "canvas", CANVAS, *rows)
    assert platforms.canvas(CANVAS.encode(), content).marks == {("101", SECOND): 1}
    assert dict(summary.left_out)["John Smith"] == "Smith, John (line 4) is the line of 101_John Smith as well"


def test_a_roster_tells_the_keys_that_names_do_not(tmp_path, mini_course):
    (tmp_path / "roster.csv").write_text("学号,姓名,邮箱\n2023,约翰,john@x.edu\n2024,安,ann@x.edu\n", encoding="utf-8")
    rows = [row("2023_约翰", 1, id="2023", name="约翰"), row("2024", 2)]
    content, _ = exported(tmp_path, mini_course, "canvas", CANVAS, *rows, roster=tmp_path / "roster.csv")
    assert platforms.canvas(CANVAS.encode(), content).marks == {("101", SECOND): 1, ("102", SECOND): 2}


# -- every gradebook ----------------------------------------------------------------------------------------------

SCORES = st.one_of(st.just(0.0), st.integers(0, 100).map(float), st.floats(0, 1e5).map(lambda x: round(x, 6)))
NAME = st.sampled_from(["Ann", "Bob", "Chen", "Dora", "李雷", "韩梅", "O'Neil", "Ünal", "De_la"])
NAMES = st.lists(NAME, min_size=2, max_size=2)
STATUSES = ["graded", "graded", "graded", "unreadable", "excused", "absent", "grader_error"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_of_any_canvas_gradebook_only_the_cells_of_known_marks_change(tmp_path_factory, mini_course, data):
    ids = data.draw(st.lists(st.integers(1, 10**6), min_size=1, max_size=6, unique=True))
    delimiter, end = data.draw(st.sampled_from([",", ";"])), data.draw(st.sampled_from(["\n", "\r\n"]))
    quoted = data.draw(st.booleans())
    mark = data.draw(st.sampled_from(["", "\ufeff"]))
    more = data.draw(st.lists(st.text(st.sampled_from('ab";,.\n ='), max_size=5), min_size=3, max_size=3))

    def cell(text):
        return '"' + text.replace('"', '""') + '"' if quoted or set(text) & set(',;"\n') else text

    def file(marks):
        lines = [["Student", "ID", "SIS User ID", "Section", "note", "mini (9)", "other (10)", "Final (read only)"]]
        lines += [["    Points Possible", "", "", "", "", "100", "7", "(read only)"]]
        lines += [
            [f"N{i}", str(one), f"sis{one}", "A", more[0], marks.get(one, "50"), more[1], more[2]]
            for i, one in enumerate(ids)
        ]
        return (mark + "".join(delimiter.join(map(cell, line)) + end for line in lines)).encode()

    rows, expected = [], {}
    for one in ids:
        if data.draw(st.booleans()):
            status, score = data.draw(st.sampled_from(STATUSES)), data.draw(SCORES)
            by_sis = data.draw(st.booleans())
            rows.append(row(f"row {one}", score, status, id=f"sis{one}" if by_sis else str(one)))
            if status in ("graded", "unreadable"):
                expected[one] = number(score)
            elif status == "excused":
                expected[one] = "EX"
    rows = rows or [row("nobody", 1, id="none")]
    root = tmp_path_factory.mktemp("gradebook")
    content, summary = exported(root, mini_course, "canvas", file({}), *rows)
    kept = {one: "50" if value != "EX" and float(value) == 50 else value for one, value in expected.items()}
    assert content == file(kept)
    done = platforms.canvas(file({}), content)
    assert (done.refused, done.created, done.points, done.skipped) == ("", [], {}, {})
    assert done.marks == {
        (str(one), "mini (9)"): "EX" if value == "EX" else float(value)
        for one, value in kept.items()
        if value == "EX" or float(value) != 50
    }
    again, summary = exported(root, mini_course, "canvas", content)
    assert again == content and not summary.filled


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(NAMES.map(" ".join), min_size=1, max_size=6), data=st.data())
def test_nobody_gets_a_mark_of_somebody_of_another_name_whatever_names_there_are(
    tmp_path_factory, mini_course, names, data
):
    text = "Student,ID,Section,mini (9)\n" + "".join(f'"{name}",{i},A,\n' for i, name in enumerate(names, 1))
    people = data.draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    rows = [row(name, float(i + 1), name=name) for i, name in enumerate(people)]
    content, summary = exported(tmp_path_factory.mktemp("names"), mini_course, "canvas", text, *rows)
    marks = platforms.canvas(text.encode(), content).marks
    for (ident, _), value in marks.items():
        assert names[int(ident) - 1].casefold() == people[int(value) - 1].casefold()
    assert len(marks) == len(summary.filled) and len(summary.filled) + len(summary.left_out) == len(people)
    for name in people:
        if names.count(name) > 1:
            assert name in dict(summary.left_out)


# -- Moodle -------------------------------------------------------------------------------------------------------

MOODLE = {
    "en": ("Identifier,Full name,ID number,Email address,Status,Grade,Maximum grade,Grade can be changed,"
           "Last modified (submission),Last modified (grade),Feedback comments", "Participant ", "Grade",
           "Last modified (grade)", "Feedback comments"),
    "zh": ("标识符,全名,学号,电子邮件地址,状态,成绩,最高成绩,成绩可以更改,最后修改（提交）,最后修改（成绩）,反馈评语",
           "参与者", "成绩", "最后修改（成绩）", "反馈评语"),
    "xx": ("Idx,Namx,Numx,Mailx,Statx,Pointx,Maxx,Changx,Modx,Last,Commentx", "Deltaker ", "Pointx", "Last", None),
}  # fmt: skip


def worksheet(language, *more):
    header, word, *_ = MOODLE[language]
    lines = [f'{word}1234567,Ada Lovelace,n1,ada@x.edu,"Submitted, late",,100.00,Yes,"Monday, 1 May",-,']
    lines += [f'{word}1234568,"陈 思远",n2,chen@x.edu,No submission,55.00,100.00,Yes,-,"Friday",<p>mine</p>', *more]
    return f"\ufeff{header}\n" + "\n".join(lines) + "\n"


@pytest.mark.parametrize("language", MOODLE)
def test_moodle_s_worksheet_is_filled_in_whatever_its_language(tmp_path, mini_course, language):
    _, _, grade, date, feedback = MOODLE[language]
    text = worksheet(language)
    rows = [row("Ada Lovelace_1234567", 87.5, name="Ada Lovelace"), row("n2_陈 思远", 40, id="n2", name="陈思远")]
    if language == "xx":  # nothing but the number is known there
        rows[1] = row("陈 思远_1234568", 40, name="陈 思远")
    content, summary = exported(tmp_path, mini_course, "moodle", text, *rows)
    done = platforms.moodle(text.encode(), content, grade=grade, date=date, feedback=feedback)
    assert done.marks == {("1234567", grade): 87.5, ("1234568", grade): 40}
    assert not done.refused and not done.skipped
    assert summary.replaced == [rows[1][0].submission]
    if feedback:
        assert done.comments == {"1234567": "autograder: square 87.5/40; mean_and_std 0/35"}
        assert "a comment of somebody else's stands there, and stays: n2" in said(summary)
    else:
        assert not done.comments


def test_a_blind_worksheet_knows_numbers_only(tmp_path, mini_course):
    text = "Identifier,Status,Grade,Maximum grade,Last modified (grade)\nParticipant 1234570,x,,100,-\n"
    content, _ = exported(tmp_path, mini_course, "moodle", text, row("Participant_1234570", 12))
    done = platforms.moodle(text.encode(), content, grade="Grade", date="Last modified (grade)")
    assert done.marks == {("1234570", "Grade"): 12}


def test_a_comment_of_an_earlier_export_is_replaced(tmp_path, mini_course):
    text = worksheet("en").replace("<p>mine</p>", "autograder: square 1/40")
    content, _ = exported(tmp_path, mini_course, "moodle", text, row("a_1234568", 55, name="陈思远"))
    done = platforms.moodle(
        text.encode(), content, grade="Grade", date="Last modified (grade)", feedback="Feedback comments"
    )
    assert done.comments == {"1234568": "autograder: square 55/40; mean_and_std 0/35"} and not done.marks


def test_a_worksheet_whose_grade_cannot_be_told_is_asked_about(tmp_path, mini_course):
    text = "Id,What,Why\nParticipant 1,a,b\nParticipant 2,c,d\n"
    with pytest.raises(InputError, match="which one holds the grade cannot be told; choose one with --column: 'What'"):
        exported(tmp_path, mini_course, "moodle", text, row("a_1", 5))
    named = text.replace("What,Why", "What,Full name")
    with pytest.raises(InputError, match="no column is called 'Full name'"):
        exported(tmp_path, mini_course, "moodle", named, column="Full name")
    content, _ = exported(tmp_path, mini_course, "moodle", text, column="What")
    assert content == text.replace(" 1,a", " 1,5").encode()


@pytest.mark.parametrize("language", MOODLE)
def test_of_a_worksheet_only_the_grade_takes_a_mark(tmp_path, mini_course, language):
    text = worksheet(language)
    header = MOODLE[language][0].split(",")
    others = header[6:] if language == "xx" else [title for title in header if title != MOODLE[language][2]]
    for title in others:
        with pytest.raises(InputError, match=f"no column is called '{re.escape(title)}' that takes marks; choose one"):
            exported(tmp_path, mini_course, "moodle", text, row("a_1234567", 5), column=title)
    content, _ = exported(tmp_path, mini_course, "moodle", text, column=MOODLE[language][2])
    assert content != text.encode()


def test_a_column_about_marks_or_people_takes_none(tmp_path, mini_course):
    text = "学号,姓名,班级,作业,状态,评语,满分\nn1,a,A,,已提交,,100\n"
    for title in ("学号", "班级", "状态", "评语", "满分"):
        with pytest.raises(InputError, match=f"no column is called '{title}' that takes marks; .*--column: '作业'$"):
            exported(tmp_path, mini_course, "plain", text, row("n1", 5, id="n1"), column=title)


def test_a_column_called_after_another_homework_gets_a_note(tmp_path, mini_course):
    spec = mini_course.homework("mini")
    other = msgspec.structs.replace(spec, name="trees", title=Text("Decision trees", "决策树"))
    text = CANVAS.replace(FIRST, "Trees (77)")
    rows = [row("smithjohn_101", 5, id="101", name="smithjohn")]
    _, summary = exported(tmp_path, mini_course, "canvas", text, *rows, column="77", others=(spec, other))
    assert "note: 'Trees (77)' is called after trees: these are marks of mini" in said(summary)
    _, summary = exported(tmp_path, mini_course, "canvas", text, others=(spec, other))
    assert "called after" not in said(summary)
    _, summary = exported(tmp_path, mini_course, "plain", None, column="决策树", others=(spec, other))
    assert "is called after trees" in said(summary)


@pytest.mark.parametrize("word", ["Needs Grading", "In Progress", "需要评分", "-"])
def test_a_word_for_no_mark_yet_is_no_mark_that_was_replaced(tmp_path, mini_course, word):
    text = BLACKBOARD.replace('"1.00"', f'"{word}"')
    data = codecs.BOM_UTF16_LE + text.encode("utf-16-le")
    content, summary = exported(tmp_path, mini_course, "blackboard", data, row("x", 7, id="x", name="陈思远"))
    assert platforms.blackboard(data, content).marks == {("d_ef", "123456"): 7}
    assert summary.filled == ["x"] and not summary.replaced


# -- the others ---------------------------------------------------------------------------------------------------

BLACKBOARD = (
    '"Last Name"\t"First Name"\t"Username"\t"Student ID"\t"Availability"\t'
    '"mini [Total Pts: 50 Score] |123456"\t"Other |7"\n'
    '"Lovelace"\t"Ada"\t"abc_1"\t"0012"\t"Yes"\t""\t"4"\n"陈"\t"思远"\t"d_ef"\t"x"\t"Yes"\t"1.00"\t""\n'
)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_blackboard_s_gradebook_keeps_its_ids_and_its_encoding(tmp_path, mini_course, encoding):
    text = BLACKBOARD if encoding == "utf-16" else BLACKBOARD.replace("\t", ",")
    data = codecs.BOM_UTF16_LE + text.encode("utf-16-le") if encoding == "utf-16" else text.encode(encoding)
    rows = [row("abc_1", 12.5, name="Ada (A.) Lovelace"), row("x_陈思远", 7, id="x", name="陈思远")]
    content, summary = exported(tmp_path, mini_course, "blackboard", data, *rows)
    done = platforms.blackboard(data, content)
    assert done.marks == {("abc_1", "123456"): 12.5, ("d_ef", "123456"): 7} and not done.created
    expected = text.replace('"Yes"' + text[11] + '""', f'"Yes"{text[11]}"12.5"').replace("1.00", "7")
    assert content == (codecs.BOM_UTF16_LE + expected.encode("utf-16-le") if encoding == "utf-16"
                       else expected.encode(encoding))  # fmt: skip
    assert "has 50 points" in said(summary)


def test_brightspace_is_filled_in_and_made(tmp_path, mini_course):
    text = "OrgDefinedId,Username,mini Points Grade <Numeric MaxPoints:100>,End-of-Line Indicator\r\n#12,#ada,,#\r\n"
    rows = [row("12_Ada", 75, id="12", name="Ada"), row("Bob", 66.666667, name="Bob")]
    content, _ = exported(tmp_path, mini_course, "brightspace", text, *rows)
    assert content == text.replace("#ada,,#", "#ada,75.00,#").encode()
    assert platforms.brightspace(text.encode(), content).marks == {("12", "mini"): 75}
    (tmp_path / "roster.csv").write_text("id,name,username\n12,Ada,ada\n0013,Bob,bob\n")
    content, _ = exported(
        tmp_path, mini_course, "brightspace", None, column="Homework 2", roster=tmp_path / "roster.csv"
    )
    assert content.decode().split("\r\n")[:3] == [
        "OrgDefinedId,Username,Homework 2 Points Grade,End-of-Line Indicator",
        "#12,#ada,75.00,#",
        "#0013,#bob,66.666667,#",
    ]
    assert platforms.brightspace(None, content).marks == {("12", "Homework 2"): 75, ("0013", "Homework 2"): 66.666667}


def test_gradescope_goes_by_e_mail_and_sid(tmp_path, mini_course):
    text = (
        "First Name,Last Name,SID,Email,Sections,mini,mini - Max Points,mini - Submission Time,Total Lateness (H:M:S)\n"
        "Ada,Lovelace,s1,ada@x.edu,,,100.0,,\nAlan,Turing,,alan@x.edu,,3.0,100.0,,\n"
    )
    rows = [row("s1_Ada Lovelace", 75, id="s1", name="Ada Lovelace"), row("alan@x.edu", 5, name="Alan Turing")]
    content, _ = exported(tmp_path, mini_course, "gradescope", text, *rows)
    done = platforms.gradescope(text.encode(), content, "mini")
    assert done.marks == {("ada@x.edu", "mini"): 75, ("alan@x.edu", "mini"): 5}
    content, summary = exported(tmp_path, mini_course, "gradescope", None)
    assert platforms.gradescope(None, content, "Three small questions").marks == {("s1", "Three small questions"): 75}
    assert summary.left_out == [("alan@x.edu", "neither its id nor another key is known; pass --roster")]


PLAIN_ROWS = [
    row("0012_陈思远", 87.5, id="0012", name="陈思远"),
    row("2_李雷", 0, "absent", id="2", name="李雷"),
    row("3_=cmd()", 0, "unreadable", id="3", name="=cmd()"),
    row("4_韩", 5, "excused", id="4", name="韩"),
    row("5_吴", 5, "grader_error", id="5", name="吴"),
]


def test_a_plain_list_is_made_with_everybody_in_it(tmp_path, mini_course):
    content, summary = exported(tmp_path, mini_course, "plain", None, *PLAIN_ROWS)
    assert content.startswith(codecs.BOM_UTF8)
    header, *lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert header == ["学号", "姓名", "成绩", "评语"]
    assert lines == [
        ['="0012"', "陈思远", "87.5", "square 87.5/40; mean_and_std 0/35"],
        ["2", "李雷", "", "未提交"],
        ["3", "'=cmd()", "0", "unreadable / 无法读取"],
        ["4", "韩", "", "免交"],
        ["5", "吴", "", "待评"],
    ]
    assert (len(summary.filled), summary.open, summary.excused, summary.absent) == (2, ["5_吴"], ["4_韩"], ["2_李雷"])


def test_a_plain_list_of_a_course_without_chinese_is_english(tmp_path, mini_course):
    results(tmp_path / "out", *PLAIN_ROWS)
    spec = mini_course.homework("mini")
    content, _ = gradebook(tmp_path / "out", msgspec.structs.replace(spec, title=Text(en="Mini")), Wanted("plain"))
    header, *lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert header == ["id", "name", "score", "comment"]
    assert [line[3] for line in lines if not line[2]] == ["absent", "excused", "not marked yet"]


@pytest.mark.parametrize("platform", ["plain", "gradescope", "brightspace"])
def test_two_rows_of_one_id_are_in_no_file_that_is_made(tmp_path, mini_course, platform):
    rows = [row("a (attempt 1)", 1, id="S1"), row("a (attempt 2)", 2, id="s1"), row("b", 3, id="s2")]
    content, summary = exported(tmp_path, mini_course, platform, None, *rows)
    assert len(content.splitlines()) == 2 and summary.filled == ["b"]
    assert dict(summary.left_out)["a (attempt 1)"] == "the id S1 has several rows"


def test_a_list_of_one_s_own_is_filled_in(tmp_path, mini_course):
    text = '导出时间,2026\n学号,姓名,成绩,备注\n="0012",陈思远,,\n0003,x,9,=1+1\n'
    content, _ = exported(tmp_path, mini_course, "plain", text, *PLAIN_ROWS[:1])
    assert content == text.replace("远,,", "远,87.5,autograder: square 87.5/40; mean_and_std 0/35").encode()


CELL = st.text(st.sampled_from('ab,";\t\n x陈'), max_size=4)


def quoted(cells, delimiter=","):
    return delimiter.join('"' + cell.replace('"', '""') + '"' for cell in cells)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    platform=st.sampled_from(["moodle", "blackboard", "brightspace", "gradescope"]),
    people=st.dictionaries(st.integers(1000, 10**6), st.tuples(SCORES, st.sampled_from(STATUSES), CELL), min_size=1,
                           max_size=5),
    ours=st.data(),
)  # fmt: skip
def test_every_platform_reads_back_exactly_the_marks_that_there_are(
    tmp_path_factory, mini_course, platform, people, ours
):
    here = [one for one in people if ours.draw(st.booleans())] or list(people)[:1]
    rows = [row(f"x_{one}" if platform == "moodle" else str(one), people[one][0], people[one][1]) for one in here]
    expected = {str(one): float(number(people[one][0])) for one in here if people[one][1] in ("graded", "unreadable")}
    lines = {
        "moodle": lambda n, note: [f"Participant {n}", note, "", "100.00", note, ""],
        "blackboard": lambda n, note: [note, str(n), note, "", note],
        "brightspace": lambda n, note: [f"#{n}", "#u" + note.strip(), "", "#"],
        "gradescope": lambda n, note: [note, str(n), "", "100.0"],
    }[platform]
    header = {
        "moodle": ["Identifier", "Status", "Grade", "Maximum grade", "Last modified (grade)", "Feedback comments"],
        "blackboard": ["Availability", "Username", "Other |7", "mini [Total Pts: 100 Score] |42", "Last Access"],
        "brightspace": ["OrgDefinedId", "Username", "mini Points Grade", "End-of-Line Indicator"],
        "gradescope": ["Sections", "SID", "mini", "mini - Max Points"],
    }[platform]
    delimiter = "\t" if platform == "blackboard" else ","
    table = [",".join(header) if delimiter == "," else quoted(header, delimiter)]
    table += [quoted(lines(n, note), delimiter) for n, (_, _, note) in people.items()]
    text = "\r\n".join(table)
    data = codecs.BOM_UTF16_LE + text.encode("utf-16-le") if platform == "blackboard" else text.encode()
    content, _ = exported(tmp_path_factory.mktemp(platform), mini_course, platform, data, *rows)
    done = {
        "moodle": lambda: platforms.moodle(data, content, grade="Grade", date="Last modified (grade)"),
        "blackboard": lambda: platforms.blackboard(data, content),
        "brightspace": lambda: platforms.brightspace(data, content),
        "gradescope": lambda: platforms.gradescope(data, content, "mini"),
    }[platform]()
    assert {who: mark for (who, _), mark in done.marks.items()} == expected
    assert not (done.refused or done.created or done.skipped)


IDS = ["1e5", "0012", "+86", "2023-11-01", "1-2", "12345678901234567", "3.10", "-5", "Mar-1", "=1+1", "TRUE"]


@pytest.mark.parametrize("text", IDS)
def test_an_id_that_a_spreadsheet_would_change_is_said_to_be_a_text(text):
    assert id_cell(text) == f'="{text}"' or (text == "=1+1" and id_cell(text) == "'=1+1")


@pytest.mark.parametrize("text", ["2023012345", "s1", "ada@x.edu", "20231001", "U12", "0x1f", "陈"])
def test_an_id_that_stays_is_written_as_it_is(text):
    assert id_cell(text) == text


@given(st.text(max_size=12))
def test_no_id_is_a_formula_that_computes(text):
    cell = id_cell(text)
    if cell.startswith("="):
        assert re.fullmatch(r'="[^"]*"', cell)
    assert cell[:1] not in ("+", "-", "@", "\t")


def test_ids_survive_a_program_that_reads_all_as_text(tmp_path, mini_course):
    pandas = pytest.importorskip("pandas")
    ids = [one for one in IDS if one != "=1+1"]
    rows = [row(f"row {i}", 1, id=one, name=f"N{i}") for i, one in enumerate(ids)]
    content, _ = exported(tmp_path, mini_course, "plain", None, *rows)
    table = pandas.read_csv(io.BytesIO(content), dtype=str, encoding="utf-8-sig")
    assert list(table["学号"].str.replace(r'^="(.*)"$', r"\1", regex=True)) == ids


def test_a_file_that_is_of_another_platform_is_one_clear_line(tmp_path, mini_course):
    results(tmp_path / "out", row("a", 1))
    for platform in ("canvas", "moodle", "blackboard", "brightspace", "gradescope", "plain"):
        with pytest.raises(InputError, match=r"download: no .*its first line begins with 'x,y'"):
            exported(tmp_path, mini_course, platform, "x,y\n1,2\n")


def test_results_of_another_homework_and_no_results_are_refused(tmp_path, mini_course):
    with pytest.raises(InputError, match="holds no results"):
        gradebook(tmp_path, mini_course.homework("mini"), Wanted("plain"))
    results(tmp_path / "out", row("a", 1))
    path = tmp_path / "out" / "results" / "a.json"
    path.write_text(path.read_text().replace('"mini"', '"losses"'))
    with pytest.raises(InputError, match="a result of 'losses', not of 'mini'"):
        gradebook(tmp_path / "out", mini_course.homework("mini"), Wanted("plain"))


def test_a_question_that_is_open_keeps_the_mark_from_being_sent(tmp_path, mini_course):
    asked = (question("square", 40, 40), question("mean_and_std", 0, 35))
    broken = (asked[0], type(asked[1])("mean_and_std", 0, 35, "grader_error"))
    content, summary = exported(tmp_path, mini_course, "canvas", CANVAS, row("a", 40, id="101", questions=broken))
    assert content == CANVAS.encode() and summary.open == ["a"]


def test_a_question_that_was_settled_by_hand_keeps_no_mark_from_being_sent(tmp_path, mini_course):
    asked = (question("square", 40, 40), type(question("q", 0, 35))("mean_and_std", 0, 35, "grader_error"))
    one = row("a", 60, id="101", questions=asked, adjusted={"mean_and_std": 20.0})
    two = row("b", 80, id="102", questions=asked, excused=("mean_and_std",))
    three = row("c", 90, id="103", questions=asked, adjustments=(Adjustment("", "", "=90", 50.0, "why"),))
    content, summary = exported(tmp_path, mini_course, "canvas", CANVAS, one, two, three)
    assert summary.filled == ["a", "b", "c"] and not summary.open
    assert b"A,9.5,60," in content and b"A,8,80," in content and b"B,,90," in content


def test_a_comment_has_the_points_that_count(tmp_path, mini_course):
    essay = WrittenResult("essay", True, 3.0, 10.0)
    asked = (question("square", 25, 40), question("mean_and_std", 35, 35))
    one = row(
        "a", 70, questions=asked, written=(essay,), adjusted={"square": 27.0, "essay": 4.5}, excused=("mean_and_std",)
    )
    content, _ = exported(tmp_path, mini_course, "plain", None, one)
    assert "square 27/40; mean_and_std does not count; essay 4.5/10" in content.decode("utf-8-sig")
