"""State of the pages under /account."""
