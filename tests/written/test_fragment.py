"""What may come on the page of answers: a list, and nothing that is not on it, whatever it looks like."""

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_written_page import HOSTILE, Fragment

from autograder.written.fragment import OUTPUT_LIMIT, TEXT_LIMIT, RefusedError, as_written, checked, shown, shown_lines
from autograder.written.markdown import markdown

LIES = {
    "a script": "<script>alert(1)</script>",
    "a script in a paragraph": "<p><script>alert(1)</script></p>",
    "an event handler": '<p onclick="alert(1)">x</p>',
    "a link": '<p><a href="https://example.org">x</a></p>',
    "a link in a formula": '<math href="javascript:alert(1)"><mi>x</mi></math>',
    "an image": '<p><img src="https://example.org/pixel.png" /></p>',
    "an image from another place": '<p style="background:url(https://example.org/x)">x</p>',
    "a style": "<style>p { display: none }</style>",
    "a form": '<form action="https://example.org"><input name="x" /></form>',
    "a frame": '<iframe src="https://example.org"></iframe>',
    "a picture of lines": '<svg onload="alert(1)"></svg>',
    "a refresh": '<meta http-equiv="refresh" content="0;url=https://example.org" />',
    "a base": '<base href="https://example.org" />',
    "a comment": "<p><!-- x --></p>",
    "no tag": "<p>a < b</p>",
    "a bare ampersand": "<p>&copy; &#x202e;</p>",
    "a quote": '<p>" onmouseover="alert(1)</p>',
    "a tag in capitals": "<P>x</P>",
    "a tag over two lines": "<p\nonclick=alert(1)>x</p>",
    "a value without quotes": "<p class=heading>x</p>",
    "a tag that is cut off": "<p>x</p><p",
    "the end of its place": "<p>x</p></div></section><p>y",
    "the end of another's section": '</section><section class="answer"><h3>bbbb-bbbb</h3>',
    "another one's answer": '<div class="answer"><p>x</p></div>',
    "an id": '<p id="bbbb-bbbb">x</p>',
    "a place on top of all": '<p style="position:fixed">x</p>',
    "a class of the page's": '<p class="codes">x</p>',
    "an attribute twice": '<p class="cut" class="cut">x</p>',
    "what is never closed": "<p>" * 100,
    "what is closed twice": "<p>x</p></p>",
    "ends in another order": "<p><em><strong>x</em></strong></p>",
    "a paragraph in a paragraph": "<p><p>x</p></p>",
    "text in a table": "<table>x</table>",
    "a cell outside a table": "<td>x</td>",
    "a table in a table": "<table><table></table></table>",
    "prose in a formula": "<math><p>x</p></math>",
    "a formula's part outside one": "<mi>x</mi>",
    "markup in a formula's text": "<math><mtext><em>x</em></mtext></math>",
    "an annotation": '<math><annotation encoding="text/html"><p>x</p></annotation></math>',
    "a formula that leaves its place": '<math><mspace width="9999em"></mspace></math>',
    "a letter that turns what follows": "<p>\u202eevil</p>",
    "what cannot be seen": "<p>a\u200bb\u2028\u00ad\ufe0f</p>",
    "a terminal's escape": "<p>\x1b[31m</p>",
    "many marks on a letter": "<p>a" + "\u0301" * 500 + "</p>",
    "no character": "<p>\ufffe</p>",
    "very deep nesting": "<blockquote>" * 300 + "</blockquote>" * 300,
    "far too much": "<p>x</p>" * (OUTPUT_LIMIT // 8 + 100),
    "attributes without end": "<p" + ' class="cut"' * 40_000 + "!",
    "tags without end": "<" * 100_000,
    "quotes without end": '<p class="' * 50_000,
}


@pytest.mark.parametrize("html", LIES.values(), ids=LIES)
def test_what_an_answer_does_not_need_is_refused_as_a_whole(html):
    start = time.process_time()
    with pytest.raises(RefusedError):
        checked(html)
    assert time.process_time() - start < 5


FINE = {
    "prose": "<p>a <em>b <strong>c</strong></em> <s>d</s><br />\ne</p>\n<hr />\n",
    "lists": '<ol start="3">\n<li>a</li>\n<li>\n<p>b</p>\n<ul>\n<li>c</li>\n</ul>\n</li>\n</ol>\n',
    "a table": '<table><thead><tr><th style="text-align:left">a</th></tr></thead>'
    "<tbody><tr><td>1</td></tr></tbody></table>",
    "code": "<pre><code>if a &lt; b:\n    &#34;&#39;&amp;</code></pre>",
    "a formula": '<math display="inline"><mfrac><mi mathvariant="bold">x</mi><mn>2</mn></mfrac></math>',
    "other scripts": "<p>因为\u3000所以 é ñ שלום</p>",
    "nothing": "",
}


@pytest.mark.parametrize("html", FINE.values(), ids=FINE)
def test_what_an_answer_needs_passes_unchanged(html):
    assert checked(html) == html


PIECES = [
    *("<p>", "</p>", "<em>", "</em>", "<br />", "<br>", "<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>"),
    *("<math>", "</math>", "<mi>", "</mi>", "<mrow>", "</mrow>", "<li>", "</li>", "<ul>", "</ul>", "<div>", "</div>"),
    *("<script>", "<a href='x'>", "<!--", "-->", '<p class="cut">', '<td style="text-align:left">', "<", ">"),
    *("&lt;", "&amp;", "&#34;", "&", '"', "'", "a", " ", "\n", "中", "\u202e", "\0", "<img src=x onerror=y>", "<P>"),
]


@settings(max_examples=1000, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_whatever_passes_has_only_known_tags_each_of_which_is_closed(html):
    with contextlib.suppress(RefusedError):
        Fragment(checked(html))


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_passes_once_it_is_shown(text):
    assert checked(f"<p>{shown(text)}</p>") and checked(as_written(text))
    assert checked(f"<pre>{shown_lines(text)}</pre>")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_the_renderer_makes_passes(text):
    assert checked(str(markdown(text)))


def test_a_text_that_is_too_long_is_cut_and_says_so_as_it_was_written_too():
    assert as_written("x" * TEXT_LIMIT).endswith("x</pre>\n")
    html = as_written("<" * 10 * OUTPUT_LIMIT)
    assert "cut after 20000 characters" in html and html.count("&lt;") == TEXT_LIMIT
    assert checked(html) == html
