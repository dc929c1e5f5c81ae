"""What platforms do with a file that is handed to them: written from the description of their rules, not from ours.

Each function takes the file as it was downloaded, and as it is uploaded, and says what would become of it.
"""

import codecs
import csv
import io
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import PurePosixPath


@dataclass
class Done:
    """What a platform has done.

    Attributes:
        refused: why nothing of the file was taken.
        marks: by who (as the platform tells people) and column: the new mark, `EX`, or None for a blank.
        created: columns that it would make.
        points: maximum points that changed.
        skipped: lines that it would not take, and why.
    """

    refused: str = ""
    marks: dict = field(default_factory=dict)
    created: list = field(default_factory=list)
    points: dict = field(default_factory=dict)
    skipped: dict = field(default_factory=dict)
    comments: dict = field(default_factory=dict)


def table(data, encoding="utf-8-sig", delimiter=None):
    text = data.decode(encoding)
    if delimiter is None:
        first = text.splitlines()[0]
        delimiter = ";" if first.count(";") > first.count(",") else ","
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def canvas_number(text):
    """`1,234` is read as 1.234."""
    text = text.strip()
    if text.upper() in ("EX", "N/A", ""):
        return text.upper() or None
    return float(text.replace(",", ".")) if re.fullmatch(r"-?\d+([.,]\d+)?", text) else f"? {text}"


def canvas(before, after):
    done = Done()
    old, new = table(before), table(after)
    header = new[0]
    if "Student" in header[0] and header[1].strip() == "ID":
        ident = 1
    elif [cell.strip() for cell in header[:3]] == ["LastName", "FirstName", "ID"]:
        ident = 2
    else:
        return Done(refused="the first columns are not Student and ID")
    if not any("Section" in cell for cell in header):
        return Done(refused="no column Section")
    known = {cell.strip() for cell in old[0]}
    points_row = next((row for row in new[1:] if row[0].strip() == "Points Possible"), None)
    old_points = next((row for row in old[1:] if row[0].strip() == "Points Possible"), None)
    section = next(i for i, cell in enumerate(header) if "Section" in cell)
    read_only = {i for i, cell in enumerate(points_row or ()) if "read only" in cell}
    columns = []
    for i, cell in enumerate(header[section + 1 :], section + 1):
        is_assignment = re.fullmatch(r".* \(\d+\)", cell.strip(), re.DOTALL)
        if cell.strip() not in known:
            done.created.append(cell)
        elif is_assignment and i not in read_only:
            columns.append(i)
            if points_row and points_row[i] != old_points[old[0].index(cell)]:
                done.points[cell] = points_row[i]
    start = new.index(points_row) + 1 if points_row else 1
    state = {row[ident]: row for row in old[1:] if len(row) > ident}
    for row in new[start:]:
        if len(row) <= ident or not row[ident].strip():
            continue
        if row[ident] not in state:
            done.skipped[row[0]] = "nobody has this ID"
            continue
        was = state[row[ident]]
        for i in columns:
            j = old[0].index(header[i])
            a, b = canvas_number(was[j] if j < len(was) else ""), canvas_number(row[i] if i < len(row) else "")
            if a != b:
                done.marks[row[ident].strip(), header[i].strip()] = b
    return done


def moodle(before, after, *, grade, date, feedback=None):
    """Its columns are called as the teacher's language calls them: the test says how."""
    done = Done()
    old, new = table(before, delimiter=","), table(after, delimiter=",")
    if old[0] != new[0] or after.startswith(codecs.BOM_UTF8) != before.startswith(codecs.BOM_UTF8):
        return Done(refused="other headers than the worksheet has")
    g, d = new[0].index(grade), new[0].index(date)
    f = new[0].index(feedback) if feedback else None
    state = {row[0]: row for row in old[1:]}
    for row in new[1:]:
        was = state.get(row[0])
        number = re.search(r"(\d+)$", row[0])
        if was is None or number is None:
            done.skipped[row[0]] = "no such participant"
        elif row[d] != was[d]:
            done.skipped[row[0]] = "changed since: the date is another one"
        else:
            if row[g] != was[g]:
                done.marks[number[1], grade] = float(row[g])
            if f is not None and row[f] != was[f]:
                done.comments[number[1]] = row[f]
    return done


def blackboard(before, after):
    done = Done()
    utf16 = before.startswith(codecs.BOM_UTF16_LE)
    if after.startswith(codecs.BOM_UTF16_LE) != utf16:
        return Done(refused="another encoding")
    options = {"encoding": "utf-16", "delimiter": "\t"} if utf16 else {"delimiter": ","}
    old, new = table(before, **options), table(after, **options)
    who = new[0].index("Username")
    ids = {found[1]: i for i, cell in enumerate(old[0]) if (found := re.search(r"\|(\d+)$", cell))}
    state = {row[who]: row for row in old[1:]}
    for i, cell in enumerate(new[0]):
        found = re.search(r"\|(\d+)$", cell)
        if cell not in old[0]:
            done.created.append(cell)
        if found and found[1] in ids:
            for row in new[1:]:
                if row[i] != state[row[who]][ids[found[1]]]:
                    done.marks[row[who], found[1]] = float(row[i])
    return done


def brightspace(before, after):
    """`before` may be nothing: then it is a file that was made."""
    done = Done()
    new = table(after)
    header = new[0]
    if header[-1] != "End-of-Line Indicator" or not {"OrgDefinedId", "Username"} & set(header):
        return Done(refused="no key, or no end of line")
    old = {row[0]: row for row in table(before)[1:]} if before else {}
    items = [i for i, cell in enumerate(header) if " Points Grade" in cell]
    done.created = [header[i] for i in items if before and header[i] not in table(before)[0]]
    for row in new[1:]:
        if row[-1] != "#" or not row[0].startswith("#"):
            done.skipped[row[0]] = "the line does not end in #"
            continue
        for i in items:
            if row[i] and (row[0] not in old or row[i] != old[row[0]][i]):
                assert re.fullmatch(r"\d+\.\d\d+", row[i]), row[i]
                done.marks[row[0][1:], header[i].partition(" Points Grade")[0]] = float(row[i])
    return done


def gradescope(before, after, title):
    """People are found by e-mail or SID."""
    new = table(after)
    keys = [new[0].index(cell) for cell in ("Email", "SID") if cell in new[0]]
    column = new[0].index(title)
    if not keys:
        return Done(refused="no key")
    was = {tuple(row[i] for i in keys): row[column] for row in table(before)[1:]} if before else {}
    done = Done()
    for row in new[1:]:
        key = tuple(row[i] for i in keys)
        if row[column] and was.get(key) != row[column]:
            done.marks[next(filter(None, key)), title] = float(row[column])
    return done


def canvas_feedback(download, upload):
    """Which attachment of whom gets which file: the names tell both ids; whatever has another name is not taken.

    Args:
        download: the names as Canvas gave them.
        upload: the zip that is sent back.
    """
    taken, ignored = {}, []
    for name, data in entries(upload).items():
        base = PurePosixPath(name).name
        numbers = [part for part in base.split("_") if part.isdigit()][:2]
        if base in download and len(numbers) == 2:
            taken[tuple(numbers)] = (base, data)
        else:
            ignored.append(name)
    return taken, ignored


def moodle_feedback(upload):
    """By participant's number: the files that replace those of the same name."""
    taken, ignored = {}, []
    for name, data in entries(upload).items():
        found = re.fullmatch(r"(?:.+)_(\d+)_assignsubmission_file_?(?:/(.+)|_(.+))", name, re.DOTALL)
        if found:
            taken.setdefault(found[1], {})[found[2] or found[3]] = data
        else:
            ignored.append(name)
    return taken, ignored


def entries(upload):
    with zipfile.ZipFile(io.BytesIO(upload)) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names)) and archive.testzip() is None
        for name in names:
            assert not name.startswith("/") and ".." not in name.split("/") and "\\" not in name
        return {name: archive.read(name) for name in names}
