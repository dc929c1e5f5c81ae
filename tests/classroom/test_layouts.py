"""Platforms' downloads: each file is its person's, each attempt counted, and what is nobody's has its reason."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.classroom.intake import IntakeError
from autograder.classroom.layouts import LAYOUTS, LayoutError, read
from autograder.classroom.layouts.model import Claim, Nobody
from autograder.classroom.layouts.pattern import pattern_layout
from autograder.submission import Unreadable
from tests.classroom.downloads import CODE, OTHER, folder, notebook, packed, persons, take, what, zipped

NEWER = CODE + b"\ndef cube(x):\n    return x ** 3\n"
RECEIPT = "Name: {} ({})\nAssignment: Homework 2\nDate Submitted: Sunday\n"

METADATA = """submission_1:
  :submitters:
  - :name: Ada Lovelace
    :sid: s001
    :email: ada@x.edu
  :created_at: 2026-11-01 10:00:00.000000000 Z
submission_2:
  :submitters:
  - :name: 陈思远
    :sid: s002
    :email: chen@x.edu
  - :name: Alan Turing
    :sid: s003
    :email: alan@x.edu
  :created_at: 2026-11-01 11:00:00.000000000 Z
  :results:
    :tests:
    - :score: 1.0
""".encode()
CANVAS = {
    "smithjohn_12345_67890_mini.py": CODE,
    "陈思远_LATE_12346_67891_mini-1.py": CODE,
    "leeanna_12347_67892_notes.py": b"x = 1\n",
    "leeanna_12347_67893_mini.ipynb": notebook(CODE.decode()),
    "anon_Xk3fq_67894_1_2_mini.py": CODE,
    "noname_12349_text.html": b"<p>I could not upload</p>",
    "linked_12350_link.html": b"<a href=x>x</a>",
    "typed_12351_text.html": b"<pre>def square(x):<br>return x*x</pre>",
    "zipper_12352_67895_mini.zip": zipped({"mini/mini.py": CODE, "__MACOSX/._mini.py": b"\0"}),
}
MOODLE = {
    "Ada Lovelace_1234567_assignsubmission_file_/mini.py": CODE,
    "陈 思远_1234568_assignsubmission_file/作业2.zip": zipped({"mini.py": CODE}),
    "陈 思远_1234568_assignsubmission_onlinetext/onlinetext.html": b"<p>see file</p>",
    "Anne-Marie_12_O'Neil_1234569_assignsubmission_file/mini.py": CODE,
    "Participant_1234570_assignsubmission_file/hw.py": CODE,
    "Typed_1234571_assignsubmission_onlinetext/onlinetext.html": b"see attachment",
}
GRADESCOPE = {
    "assignment_9_export/submission_metadata.yml": METADATA,
    "assignment_9_export/submission_1/mini.py": CODE,
    "assignment_9_export/submission_1/__MACOSX/._mini.py": b"\0",
    "assignment_9_export/submission_2/mini.py": OTHER,
    "assignment_9_export/submission_3/mini.py": CODE,
    "__MACOSX/._assignment_9_export": b"\0",
}
BLACKBOARD = {
    "Homework_2_abc_1_attempt_2026-11-01-10-00-00.txt": RECEIPT.format("Ada (A.) Lovelace", "abc_1").encode(),
    "Homework_2_abc_1_attempt_2026-11-01-10-00-00_mini.py": CODE,
    "Homework_2_abc_1_attempt_2026-11-02-09-00-00.txt": RECEIPT.format("Ada (A.) Lovelace", "abc_1").encode(),
    "Homework_2_abc_1_attempt_2026-11-02-09-00-00_mini.py": NEWER,
    "Homework_2_d_ef_attempt_2026-11-01-10-00-00_mini.py": CODE,
    "Homework_2_ghi_attempt_2026-11-01-10-00-00.txt": RECEIPT.format("X", "ghi").encode(),
}
BRIGHTSPACE = {
    "101-7 - Ada Lovelace - Nov 1, 2026 1000 AM/mini.py": CODE,
    "101-7 - Ada Lovelace - Nov 1, 2026 115 PM/mini.py": NEWER,
    "102-7 - Anne-Marie Li - Dec 12, 2026 1201 AM/mini.py": CODE,
    "index.html": b"<html>",
}
GOOGLE = {
    "Ada Lovelace - mini.py": CODE,
    "Ada Lovelace - mini (1).py": NEWER,
    "陈思远 - 作业2 - final.py": CODE,
}
NUMBERED = {
    "20231001_陈思远_mini.py": CODE,
    "20231002_周子涵_作业2.py": CODE,
    "20231002_周子涵_作业2(1).py": NEWER,
    "20231003-李雷-作业2（最终版）.py": CODE,
    "20231004 韩梅梅 作业2.ipynb": notebook(CODE.decode()),
    "20231005_Anne-Marie_作业2.zip": zipped({"mini/mini.py": CODE}),
    "20231006_吴磊_作业2.rar": b"Rar!",
    "作业2.7z": b"7z",
}
DOWNLOADS = {
    "canvas": (CANVAS, {"smithjohn_12345": CODE, "陈思远_12346": CODE, "leeanna_12347": notebook(CODE.decode()),
                        "anon_Xk3fq": CODE, "typed_12351": None, "zipper_12352": CODE}),
    "moodle": (MOODLE, {"Ada Lovelace_1234567": CODE, "陈 思远_1234568": CODE, "Anne-Marie_12_O'Neil_1234569": CODE,
                        "Participant_1234570": CODE}),
    "gradescope": (GRADESCOPE, {"s001_Ada Lovelace": CODE, "Alan Turing + 陈思远": OTHER, "submission_3": CODE}),
    "blackboard": (BLACKBOARD, {"abc_1": NEWER, "d_ef": CODE}),
    "brightspace": (BRIGHTSPACE, {"Ada Lovelace": NEWER, "Anne-Marie Li": CODE}),
    "google": (GOOGLE, {"Ada Lovelace": NEWER, "陈思远": CODE}),
    "numbered": (NUMBERED, {"20231001_陈思远": CODE, "20231002_周子涵": NEWER, "20231003_李雷": CODE,
                            "20231004_韩梅梅": notebook(CODE.decode()), "20231005_Anne-Marie": CODE,
                            "20231006_吴磊": None}),
}  # fmt: skip


@pytest.mark.parametrize("layout", DOWNLOADS)
@pytest.mark.parametrize("form", ["folder", "zip", "wrapped", "its files", "named"])
def test_a_download_is_taken_as_it_comes(tmp_path, layout, form):
    tree, expected = DOWNLOADS[layout]
    if form == "zip":
        intake = take(packed(tmp_path / "submissions.zip", tree))
    elif form == "wrapped":
        intake = take(packed(tmp_path / "all.zip", {f"submissions/{name}": data for name, data in tree.items()}))
    elif form == "its files":
        intake = take(*sorted(folder(tmp_path / "class", tree).iterdir(), reverse=True))
    else:
        intake = take(folder(tmp_path / "class", tree), layout=layout if form == "named" else "auto")
    assert persons(intake) == expected


@pytest.mark.parametrize("layout", DOWNLOADS)
def test_no_file_is_left_out_in_silence(tmp_path, layout):
    tree, _ = DOWNLOADS[layout]
    intake = take(folder(tmp_path / "class", tree))
    for name in tree:
        if "__MACOSX" not in name:
            assert [line for line in intake.lines if line.file.startswith(name) or name.startswith(line.file)], name
    assert all(line.verdict for line in intake.lines)


def test_attempts_lateness_and_what_is_nobody_s_are_told(tmp_path):
    intake = take(folder(tmp_path / "canvas", CANVAS))
    line = what(intake, "陈思远_LATE_12346_67891_mini-1.py")
    assert (line.person, line.attempt, line.late, line.verdict) == ("陈思远_12346", 2, True, "chosen")
    assert what(intake, "leeanna_12347_67892_notes.py").kind == "other"
    assert what(intake, "noname_12349_text.html").verdict == "a text entry without an answer"
    assert what(intake, "linked_12350_link.html").kind == "nobody"
    assert "hold code" in what(intake, "typed_12351_text.html").verdict

    intake = take(folder(tmp_path / "blackboard", BLACKBOARD))
    old, new = (
        what(intake, f"Homework_2_abc_1_attempt_2026-11-0{day}_mini.py") for day in ("1-10-00-00", "2-09-00-00")
    )
    assert (old.attempt, old.kind, new.attempt, new.kind) == (1, "older", 2, "chosen")
    for name, end in (("abc_1", ""), ("ghi", ", without a file")):
        verdict = what(intake, f"Homework_2_{name}_attempt_2026-11-01-10-00-00.txt").verdict
        assert verdict == f"a receipt of Blackboard{end}"
    typed = {"HW_ann_attempt_2026-11-01-10-00-00.txt": RECEIPT.format("Ann", "ann").encode() + b"def square(x):\n"}
    assert persons(take(folder(tmp_path / "typed", typed))) == {"ann": None}
    assert what(take(folder(tmp_path / "brightspace", BRIGHTSPACE)), "index.html").kind == "nobody"


@pytest.mark.parametrize(
    ("attempts", "expected"),
    [("newest", {"Ada Lovelace": NEWER}), ("first", {"Ada Lovelace": CODE}),
     ("all", {"Ada Lovelace (attempt 1)": CODE, "Ada Lovelace (attempt 2)": NEWER})],
)  # fmt: skip
def test_which_attempt_counts_is_asked_for(tmp_path, attempts, expected):
    tree = {name: data for name, data in BRIGHTSPACE.items() if "Anne" not in name}
    intake = take(folder(tmp_path / "class", tree), attempts=attempts)
    assert persons(intake) == expected
    assert len([line for line in intake.lines if line.kind in ("chosen", "older")]) == 2
    assert {found.person for found in intake.found} == {"Ada Lovelace"} or attempts == "all"


def test_a_group_is_one_submission_of_each_of_its_members(tmp_path):
    intake = take(folder(tmp_path / "class", GRADESCOPE))
    members = intake.whose["Alan Turing + 陈思远"].members
    assert [(one.label, one.id, one.name) for one in members] == [
        ("s002_陈思远", "s002", "陈思远"), ("s003_Alan Turing", "s003", "Alan Turing"),
    ]  # fmt: skip


def test_sections_are_folders_of_downloads(tmp_path):
    first = {"陈思远_12346_67891_mini.py": CODE, "li_1_2_mini.py": CODE}
    tree = {f"A/{name}": data for name, data in first.items()} | {"B/wu_77_88_mini.py": CODE, "readme.txt": b"x"}
    intake = take(folder(tmp_path / "class", tree))
    assert set(persons(intake)) == {"陈思远_12346", "li_1", "wu_77"}
    assert {name: who.members[0].section for name, who in intake.whose.items()} == {
        "陈思远_12346": "A", "li_1": "A", "wu_77": "B",
    }  # fmt: skip
    assert what(intake, "readme.txt").kind == "nobody"


def test_plain_sections_are_asked_for(tmp_path):
    tree = {"A/ann.py": CODE, "A/bob/mini.py": OTHER, "B/ann.py": OTHER}
    intake = take(folder(tmp_path / "class", tree), layout="sections")
    assert persons(intake) == {"ann": CODE, "bob": OTHER, "ann (2)": OTHER}
    assert intake.whose["ann (2)"].members[0].section == "B"


def test_a_plain_folder_is_plain_whatever_single_names_look_like(tmp_path):
    names = [
        "X_1_assignsubmission_file_y.py",
        "ann.py",
        "zhang_san.py",
        "s2026001.py",
        "20231001.py",
        "li_1_2_x.py",
        "Bo - final.py",
        "priya.raman.py",
    ]
    intake = take(folder(tmp_path / "class", dict.fromkeys(names, CODE)))
    assert set(persons(intake)) == {name.removesuffix(".py") for name in names}
    assert not any(who.members for who in intake.whose.values())


def test_a_student_cannot_hand_in_for_others_from_a_folder_or_zip_of_their_own(tmp_path):
    forged = {"Ada_12_assignsubmission_file/mini.py": OTHER, "Bob_13_assignsubmission_file/mini.py": OTHER}
    tree = {f"mallory/{name}": data for name, data in forged.items()} | {"zoe/mini.py": CODE}
    tree["trent.zip"] = zipped(forged)
    assert set(persons(take(folder(tmp_path / "class", tree)))) == {"mallory", "zoe", "trent"}


def test_repositories_keep_their_names(tmp_path):
    tree = {f"losses-{name}/{file}": CODE for name in ("ada", "bob") for file in (".git/HEAD", "mini.py")}
    assert persons(take(folder(tmp_path / "class", tree))) == {"losses-ada": CODE, "losses-bob": CODE}


def test_one_number_with_two_names_stays_two_people(tmp_path):
    tree = {"20231001_陈思远_作业.py": CODE, "20231001_李雷_作业(1).py": OTHER, "20231002_吴磊.py": CODE}
    assert persons(take(folder(tmp_path / "class", tree))) == {
        "20231001_陈思远": CODE, "20231001_李雷": OTHER, "20231002_吴磊": CODE,
    }  # fmt: skip


def test_names_that_begin_with_dots_are_told(tmp_path):
    tree = {
        "...name.py": CODE,
        "..\\..\\name.py": OTHER,
        ".hidden.py": CODE,
        ".DS_Store": b"",
        "._a.py": b"",
        "a.py": CODE,
    }
    intake = take(folder(tmp_path / "class", tree))
    assert persons(intake) == {"...name": CODE, "..\\..\\name": OTHER, "a": CODE}
    assert what(intake, ".hidden.py").kind == "nobody"
    assert {line.file for line in intake.lines} == set(tree) - {".DS_Store", "._a.py"}


def test_hidden_and_other_files_of_a_student_are_told(tmp_path):
    files = {"mini.py": CODE, ".x.py": OTHER, "notes.md": b"x", "tests/mini.py": OTHER, ".git/mini.py": OTHER}
    tree = {f"ann/{name}": data for name, data in files.items()} | {"bob.zip": zipped(files)}
    path = folder(tmp_path / "class", tree)
    (path / "ann" / "link.py").symlink_to("mini.py")
    intake = take(path)
    assert persons(intake) == {"ann": CODE, "bob": CODE}
    told = {f"{who}/{name}" for who in ("ann", "bob.zip") for name in ("mini.py", ".x.py", "notes.md", "tests/")}
    assert {line.file for line in intake.lines} == {*told, "ann/link.py"}


# -- what cannot be used ------------------------------------------------------------------------------------------


def test_two_layouts_in_one_folder_are_an_error_that_names_both(tmp_path):
    path = folder(tmp_path / "class", {**CANVAS, **MOODLE})
    with pytest.raises(LayoutError, match=r"class: names of two layouts, Canvas \(.*\) and Moodle \(.*--layout canvas"):
        take(path)
    assert "smithjohn_12345" in persons(take(path, layout="canvas"))


@pytest.mark.parametrize(
    "damage",
    [b"submission_1: [", b"\x00\xff", b"- a\n- b\n", b"a: &x [1]\nb: " + b"[" * 100, b"*nowhere",
     b"a: &a [x]\n" + b"b: *a\n" * 2000],
)  # fmt: skip
def test_damaged_metadata_of_gradescope_is_one_clear_line(tmp_path, damage):
    path = folder(tmp_path / "class", {"submission_metadata.yml": damage, "submission_1/mini.py": CODE})
    with pytest.raises(LayoutError, match=r"class: submission_metadata.yml:.* damaged: .*--layout plain") as error:
        take(path)
    assert "\n" not in str(error.value)
    assert "submission_1" in persons(take(path, layout="plain"))


def test_what_the_metadata_of_gradescope_names_and_the_download_lacks_is_told(tmp_path):
    tree = {"submission_metadata.yml": METADATA, "submission_1/mini.py": CODE}
    intake = take(folder(tmp_path / "class", tree))
    (line,) = [line for line in intake.lines if line.file.endswith("submission_metadata.yml")]
    assert "it names what is not in this download: submission_2 (s002_陈思远 and s003_Alan Turing)" in line.verdict


def test_metadata_is_never_made_into_objects(tmp_path):
    evil = METADATA + b"x: !!python/object/apply:os.system ['exit 1']\ny: !ruby/object:Object {}\n"
    tree = {"submission_metadata.yml": evil, "submission_1/mini.py": CODE}
    assert set(persons(take(folder(tmp_path / "class", tree)))) == {"s001_Ada Lovelace"}


def test_a_layout_that_fits_nothing_says_what_the_names_are(tmp_path):
    path = folder(tmp_path / "class", {"ann.py": CODE})
    with pytest.raises(LayoutError, match=r"no name is of the form .*\(Canvas\); the first one is 'ann.py'"):
        take(path, layout="canvas")


def test_a_download_of_nothing_but_receipts_is_no_class(tmp_path):
    tree = {name: data for name, data in BLACKBOARD.items() if name.endswith("00.txt")}
    with pytest.raises(IntakeError, match="holds no submission, only a receipt of Blackboard"):
        take(folder(tmp_path / "class", tree))


def test_the_zip_of_a_class_keeps_to_limits(tmp_path, monkeypatch):
    tree = {"a_1_2_mini.py": b"\0" * (30 << 20), "b_3_4_mini.py": CODE}
    big, good = take(packed(tmp_path / "all.zip", tree)).found
    assert isinstance(big, Unreadable) and "too large" in big.reason
    assert good.source == CODE
    monkeypatch.setattr("autograder.classroom.downloads.CLASS_ENTRIES", 1)
    (whole,) = take(tmp_path / "all.zip").found  # taken for one student's zip, which has limits of its own
    assert isinstance(whole, Unreadable)


def test_chinese_names_in_a_zip_from_windows_are_read(tmp_path):
    tree = {"20231001_陈思远_作业.py": CODE, "20231002_李雷_作业.py": OTHER}
    path = packed(tmp_path / "all.zip", tree)
    data = path.read_bytes()
    for name in tree:  # what is packed by older Windows: its own code page, and no mark of UTF-8
        data = data.replace(name.encode(), name.encode("gb18030").ljust(len(name.encode()), b"_"))
    path.write_bytes(
        data.replace(b"\x00\x08\x08\x00", b"\x00\x00\x08\x00").replace(b"\x00\x08\x00\x00", b"\x00\x00\x00\x00")
    )
    assert {name.rstrip("_") for name in persons(take(path))} == {"20231001_陈思远", "20231002_李雷"}


# -- a pattern of one's own ---------------------------------------------------------------------------------------


def test_a_pattern_names_people(tmp_path):
    tree = {
        "作业2-吴磊-2023001.py": CODE,
        "作业2-李雷-2023002(1).py": OTHER,
        "作业2-李雷-2023002.py": CODE,
        "x.md": b"",
    }
    intake = take(folder(tmp_path / "class", tree), names="作业2-{name}-{id}")
    assert persons(intake) == {"2023001_吴磊": CODE, "2023002_李雷": OTHER}
    assert what(intake, "x.md").kind == "nobody"


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [("{id}_{nam}", "{nam} is no field"), ("{id}{name}", "two fields touch"), ("{rest}", "says nothing of a person"),
     ("{id}_{id}", "each field once"), ("x", "says nothing of a person"), ("{name}={id}", "no name is of the form")],
)  # fmt: skip
def test_a_pattern_that_is_wrong_or_fits_nothing_says_so(tmp_path, pattern, reason):
    path = folder(tmp_path / "class", {"2023001_ann.py": CODE})
    with pytest.raises(LayoutError, match=reason):
        take(path, names=pattern)


# -- naming rules, there and back ---------------------------------------------------------------------------------


class Named:
    """An entry that is only a name."""

    def __init__(self, name, is_folder=False, content=b""):
        self.name, self.is_folder, self.content = name, is_folder, content

    def read(self, limit):
        return self.content

    def children(self):
        return []


def says(layout, *entries):
    return read(LAYOUTS[layout], "here", entries)


LETTERS = string.ascii_lowercase + "陈思远周子涵éüñ"
WORDS = st.text(LETTERS, min_size=1, max_size=12)
NAMES = st.lists(st.text(LETTERS + string.ascii_uppercase, min_size=1, max_size=8), min_size=1, max_size=4)
FILES = st.sampled_from(["mini.py", "1_2_x.ipynb", "作业2 (final).py", "a_b-c.zip", "LATE_3_4_x.py", "x - y.py"])
NUMBERS = st.integers(1, 10**9)
ROUND = settings(derandomize=True, database=None, deadline=None, max_examples=150)


@ROUND
@given(WORDS, st.booleans(), NUMBERS, NUMBERS, FILES)
def test_canvas_there_and_back(name, late, user, serial, file):
    name = f"x{name}"  # not `anon`
    (claim,) = says("canvas", Named(f"{name}{'_LATE' if late else ''}_{user}_{serial}_{file}"))
    assert (claim.who[0].name, claim.who[0].id, claim.serial) == (name, str(user), serial)
    assert (claim.late, claim.file, claim.number) == (late, file, 0)


@ROUND
@given(NAMES, st.sampled_from([" ", "_", "-", "_7_"]), NUMBERS, st.sampled_from(["", "_"]), FILES, st.booleans())
def test_moodle_there_and_back(parts, join, number, end, file, flat):
    name = join.join(parts)
    entry = f"{name}_{number}_assignsubmission_file" + (f"_{file}" if flat else end)
    (claim,) = says("moodle", Named(entry, is_folder=not flat))
    assert (claim.who[0].name, claim.who[0].key) == (name, str(number))
    assert not flat or claim.file == file


@ROUND
@given(st.sampled_from(["Homework 2", "HW_2", "作业-2"]), st.lists(WORDS, min_size=1, max_size=3), NAMES, FILES)
def test_blackboard_there_and_back(title, parts, names, file):
    username, name, time = "_".join(parts), " ".join(names), "2026-11-01-10-00-00"
    head = f"{title}_{username}_attempt_{time}"
    receipt, claim = says(
        "blackboard", Named(f"{head}.txt", content=RECEIPT.format(name, username).encode()), Named(f"{head}_{file}")
    )
    assert isinstance(receipt, Nobody)
    assert (claim.who[0].username, claim.who[0].name, claim.file) == (username, name, file)
    assert claim.when == "2026-11-01 10:00:00"


@ROUND
@given(NAMES, st.sampled_from([" ", "-", "_"]), NUMBERS, st.integers(1, 12), st.integers(0, 59), st.booleans(), FILES)
def test_brightspace_there_and_back(parts, join, number, hour, minute, flat, file):
    name, half = join.join(parts), "PM" if minute % 2 else "AM"
    entry = f"{number}-77 - {name} - Nov 3, 2026 {hour}{minute:02} {half}" + (f" - {file}" if flat else "")
    (claim,) = says("brightspace", Named(entry, is_folder=not flat))
    assert claim.who[0].name == name
    assert claim.when == f"2026-11-03 {hour % 12 + 12 * (half == 'PM'):02}:{minute:02}"
    assert not flat or claim.file == file


@ROUND
@given(NAMES, st.sampled_from([" ", "-", "_"]), st.integers(0, 9))
def test_google_there_and_back(parts, join, copy):
    name = join.join(parts)
    (claim,) = says("google", Named(f"{name} - mini{f' ({copy})' if copy else ''}.py"))
    assert (claim.who[0].name, claim.file, claim.number) == (name, "mini.py", copy)


@ROUND
@given(st.integers(10**6, 10**12), st.text("陈思远周子涵ABC", min_size=2, max_size=4), st.sampled_from("_- "),
       st.sampled_from(["作业2", "hw2_final", ""]), st.integers(0, 3), st.booleans())  # fmt: skip
def test_numbers_and_names_there_and_back(number, name, join, rest, copy, name_first):
    parts = [name, str(number)] if name_first else [str(number), name]
    stem = join.join([*parts, rest] if rest else parts) + (f"({copy})" if copy else "")
    (claim,) = says("numbered", Named(f"{stem}.py"))
    assert (claim.who[0].id, claim.who[0].name, claim.number) == (str(number), name, copy)


@ROUND
@given(NUMBERS, st.lists(WORDS, min_size=1, max_size=3), WORDS)
def test_a_pattern_there_and_back(number, parts, rest):
    name = "-".join(parts)
    layout = pattern_layout("{id}_{name}_{rest}")
    (claim,) = read(layout, "here", [Named(f"{number}_{name}_{rest}.py")])
    assert (claim.who[0].id, claim.who[0].name, claim.file) == (str(number), name, f"{rest}.py")


@settings(derandomize=True, database=None, deadline=None, max_examples=300)
@given(st.lists(st.text(min_size=1, max_size=40), max_size=6))
def test_any_names_are_read_by_every_layout(names):
    entries = [Named(name) for name in names] + [Named(name, is_folder=True) for name in names]
    for layout in LAYOUTS.values():
        for said in read(layout, "here", entries):
            assert said is None or isinstance(said, Claim | Nobody)


# -- names that look like a platform's by chance ------------------------------------------------------------------

CHANCE = {
    "a year where Canvas has a user": ["ann_2026_11_hw.py", "bob_2026_12_hw.py", "carl_2026_13_hw.py"],
    "one number for all": ["20231001_hw2_ann.py", "20231001_hw2_bob.py"],
    "the title first": ["Homework 2 - Ada.py", "Homework 2 - Bob.py"],
    "a term where Canvas has numbers": ["s20231001_zhang_2026_11_hw.py", "s20231002_li_2026_11_hw.py"],
    "a course's number": ["CS2023001_Ada_hw.py", "CS2023001_Bob_hw.py"],
}


@pytest.mark.parametrize("names", CHANCE.values(), ids=CHANCE)
def test_no_chance_likeness_merges_people(tmp_path, names):
    tree = {name: CODE + b"#" * i for i, name in enumerate(names)}
    assert sorted(persons(take(folder(tmp_path / "class", tree))).values()) == sorted(tree.values())


def test_files_of_one_number_are_one_person_s_whatever_they_are_called(tmp_path):
    tree = {f"2023100{i}_{name}.py": data for i in range(4) for name, data in (("mini", CODE), ("utils", b"x = 1\n"))}
    intake = take(folder(tmp_path / "class", tree))
    assert persons(intake) == {f"2023100{i}": CODE for i in range(4)}


def test_a_text_entry_beside_attempts_changes_nothing(tmp_path):
    tree = {"li_1_5_mini.py": OTHER, "li_1_6_mini-1.py": CODE, "li_1_text.html": b"def square(x): see the file"}
    intake = take(folder(tmp_path / "class", tree))
    assert persons(intake) == {"li_1": CODE}
    assert "hold code" in what(intake, "li_1_text.html").verdict
