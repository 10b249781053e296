"""`python -m bench [WORD...]`: the measures whose names contain a word, or all of them."""

import sys

from bench.runner import main

sys.exit(main(sys.argv[1:]))
