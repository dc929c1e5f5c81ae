"""What `run_autograder` starts, in Gradescope's folders: `python -m autograder.gradescope /autograder`."""

import sys
from pathlib import Path

from autograder.gradescope.run import main

if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "/autograder"))
