"""`python -m idcard`: the same as the command `idcard`."""

import sys

from idcard.cli import main

sys.exit(main())
