"""`python -m ui.cli`, which does as the command `geungeo` does."""

import sys

from ui.cli.entry import main

if __name__ == "__main__":
    sys.exit(main())
