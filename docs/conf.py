"""The site of docs/: `make docs` builds it into docs/_build/html, without a network."""

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent / "_ext"), str(Path(__file__).parents[1])]

project = "dl-homework"
author = "the authors of dl-homework"
language = "en"
extensions = ["myst_parser", "homework_docs.pages"]
exclude_patterns = ["_build", "_ext"]
myst_heading_anchors = 4
highlight_language = "text"
nitpicky = True
smartquotes = False  # an option is no dash

html_theme = "sphinx_book_theme"
html_title = "dl-homework"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_context = {"default_mode": "auto"}
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_theme_options = {
    "navbar_persistent": [],
    "use_download_button": False,
    "use_fullscreen_button": False,
    "show_navbar_depth": 1,
    "show_toc_level": 2,
}
