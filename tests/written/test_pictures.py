"""Pictures in answers: those that a notebook holds are shown, written anew; of all others the page says why not."""

import base64
import contextlib
import io
import json
import re
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin
from written_class import HOW, WHY, document, handed_in, notebook

from autograder.submission import Submission
from autograder.wire.messages import HandoutCell
from autograder.written import page as page_module
from autograder.written.extract import find_answers, size
from autograder.written.fragment import RefusedError, as_written, checked, with_pictures
from autograder.written.markdown import markdown
from autograder.written.markers import ANSWER_BEGIN, ANSWER_END
from autograder.written.page import Answer, written_page
from autograder.written.pictures import PICTURE_LIMIT, PICTURES, Picture, RefusedPictureError, picture, pictures
from autograder.written.reading import Reading

QUESTIONS = (WHY, HOW)
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"


def drawn(form="PNG", mode="RGB", width=20, height=10, **options):
    """A picture as a program saves it."""
    pixels = np.random.default_rng(0).integers(0, 255, (height, width, 4), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels, "RGBA").convert(mode).save(file, form, **options)
    return file.getvalue()


def with_author():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "Han Meimei")
    return notes


def exif(**tags):
    content = Image.Exif()
    for tag, value in tags.items():
        content[int(tag[1:], 16)] = value
    return content


PNG, JPEG = drawn(), drawn("JPEG")
DRAWN = {
    "colours": PNG,
    "colours and transparency": drawn(mode="RGBA"),
    "grey": drawn(mode="L"),
    "black and white": drawn(mode="1"),
    "a palette": drawn(mode="P"),
    "jpeg": JPEG,
    "grey jpeg": drawn("JPEG", "L"),
    "jpeg of four colours": drawn("JPEG", "CMYK"),
    "progressive jpeg": drawn("JPEG", progressive=True),
    "jpeg with restarts": drawn("JPEG", width=200, height=200, restart_marker_blocks=1),
}


@pytest.mark.parametrize("data", DRAWN.values(), ids=DRAWN)
def test_a_picture_looks_the_same_after_it_was_written_anew(data):
    again = picture(data)
    assert picture(again.data) == again
    before, after = Image.open(io.BytesIO(data)), Image.open(io.BytesIO(again.data))
    assert before.format.lower() == after.format.lower() == again.kind
    assert np.array_equal(np.asarray(before.convert("RGBA")), np.asarray(after.convert("RGBA")))


def test_a_picture_carries_no_name_no_place_and_nothing_behind_its_end():
    who = exif(x013B="Han Meimei", x9C9D="Han Meimei", x0112=6)
    for data in (drawn(pnginfo=with_author()), drawn(exif=who), drawn("JPEG", exif=who, comment="Han Meimei")):
        found = picture(data + b"<script>Han Meimei</script>")
        assert b"Meimei" in data and not re.search(rb"Meimei|M\\0e\\0i\\0|<script", found.data)


@pytest.mark.parametrize("turned", range(1, 9))
@pytest.mark.parametrize("order", ["<", ">"])
def test_a_photo_stays_the_right_way_up(turned, order):
    content = exif(x013B="Han Meimei", x0112=turned)
    content.endian = order
    found = picture(drawn("JPEG", exif=content))
    assert dict(Image.open(io.BytesIO(found.data)).getexif()) == {0x0112: turned}


REFUSED = {
    "nothing": b"",
    "svg": SVG,
    "html": b"<script>alert(1)</script>",
    "gif": drawn("GIF"),
    "webp": drawn("WEBP"),
    "a cut png": PNG[:-30],
    "a cut jpeg header": JPEG[:100],
    "png in name only": PNG[:8] + SVG,
    "jpeg in name only": JPEG[:3] + SVG,
    "no size": PNG[:16] + bytes(8) + PNG[24:],
    "a huge size": PNG[:16] + b"\x7f\xff\xff\xff" * 2 + PNG[24:],
    "too many bytes": PNG + bytes(PICTURE_LIMIT),
    "no pixels": re.sub(rb"IDAT", b"IDAX", PNG),
    "a colour type that is none": PNG[:25] + b"\7" + PNG[26:],
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_what_is_no_picture_or_too_large_is_refused(data):
    with pytest.raises(RefusedPictureError):
        picture(data)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([*DRAWN.values()]), st.data())
def test_whatever_was_done_to_a_picture_it_is_refused_or_written_anew(data, draw):
    changed = bytearray(data)
    for _ in range(draw.draw(st.integers(1, 6))):
        changed[draw.draw(st.integers(0, min(len(data), 200) - 1))] = draw.draw(st.integers(0, 255))
    with contextlib.suppress(RefusedPictureError):
        found = picture(bytes(changed[: draw.draw(st.integers(0, len(data)))]))
        assert picture(found.data) == found


def test_an_answer_has_so_many_pictures_and_no_more():
    assert len(pictures([PNG] * PICTURES)) == PICTURES
    with pytest.raises(RefusedPictureError):
        pictures([PNG] * (PICTURES + 1))
    with pytest.raises(RefusedPictureError):
        pictures([PNG + bytes(PICTURE_LIMIT - 2000)] * 3)


# Where they are found


def uri(data=PNG, media="image/png"):
    return f"data:{media};base64,{base64.b64encode(data).decode()}"


def attached(text, **bundles):
    """A notebook with an answer and pictures attached to its cell."""
    content = json.loads(notebook(f"{ANSWER_BEGIN.format(name=WHY)}\n\n{text}\n\n{ANSWER_END.format(name=WHY)}"))
    content["cells"][0]["attachments"] = {
        name.replace("_", "."): {
            media.replace("_", "/"): base64.b64encode(data).decode() for media, data in bundle.items()
        }
        for name, bundle in bundles.items()
    }
    return json.dumps(content).encode()


def why(data, kind="ipynb"):
    return find_answers(kind, data, QUESTIONS)[WHY]


INLINE = {
    "markdown": "![my proof]({})",
    "markdown with a title": '![my proof]({} "proof")',
    "markdown with brackets": "![my proof](<{}>)",
    "brackets in its words": "![my [1] proof]({})",
    "html": '<img src="{}" width="300" alt="my proof"/>',
    "html in other quotes": "<IMG alt=x SRC='{}'>",
    "html over lines": '<img\n  alt="x"\n  src="{}"\n>',
    "a reference": "![my proof][image1]\n\n[image1]: <{}>",
}


@pytest.mark.parametrize("kind", ["ipynb", "py"])
@pytest.mark.parametrize("data", [PNG, JPEG], ids=["png", "jpeg"])
@pytest.mark.parametrize("form", INLINE.values(), ids=INLINE)
def test_a_picture_that_is_written_out_is_found(form, data, kind):
    media = "image/png" if data is PNG else "image/jpeg"
    answer = why(handed_in({WHY: f"See\n\n{form.format(uri(data, media))}\n\nso."}, kind), kind)
    assert answer.pictures == (picture(data).data,)
    assert answer.text.count("](picture:1)") == 1 and "base64" not in answer.text
    assert str(markdown(answer.text)).count('<img src="picture:1" />') == 1


def test_an_attached_picture_is_found():
    answer = why(attached("See ![p](attachment:my%20proof.png).", **{"my proof_png": {"image_png": PNG}}))
    assert answer.text == "See ![p](picture:1)." and answer.pictures == (picture(PNG).data,)


def test_an_attached_picture_with_brackets_in_its_name_is_found():
    answer = why(attached("See ![p](attachment:proof(1).png).", **{"proof(1)_png": {"image_png": PNG}}))
    assert answer.text == "See ![p](picture:1)." and answer.pictures == (picture(PNG).data,)


@pytest.mark.parametrize(
    "text", ["![a](attachment:", "<img src=", "[a]: data:\n", "![[", "![](data:image/png;base64,AA)"]
)
def test_no_text_of_many_pictures_takes_long(text):
    start = time.process_time()
    why(attached(text * 100_000))
    assert time.process_time() - start < 10


def test_an_attached_picture_that_the_text_does_not_show_comes_last():
    data = attached("because", a_png={"image_png": PNG}, b_jpg={"image_jpeg": JPEG})
    heading = {"cell_type": "markdown", "source": f"## {WHY}"}
    data = json.dumps({"cells": [heading, *json.loads(data)["cells"]]}).encode()
    handout = [HandoutCell(cell.kind, cell.source) for cell in document().cells]
    answer = find_answers("ipynb", data, QUESTIONS, handout)[WHY]
    assert answer.pictures == (picture(PNG).data, picture(JPEG).data)
    assert answer.text.startswith("because\n\n![a.png](picture:1)")


def test_an_answer_of_nothing_but_a_picture_is_one():
    answer = why(attached("![](attachment:a.png)", a_png={"image_png": PNG}))
    assert answer.text == "![](picture:1)"
    assert (size(answer).words, size(answer).characters, size(answer).unshown) == (0, 0, 0)


def test_pictures_of_two_answers_are_not_mixed():
    found = find_answers(
        "py", handed_in({WHY: f"![]({uri()})", HOW: f"![]({uri(JPEG)}) ![]({uri()})"}, "py"), QUESTIONS
    )
    assert found[WHY].pictures == (picture(PNG).data,)
    assert found[HOW].pictures == (picture(JPEG).data, picture(PNG).data)
    assert found[HOW].text == "![](picture:1) ![](picture:2)"


NOTES = {
    f"![]({uri(SVG, 'image/svg+xml')})": (
        "a picture of type image/svg+xml is not shown",
        "不显示 image/svg+xml 类型的图片",
    ),
    f"![]({uri(drawn('GIF'), 'image/gif')})": (
        "a picture of type image/gif is not shown",
        "不显示 image/gif 类型的图片",
    ),
    "![](data:image/svg+xml;utf8,%3Csvg/%3E)": ("a picture of type image/svg+xml", "不显示 image/svg+xml"),
    f"![]({uri(SVG)})": ("a damaged picture is not shown", "图片已损坏"),
    "![](data:image/png;base64,AA$A)": ("a damaged picture is not shown", "图片已损坏"),
    f"![]({uri(PNG + bytes(PICTURE_LIMIT))})": ("a picture that is too large is not shown", "图片过大"),
    "![](photo.png)": (
        "picture photo.png is not part of this file: look for it among what was handed in",
        "图片 photo.png 不在这个文件里：请在提交的其他文件中查找",
    ),
    '<img src="photos/a b.png">': ("picture photos/a b.png is not part of this file", "图片 photos/a b.png 不在"),
    "![](attachment:gone.png)": (
        "picture gone.png is not part of this file: look for it among what was handed in",
        "图片 gone.png 不在",
    ),
    "![](https://example.org/a.png)": ("the picture at https://example.org/a.png is not fetched", "不从网络加载图片"),
    "![](picture:1)": ("picture picture:1 is not part of this file", "不在这个文件里：请在提交的其他文件中查找"),
    "![](unshown:type:x)": ("is not part of this file", "不在这个文件里：请在提交的其他文件中查找"),
    f"![]({uri()}) " * (PICTURES + 2): ("more pictures than are shown", "图片过多"),
}


@pytest.mark.parametrize(("text", "notes"), NOTES.items(), ids=[notes[0][:40] for notes in NOTES.values()])
def test_of_a_picture_that_is_not_shown_the_answer_says_so(reader, text, notes):
    data = handed_in({WHY: text})
    assert size(why(data)).unshown
    html = reader.read(Submission("ann", "ipynb", data), QUESTIONS).answers[WHY]
    assert all(note in html for note in notes)
    assert html.count("<img") == (PICTURES if "more" in notes[0] else 0) and "svg xmlns" not in html


def test_pictures_in_code_are_code():
    text = f"```\n![a](data:image/png;base64,AAAA)\n```\n\n![]({uri()})"
    assert why(handed_in({WHY: text})).text == "```\n![a](data:image/png;base64,AAAA)\n```\n\n![](picture:1)"


# On the page


def test_a_page_shows_pictures_and_allows_no_others(reader, homework):
    reading = reader.read(Submission("ann", "ipynb", handed_in({WHY: f"See\n\n![it]({uri()})"})), QUESTIONS)
    assert not reading.problem
    shown = picture(PNG).uri
    assert reading.answers[WHY] == (
        f'<p>See</p>\n<p><img src="{shown}" alt="picture 1 / 图片 1"><span class="aside"> [it]</span></p>\n'
    )
    page = written_page(homework, homework.written[0], [Answer("bbbb", reading.answers[WHY])], [], [], [], {}, "today")
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:\"" in page
    plain = written_page(homework, homework.written[0], [Answer("bbbb", markdown("no"))], [], [], [], {}, "today")
    assert "img-src" not in plain


def test_an_answer_whose_html_is_lost_keeps_its_pictures():
    html = with_pictures(as_written('![](picture:1) <img src="picture:1" />'), [Picture("png", b"x")])
    assert html.count("<img ") == 1 and html.endswith(
        '<p><img src="data:image/png;base64,eA==" alt="picture 1 / 图片 1"></p>\n'
    )


@pytest.mark.parametrize(
    "html",
    [
        '<img src="picture:2" />',
        '<img src="picture:0" />',
        '<img src="picture:1" /><img src="picture:1" />',
        "<img />",
        '<img src="picture:1">',
        '<img src="picture:1" onerror="alert(1)" />',
        '<img src="picture:1" alt="x" />',
        '<img src="picture:1"/>',
        f'<img src="{uri()}" />',
        f'<img src="{uri(SVG, "image/svg+xml")}" />',
        '<img src="picture:1" src="https://example.org/x" />',
        '<math><img src="picture:1" /></math>',
        '<pre><img src="picture:1" /></pre><img src="picture:１" />',
    ],
)
def test_a_reader_places_pictures_that_are_there_once_and_in_no_other_way(html):
    with pytest.raises(RefusedError):
        checked(html, 1)
    assert checked('<p><img src="picture:1" /></p>', 1)


def test_a_page_that_grows_too_large_names_the_answers_whose_pictures_it_lacks(homework, monkeypatch):
    html = with_pictures(markdown("![](picture:1)"), [picture(PNG)])
    monkeypatch.setattr(page_module, "PAGE_LIMIT", len(html) + 10)
    answers = [Answer("bbbb-bbbb", html), Answer("cccc-cccc", html), Answer("dddd-dddd", markdown("words"))]
    page = written_page(homework, homework.written[0], answers, [], [], [], {}, "today")
    assert page.count("<img ") == 1 and "[picture / 图片]" in page
    assert "Pictures not on this page" in page and page.count("<code>cccc-cccc</code>") == 2


def test_a_file_that_cannot_be_read_is_never_shown_as_not_answered(reader):
    for data in (b"{not json", b'{"cells": [' + b"{}," * 5_000_000 + b"{}]}"):
        found = reader.read(Submission("ann", "ipynb", data), QUESTIONS)
        assert found == Reading({}, found.problem) and found.problem.startswith("the file could not be read: ")
