"""What nobody needs any more of files and of visitors. Running it twice is harmless."""

from __future__ import annotations

from cx_app import database
from cx_app.services.attachments.tidy import tidy as tidy_files
from cx_app.services.visitors.passes import forget
from tasks.app import app


@app.task
def tidy() -> int:
    """Returns how many files were destroyed."""
    with database.write() as session:
        forget(session)
    return tidy_files()
