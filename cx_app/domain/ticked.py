"""What a box of a form holds when it is ticked; otherwise it is empty."""

from typing import Final

TICKED: Final = "yes"
