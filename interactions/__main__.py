"""`python -m interactions` is the command `interactions`."""

import sys

from interactions.cli import main

if __name__ == "__main__":
    sys.exit(main())
