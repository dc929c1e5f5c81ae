"""`python -m autograder.cli`, which is `homework`."""

from autograder.cli import main

if __name__ == "__main__":
    main()
