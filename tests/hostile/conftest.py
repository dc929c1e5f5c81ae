"""One arena per layer: many programs, one server."""

import os
import sys

sys.path.insert(0, os.path.dirname(__file__))
