"""People: nobody is merged with somebody else, nobody split, whatever the order; with a roster, everybody is found."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.classroom.intake_table import table
from autograder.classroom.layouts.model import Who, folded
from autograder.classroom.people import Person
from autograder.classroom.roster import Question, RosterError, read_roster
from autograder.submission import Unreadable
from tests.classroom.downloads import CODE, OTHER, folder, packed, persons, take, what

NEWER = CODE + b"\ndef cube(x):\n    return x ** 3\n"
ROSTER = (
    "学号,姓名,邮箱,班级\n20231001,陈思远,chen@x.edu,1班\n20231002,周子涵,zhou@x.edu,1班\n20231003,李雷,li@x.edu,2班\n"
)


@pytest.fixture
def roster(tmp_path):
    """Writes a roster; the usual one if nothing else is said."""

    def write(text=ROSTER, encoding="utf-8"):
        path = tmp_path / "roster.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def asked(intake):
    return {line.file: line.verdict for line in intake.lines if line.kind == "question"}


def absent(intake):
    return {person.label: why for person, why in intake.absent}


# -- the order of arguments ---------------------------------------------------------------------------------------


def test_no_order_of_arguments_makes_other_people(tmp_path):
    early = {"smith_1_10_mini.py": CODE, "lee_2_11_mini.py": CODE, "lee_2_12_notes.py": b"x = 1\n"}
    late = {"smith_1_10_mini.py": CODE, "lee_2_20_my answers.py": NEWER, "smith_3_21_mini.py": OTHER}
    paths = [
        folder(tmp_path / "early", early),
        packed(tmp_path / "late.zip", late),
        folder(tmp_path / "x", {"ann.py": CODE}),
        folder(tmp_path / "y", {"ann.py": OTHER}),
    ]
    takes = [take(*order) for order in itertools.permutations(paths)]
    assert {tuple(sorted(persons(one).items())) for one in takes} == {
        (("ann", CODE), ("ann (2)", OTHER), ("lee_2", NEWER), ("smith_1", CODE), ("smith_3", OTHER))
    }
    assert all(one.lines == takes[0].lines for one in takes)
    assert what(takes[0], "early/lee_2_11_mini.py").kind == "older"


def test_a_path_given_twice_or_with_its_files_counts_once(tmp_path):
    path = folder(tmp_path / "class", {"ann.py": CODE, "bob.py": OTHER})
    assert persons(take(path, path, path / "ann.py", tmp_path / "class" / ".." / "class")) == {
        "ann": CODE,
        "bob": OTHER,
    }
    assert persons(take(path / "bob.py", path / "ann.py")) == {"ann": CODE, "bob": OTHER}


def test_two_files_of_one_person_named_one_by_one_are_one_person_s(tmp_path):
    path = folder(tmp_path / "class", {"ann.py": CODE, "ann.ipynb": b"{}"})
    assert list(persons(take(path / "ann.py", path / "ann.ipynb"))) == ["ann"]


people = st.lists(
    st.tuples(st.sampled_from(["li", "wu", "zhao"]), st.integers(1, 9)),
    min_size=1,
    max_size=6,
    unique_by=lambda one: one[1],
)


@settings(derandomize=True, database=None, deadline=None, max_examples=60)
@given(people, st.randoms(use_true_random=False), st.integers(1, 3))
def test_any_mix_of_names_attempts_and_orders_gives_the_same_people(tmp_path_factory, who, random, attempts):
    root = tmp_path_factory.mktemp("class")
    files = {
        f"{name}_{number}_{number * 100 + attempt}_mini{f'-{attempt}' if attempt else ''}.py": CODE + b"#" * attempt
        for name, number in who
        for attempt in range(attempts)
    }
    names = sorted(files)
    random.shuffle(names)
    parts = {"a": names[::2], "b": names[1::2]}
    paths = [folder(root / part, {name: files[name] for name in own}) for part, own in parts.items() if own]
    random.shuffle(paths)
    split, whole = take(*paths, layout="canvas"), take(folder(root / "c", files), layout="canvas")
    assert {found.name.rpartition("_")[2] for found in split.found} == {str(number) for _, number in who}
    assert persons(split) == persons(whole)
    assert {found.source for found in whole.found} == {CODE + b"#" * (attempts - 1)}


# -- the roster ---------------------------------------------------------------------------------------------------


def test_everybody_on_the_roster_has_a_row(tmp_path, roster):
    tree = {"20231001_陈思远_作业.py": CODE, "20231002_周子涵_作业.py": OTHER}
    intake = take(folder(tmp_path / "class", tree), roster=roster())
    assert persons(intake) == {"20231001_陈思远": CODE, "20231002_周子涵": OTHER}
    assert intake.whose["20231001_陈思远"].members == (Person("20231001_陈思远", "20231001", "陈思远", "1班"),)
    assert absent(intake) == {"20231003_李雷": ""}
    assert [line.verdict for line in intake.lines if line.kind == "absent"] == ["absent: handed in nothing"]


@pytest.mark.parametrize("name", ["20231001", "陈思远", "陈 思远", "CHEN@X.EDU", "20231001-whatever"])
def test_a_plain_file_is_found_by_whatever_it_is_called_after(tmp_path, roster, name):
    intake = take(folder(tmp_path / "class", {f"{name}.py": CODE}), layout="plain", roster=roster())
    assert persons(intake) == {"20231001_陈思远": CODE}


def test_files_of_one_person_under_two_names_are_one_submission(tmp_path, roster):
    intake = take(folder(tmp_path / "class", {"陈思远.py": CODE, "20231001.py": b"\n" + CODE}), roster=roster())
    assert list(persons(intake)) == ["20231001_陈思远"]


def test_what_is_ambiguous_is_asked_and_not_guessed(tmp_path, roster):
    path = roster("id,name,email\n1,Li Wei,a@x.edu\n2,Wei Li,b@x.edu\n3,Zoë Smith,c@x.edu\n4,Zoe  Smith,d@x.edu\n")
    tree = {"li wei.py": CODE, "Li Wei.ipynb": b"", "zoe smith.py": OTHER, "somebody.py": CODE}
    intake = take(folder(tmp_path / "class", tree), roster=path)
    assert set(persons(intake)) == {"1_Li Wei", "li wei", "zoe smith", "somebody"}
    assert asked(intake) == {
        "li wei.py": "li wei could be 1_Li Wei (line 2), 2_Wei Li (line 3)",
        "zoe smith.py": "zoe smith could be 3_Zoë Smith (line 4), 4_Zoe  Smith (line 5)",
        "somebody.py": "nobody on the roster has this name",
    }
    assert absent(intake)["3_Zoë Smith"].startswith("handed in nothing, unless zoe smith.py is theirs")


def test_a_slip_in_a_number_is_asked_about(tmp_path, roster):
    tree = {"20231001_陈思远_a.py": CODE, "20231002_李雷_a.py": OTHER, "20239999_周子涵_a.py": CODE}
    intake = take(folder(tmp_path / "class", tree), roster=roster())
    assert set(persons(intake)) == {"20231001_陈思远", "20231002_李雷", "20239999_周子涵"}
    assert asked(intake) == {
        "20231002_李雷_a.py": "its number is that of 20231002_周子涵, its name that of 20231003_李雷",
        "20239999_周子涵_a.py": "no 20239999 on the roster",
    }


def test_a_platform_s_own_numbers_do_not_keep_names_from_being_found(tmp_path, roster):
    tree = {"陈思远_12_34_mini.py": CODE, "smithjohn_13_35_mini.py": OTHER, "obriensean_14_36_mini.py": CODE}
    text = ROSTER + '20231004,John Smith,,\n20231005,"O\'Brien, Seán",,\n'
    intake = take(folder(tmp_path / "class", tree), roster=roster(text))
    assert set(persons(intake)) == {"20231001_陈思远", "20231004_John Smith", "20231005_O'Brien, Seán"}


def test_a_text_entry_does_not_make_its_writer_hand_in(tmp_path, roster):
    tree = {"陈思远_12_34_mini.py": CODE, "李雷_13_text.html": b"<p>sorry</p>"}
    intake = take(folder(tmp_path / "class", tree), roster=roster())
    assert list(persons(intake)) == ["20231001_陈思远"]
    assert absent(intake)["20231003_李雷"] == "handed in only a text entry without an answer (李雷_13_text.html)"


def test_groups_of_the_roster_are_one_submission_for_all_members(tmp_path, roster):
    path = roster("id,name,group\n1,Ann,Team A\n2,Bob,Team A\n3,Carl,Team B\n")
    intake = take(folder(tmp_path / "class", {"teama_77_88_mini.py": CODE, "other_78_89_mini.py": OTHER}), roster=path)
    assert persons(intake) == {"Team A": CODE, "other_78": OTHER}
    assert [person.label for person in intake.whose["Team A"].members] == ["1_Ann", "2_Bob"]
    assert list(absent(intake)) == ["3_Carl"]


def test_who_hands_in_alone_and_in_a_group_is_asked_about(tmp_path):
    person = "  :submitters:\n  - :name: Ann\n    :sid: s1\n"
    metadata = f"submission_1:\n{person}  - :name: Bob\n    :sid: s2\nsubmission_2:\n{person}"
    tree = {"submission_metadata.yml": metadata.encode(), "submission_1/mini.py": CODE, "submission_2/mini.py": OTHER}
    intake = take(folder(tmp_path / "class", tree))
    assert persons(intake) == {"Ann + Bob": CODE, "s1_Ann": OTHER}
    assert asked(intake) == {"submission_1": "s1_Ann has handed in with s1_Ann as well: both have a row"}


GRADEBOOK = """\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Homework 2 (77)
,,,,,Manual Posting
    Points Possible,,,,,100
"Smith, John",12345,20231001,jsmith,A and B,
"Student, Test",999,,abc,A,
李雷,12346,20231002,lilei,B,90
"""
PARTICIPANTS = (
    'First name,Last name,ID number,Email address,Groups\n"Ada",Lovelace,s1,ada@x.edu,\n思远,陈,s2,c@x.edu,\n'
)


def test_a_canvas_gradebook_is_a_roster_as_it_comes(tmp_path, roster):
    found = read_roster(roster(GRADEBOOK))
    assert [(s.label, s.id, s.username, s.section) for s in found.students] == [
        ("12345_Smith, John", "12345", "jsmith", "A and B"), ("12346_李雷", "12346", "lilei", "B"),
    ]  # fmt: skip
    for who in (Who("", "", id="12345"), Who("", "", id="20231001"), Who("", "", name="smithjohn"),
                Who("", "", username="JSMITH"), Who("", "", name="John Smith")):  # fmt: skip
        assert found.find(who, ids_are_ours=False) == found.students[0]


def test_a_username_may_stand_in_the_column_of_numbers(roster):
    found = read_roster(roster("id,name\nabc_1,Ada Lovelace\nd_ef,Alan Turing\n"))
    assert found.find(Who("x", "x", username="D_EF"), ids_are_ours=True) == found.students[1]


def test_a_moodle_list_of_participants_is_a_roster_as_it_comes(tmp_path, roster):
    found = read_roster(roster(PARTICIPANTS))
    assert [s.label for s in found.students] == ["s1_Ada Lovelace", "s2_陈思远"]
    for name in ("Ada Lovelace", "Lovelace Ada", "ADA LOVELACE", "Lovelace, Ada"):
        assert found.find(Who("", "", name=name), ids_are_ours=False) == found.students[0]


def test_a_moodle_worksheet_tells_people_by_their_numbers(tmp_path, roster):
    text = (
        "Identifier,Full name,Email address\nParticipant 11,Wang Wei,w1@x.org\nParticipant 12,Wang Wei,w2@x.org\n"
        "Participant 13,Kurt,k@x.org\nParticipant 14,Li Na,l@x.org\n"
    )
    for name in ("Wang Wei_11", "Wang Wei_12", "Participant_13", "Kurt_14"):
        (tmp_path / "class" / f"{name}_assignsubmission_file").mkdir(parents=True)
        (tmp_path / "class" / f"{name}_assignsubmission_file" / "mini.py").write_bytes(CODE)
    taken = take(tmp_path / "class", roster=roster(text))
    assert set(taken.whose) == {"Wang Wei (w1@x.org)", "Wang Wei (w2@x.org)", "Kurt", "Kurt_14"}
    assert asked(taken) == {"Kurt_14_assignsubmission_file": "its number is that of Li Na, its name that of Kurt"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_roster_is_read_in_the_encodings_that_spreadsheets_write(roster, encoding, separator):
    found = read_roster(roster(ROSTER.replace(",", separator), encoding))
    assert [(s.id, s.name, s.section) for s in found.students][2] == ("20231003", "李雷", "2班")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (ROSTER + "20231002,吴磊,,\n", "line 5: the id 20231002 stands in line 3 already; give each person"),
        ("id,name\n2.02E+09,Ann\n", "line 2: a spreadsheet has rounded the id"),
        ("a,b\n1,2\n", "no header with a column of people"),
        ("", "no header"),
        ("id,name\n", "names nobody"),
        ('id,name\n1,"' + "x" * 200_000 + '"\n', "save it as CSV again"),
    ],
)
def test_a_roster_that_cannot_be_used_says_what_and_where(roster, text, reason):
    path = roster(text)
    with pytest.raises(RosterError, match=reason) as error:
        read_roster(path)
    assert str(path) in str(error.value) and "\n" not in str(error.value)


def test_a_roster_that_is_not_there_or_no_text_is_an_error(tmp_path):
    (tmp_path / "x").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path, tmp_path / "none.csv", tmp_path / "x"):
        with pytest.raises(RosterError):
            read_roster(path)


names = st.lists(st.text("abcçdéÖ陈思远", min_size=1, max_size=6), min_size=1, max_size=3).map(" ".join)


@settings(derandomize=True, database=None, deadline=None, max_examples=100)
@given(st.lists(names, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_a_name_is_found_by_nobody_else_s(tmp_path_factory, everybody, random):
    path = tmp_path_factory.mktemp("roster") / "roster.csv"
    path.write_text("id,name\n" + "".join(f"{i},{name}\n" for i, name in enumerate(everybody)), encoding="utf-8")
    found = read_roster(path)
    for i, name in enumerate(everybody):
        parts = name.split()
        random.shuffle(parts)
        for asked_for in (name, name.upper(), " ".join(parts)):
            student = found.find(Who("", "", name=asked_for), ids_are_ours=False)
            assert isinstance(student, Question) or sorted(folded(student.name)) == sorted(folded(name))
        assert found.find(Who("", "", id=str(i), name=name), ids_are_ours=True) == found.students[i]


def test_what_cannot_be_ordered_is_left_to_contents_or_to_a_person(tmp_path, roster):
    tree = {"a/陈思远_12_34_mini.py": CODE, "b/陈思远.py": OTHER}
    paths = [folder(tmp_path, tree) / name for name in "ab"]
    (found,) = take(*paths, roster=roster()).found
    assert isinstance(found, Unreadable) and "more than one file could be the answer" in found.reason


def test_a_roster_that_lies_among_the_submissions_is_nobody_s_file(tmp_path):
    path = folder(tmp_path / "class", {"陈思远.py": CODE, "roster.csv": ROSTER.encode()})
    intake = take(path, roster=path / "roster.csv")
    assert list(persons(intake)) == ["20231001_陈思远"]
    assert "roster.csv" not in {line.file for line in intake.lines}


def test_all_attempts_of_a_person_on_the_roster_have_rows_that_say_which(tmp_path, roster):
    tree = {"20231001_陈思远_作业.py": CODE, "20231001_陈思远_作业(1).py": NEWER, "20231002_周子涵_作业.py": OTHER}
    intake = take(folder(tmp_path / "class", tree), roster=roster(), attempts="all")
    assert persons(intake) == {
        "20231001_陈思远 (attempt 1)": CODE, "20231001_陈思远 (attempt 2)": NEWER, "20231002_周子涵": OTHER,
    }  # fmt: skip
    assert [(found.person, found.attempt) for found in intake.found][:2] == [
        ("20231001_陈思远", 1),
        ("20231001_陈思远", 2),
    ]
    assert {people[0].id for people in (one.members for one in intake.whose.values())} == {"20231001", "20231002"}


def test_what_names_hold_moves_no_cursor(tmp_path, roster):
    tree = {"20231001_\x1b[31m陈_作业.py": CODE, "20231002_周子涵_作业\n.py": OTHER, "20231003_x\u202ey.docx": b"x"}
    intake = take(folder(tmp_path / "class", tree), roster=roster())
    said = [*table(intake), *intake.notes()]
    assert len(said) > 5
    assert all(text.isprintable() for text in said)


def test_an_extension_on_the_roster_goes_with_the_person(roster):
    found = read_roster(roster("学号,姓名,延期\n1,陈思远,2026-12-02 12:00\n2,李雷,48\n3,韩梅梅,\n"))
    assert [student.extension for student in found.students] == ["2026-12-02 12:00", "48", ""]


def test_an_extension_that_is_no_time_is_an_error_with_its_line(roster):
    with pytest.raises(RosterError, match="line 3: next week is no time to extend to: write 2026-12-02 12:00"):
        read_roster(roster("id,name,extension\n1,Ann,24h\n2,Bo,next week\n"))
