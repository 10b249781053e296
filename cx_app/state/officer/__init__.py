"""State of the pages under /officer; officers work in English."""
