"""Where the corpus lies; its programs are read as text and never imported here."""

import os
import sys

sys.path.insert(0, os.path.dirname(__file__))
collect_ignore = ["programs"]
