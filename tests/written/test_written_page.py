"""Pages of written answers: what a student wrote is text, formulas are MathML, nothing can hang or leave its place."""

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.course import Homework, Question, RubricItem, Text, Written
from autograder.written.effort import Effort, Exhausted
from autograder.written.fragment import OUTPUT_LIMIT, TEXT_LIMIT
from autograder.written.markdown import markdown
from autograder.written.maths import formula
from autograder.written.page import Answer, written_page

PROSE = {"p", "em", "strong", "s", "ul", "ol", "li", "blockquote", "pre", "code", "br", "hr", "span", "div"}
TABLE = {"table", "thead", "tbody", "tr", "th", "td"}
MATHS = {
    *("math", "mrow", "mstyle", "mpadded", "menclose", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt"),
    *("mroot", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mtable", "mtr", "mtd"),
}
ATTRIBUTES = {
    *("class", "start", "style", "display", "form", "mathvariant", "columnalign", "scriptlevel", "stretchy", "fence"),
    *("accent", "accentunder", "movablelimits", "largeop", "displaystyle", "linethickness", "minsize", "maxsize"),
    *("width", "height", "depth", "voffset", "lspace", "rspace"),
}
VOID = {"br", "hr", "meta", "input"}


class Fragment(HTMLParser):
    """Reads as a browser would and checks every tag and attribute against what a page of answers needs."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag, attrs):
        assert tag in PROSE | TABLE | MATHS, tag
        for name, value in attrs:
            assert name in ATTRIBUTES, name
            if name == "style":
                assert re.fullmatch("text-align:(left|right|center)", value)
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        raise AssertionError(f"a comment: {data}")

    handle_decl = handle_pi = unknown_decl = handle_comment


def rendered(text: str) -> Fragment:
    html = str(markdown(text))
    assert not [char for char in html if not char.isprintable() and char not in "\n\u3000"]
    return Fragment(html)


def maths(latex: str, display: bool = False) -> Fragment:
    return Fragment(str(formula(latex, Effort(10**6), display=display)))


# Markdown


def test_markdown_is_rendered():
    page = rendered(
        "# 标题\n\n**bold** and `code`\n\n1. one\n2. two\n\n| a | b |\n|:-|-:|\n| 1 | 2 |\n\n```python\nx = 1\n```"
    )
    assert {"strong", "code", "ol", "li", "table", "td", "pre"} <= set(page.tags)
    assert "标题" in page.text and "x = 1" in page.text


HOSTILE = {
    "script": "<script>alert(1)</script>",
    "script in a formula": r"$\text{<script>alert(1)</script>}$",
    "entities in a formula": r"$\text{&lt;script&gt;&#x3c;script&#x3e;}$ $&#x3c;img src=x onerror=alert(1)&#x3e;$",
    "block html": "<div onclick=alert(1)>\n<p>a\n\n</div>",
    "comment": "a <!-- b --> c -->",
    "javascript link": "[a](javascript:alert(1)) <javascript:alert(1)> [b]: javascript:alert(1)",
    "link": '[a](https://example.org "title") <https://example.org> [r][r]\n\n[r]: https://example.org',
    "data image": "![a](data:image/svg+xml;base64,PHN2Zy8+) ![b](data:image/png;base64,AAAA)",
    "image": '![a](https://example.org/pixel.png "t") ![b](attachment:b.png)',
    "href in a formula": r"$\href{javascript:alert(1)}{x}$ $\href{https://example.org}{x}$",
    "style in a formula": r"$\style{position:fixed;top:0}{x} \class{answer}{y} \color{white}{z}$",
    "huge space": r"$\hspace{100000em}\rule{99999em}{99999em}\raise{-9999em}{x}$",
    "info string": '```"><script>\nx\n```\n\n~~~ onload=alert(1)\n~~~',
    "quotes": '" onmouseover="alert(1)" \' x',
    "template": "{{ 7 * 7 }} {% raw %}",
    "bidi": "\u202eevil\u202c \u2066a\u2069 \u200b\u200f",
    "bidi as entities": "&#x202e;evil &#0; &#xd800; &zwj;",
    "bidi in a formula": "$x\u202ey \\text{&#x202e;z}$",
    "bidi in code": "`\u202ea` \n\n    \u202eb\n\n```\n\u202ec\n```",
    "control": "a\x00b\x1b[31mc\x07 \x85 \u2028",
    "surrogate": "a\ud800b $\ud800$ `\ud800`",
    "many marks": "a" + "\u0301" * 500,
    "table cell": "| <b>x</b> | [a](javascript:x) |\n|-|-|\n| $\\text{<i>}$ | `<u>` |",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_text(text):
    page = rendered(text)
    assert "49" not in page.text


def test_what_was_hidden_is_shown():
    page = rendered("<script>alert(1)</script> <!-- note --> a\u202eb &#x202e;\n\n[x]: https://example.org")
    assert "<script>alert(1)</script>" in page.text and "<!-- note -->" in page.text
    assert "a\\u202eb \\u202e" in page.text and "https://example.org" in page.text
    assert "x" in maths(r"\phantom{x}").text


def test_links_and_images_are_text():
    page = rendered("[words](https://example.org/a?b=c&d) ![my *photo*](p.png) ![](https://example.org/q.png)")
    assert "words [link / 链接: https://example.org/a?b=c&d]" in page.text
    assert (
        "[picture p.png is not part of this file: look for it among what was handed in / "
        "图片 p.png 不在这个文件里：请在提交的其他文件中查找] [my photo]" in page.text
    )
    assert "[the picture at https://example.org/q.png is not fetched / 不从网络加载图片" in page.text


def test_unusual_spaces_are_spaces():
    assert "a b　c" in rendered("a\xa0b　c").text


MANY = 1_000_000
BOMBS = {
    "dollars": "$" * MANY,
    "spaced dollars": "$ " * MANY,
    "escaped dollars": "\\$" * MANY,
    "double dollars": "$$a$" * MANY,
    "open dollars": "$$\na\n" * MANY,
    "braces": "$" + "{" * 10_000 + "}" * 10_000 + "$",
    "roots": "$" + r"\sqrt" * 700 + "x$",
    "lefts": "$" + r"\left(" * 300 + "x" + r"\right)" * 300 + "$",
    "powers": "$" + "x^{" * 900 + "}" * 900 + "$",
    "definitions": r"$\def\a{\b\b}\def\b{\a\a}\a$" * 100,
    "a definition": r"$\def\a#1{{#1#1}}" + r"\a{" * 60 + "x" + "}" * 60 + "$",
    "doubling": ("$" + r"\sideset{}{}{" * 40 + "x" + "}" * 40 + "$ ") * 30,
    "many doublings": ("$" + r"\sideset{}{}{" * 9 + "x" + "}" * 9 + "$ ") * 130,
    "operator": r"$\operatorname{" + " " * 3900 + "$",
    "matrix": r"$\begin{matrix}" + "&" * 3900 + r"\end{matrix}$",
    "primes": "$x" + "'" * 3900 + "$",
    "brackets": "[" * MANY,
    "images": "![" * MANY,
    "links": "[a](" * MANY,
    "emphasis": "*a **a " * MANY,
    "quotes": "> " * MANY,
    "lists": "- " * MANY,
    "lazy quote": ">" * 100 + "a\n" * 9000,
    "wide table": "|" + "a|" * 3000 + "\n|" + "-|" * 3000 + "\n" + "a\n" * 3900,
    "backticks": "".join("`" * i + " " for i in range(300)),
    "tags": "<a " * MANY,
    "entities": "&a;" * MANY,
    "environments": "\\begin{align}\n" * MANY,
    "lines": "\n" * MANY,
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_no_text_takes_long_or_grows_large(text):
    start = time.process_time()
    html = str(markdown(text))
    assert time.process_time() - start < 8  # about one second on one slow core
    assert len(html) < OUTPUT_LIMIT + 200
    Fragment(html)


@pytest.mark.parametrize("depth", [3, 19, 20, 21, 30, 99, 100, 101, 198, 199, 200, 300, 4000])
@pytest.mark.parametrize("mark", ["> ", "- ", "> - ", "1. "])
def test_no_text_vanishes_however_deep_it_stands(mark, depth):
    text = f"{mark * min(depth, TEXT_LIMIT // len(mark) - 10)}the answer"
    assert "the answer" in Fragment(markdown(text)).text


@pytest.mark.parametrize("depth", [19, 20, 30, 90])
def test_no_text_vanishes_from_a_deep_list(depth):
    text = "".join(f"{'  ' * level}- level {level}\n" for level in range(depth))
    shown = Fragment(markdown(text)).text
    assert all(f"level {level}" in shown for level in range(depth))


def test_a_text_that_is_too_long_is_cut_and_says_so():
    page = rendered("word " * 10_000)
    assert "cut after 20000 characters" in page.text and len(page.text) < TEXT_LIMIT + 200


PIECES = [
    "$",
    "$$",
    "\\",
    "{",
    "}",
    "^",
    "_",
    "&",
    "\n",
    "\n\n",
    "[",
    "](",
    ")",
    "![",
    "`",
    "```",
    "<",
    ">",
    "*",
    "|",
    "-",
]
PIECES += [
    "\\frac",
    "\\text{",
    "\\begin{align}",
    "\\end{align}",
    "\\left",
    "\\right",
    "\\sqrt[",
    "&#x3c;",
    "<script>",
    "a",
]
PIECES += [
    "\\over",
    "\\not",
    "\\color{",
    "\\href{javascript:x}",
    "\\def",
    "\u202e",
    "\0",
    "\ud800",
    "~~",
    "    ",
    "\t",
    "中",
]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=60))
def test_whatever_is_written_only_known_tags_come_out(text):
    rendered(text)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join), st.booleans())
def test_whatever_a_formula_holds_only_known_tags_come_out(latex, display):
    maths(latex, display)


# Formulas


@pytest.mark.parametrize(
    ("latex", "tag", "text"),
    [
        (r"\frac{\partial L}{\partial W}", "mfrac", "∂L∂W"),
        (r"\sum_{i=1}^{n} x_i^2", "munderover", "∑i=1nxi2"),
        (r"\begin{aligned} a &= b \\ c &= d \end{aligned}", "mtable", "a=bc=d"),
        (r"\begin{align*} a &= b \\ c &= d \end{align*}", "mtable", "a=bc=d"),
        (r"a = b \\ c = d", "mtable", "a=bc=d"),
        (r"\begin{gather} a \\ c \end{gather}", "mtr", "ac"),
        (r"f(x) = \begin{cases} 1 & x > 0 \\ 0 & \text{否则} \end{cases}", "mtable", "f(x)={1x>00否则"),
        (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", "mtd", "(1234)"),
        (r"\operatorname{softmax}(z)_i", "mo", "softmax(z)i"),
        (r"\mathbb{E}[x] + \mathbf{w}^\top \hat{y}", "msup", "𝔼[x]+𝐰⊤y^"),
        (r"\left( \frac{a}{b} \right)", "mfrac", "(ab)"),
        (r"a < b", "mo", "a<b"),
        (r"f'(x)", "msup", "f′(x)"),
    ],
)
def test_usual_formulas_are_mathml(latex, tag, text):
    page = maths(latex, display=True)
    assert page.tags[0] == "math" and tag in page.tags
    assert page.text.replace("\u2009", "") == text


def test_a_name_stands_apart_from_its_argument():
    assert str(formula(r"\log p", Effort(10**5), display=False)).count("<mspace") == 1
    assert "mspace" not in str(formula(r"\log(p) + \log_2 p", Effort(10**5), display=False))


def test_formulas_are_found_where_jupyter_finds_them():
    page = rendered("a $x$ b $$y$$ c\n\n$$\nz\n$$\n\n\\begin{align}\nu &= v\n\\end{align}\n\n`$no$`")
    assert page.tags.count("math") == 4 and "$no$" in page.text


@pytest.mark.parametrize(
    "latex", [r"\frac{1}", r"\left(", r"\def\a{b}\a", r"\newcommand{\a}{b}", "{" * 500, "x" * 5000]
)
def test_a_formula_that_cannot_be_had_is_shown_as_it_was_written(latex):
    assert maths(latex).text == f"${latex}$"


def test_a_formula_cannot_leave_its_place():
    html = str(markdown(HOSTILE["huge space"] + r" $a \hspace{1em} b$"))
    assert html.count("<math") == 2 and 'width="1em"' in html and "9999" not in html and "100000" not in html


def test_one_hostile_formula_leaves_the_others_alone():
    page = rendered("$a$ $" + r"\sideset{}{}{" * 40 + "x" + "}" * 40 + "$ $b$")
    assert page.tags.count("math") == 2 and page.text.count("sideset") == 40


def test_work_is_bounded_by_what_is_left():
    effort = Effort(1000)
    assert effort.spend(lambda: sum(1 for _ in range(100)), 500) == 100
    with pytest.raises(Exhausted):
        effort.spend(lambda: [len("") for _ in range(10_000)], 500)
    with pytest.raises(Exhausted):
        effort.spend(lambda: [len("") for _ in range(600)], 10_000)


def test_a_profiler_is_there_again_after_the_work():
    import sys

    def profiler(frame, event, argument):
        return None

    sys.setprofile(profiler)
    try:
        Effort(1000).spend(lambda: len(""), 100)
        assert sys.getprofile() is profiler
        with pytest.raises(Exhausted):
            Effort(10).spend(lambda: [len("") for _ in range(100)], 100)
        assert sys.getprofile() is profiler
    finally:
        sys.setprofile(None)


# The page

WRITTEN = Written(
    name="why",
    title=Text("Why it works", "为什么可行"),
    rubric=(
        RubricItem("the <mean>", 2, Text("Says what a mean is. " * 40 + "END", "说明均值")),
        RubricItem("then", 1.5, Text("Draws the conclusion", "得出结论")),
    ),
)
HOMEWORK = Homework(
    name="training",
    title=Text("Training", "训练"),
    question=(Question(name="adam", functions=("adam",), points=100, title=Text("Adam", "Adam")),),
    written=(WRITTEN,),
)


def page_of(answers, unanswered=(), unread=(), prompt=None) -> str:
    shown = [Answer(code, markdown(text)) for code, text in answers]
    prompts = {language: markdown(text) for language, text in (prompt or {}).items()}
    return written_page(HOMEWORK, WRITTEN, shown, unanswered, unread, [], prompts, "1 March 2026")


def test_a_page_shows_rubric_answers_and_who_did_not_answer():
    page = page_of([("bbbb-bbbb", "because $x$"), ("cccc-cccc", "**so**")], ["dddd-dddd"])
    assert "the &lt;mean&gt;" in page and "END" in page and "说明均值" in page and "3.5 points" in page
    assert page.index("bbbb-bbbb") < page.index("because") < page.index("cccc-cccc") < page.index("dddd-dddd")
    assert "<strong>so</strong>" in page and "<math" in page and "Not answered" in page


def test_a_page_without_answers_says_so():
    assert "Nobody has answered" in page_of([])


def test_a_page_shows_the_question():
    page = page_of([], prompt={"en": "Why is $x$ so?", "zh": "为什么？"})
    assert "<summary>" in page and "为什么？" in page and "<math" in page


def test_a_page_needs_no_network_and_no_script():
    page = page_of([("bbbb-bbbb", "\n\n".join(HOSTILE.values()))])
    assert "default-src 'none'" in page
    assert not re.search(r"url\(|@import|<(script|img|iframe|link|object|embed|form|base|svg)|\ssrc=", page)
    assert set(re.findall(r'href="(.*?)"', page)) == {"#bbbb-bbbb"}
    assert not re.search(r"<[^>]*\son\w+=", page)
