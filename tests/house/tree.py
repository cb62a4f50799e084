"""The project's own files, for the tests about the project itself."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def ours(*patterns: str) -> Iterator[Path]:
    """Every file that is committed or about to be, and that fits a git pattern; all of them without one."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],  # noqa: S607 - git of the PATH
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return (path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file())
