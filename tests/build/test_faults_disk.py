"""The disk fails while the command builds: one sentence, the last snapshot serves on, no room stays lost."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.build.host import Host, refusal

READING = 200_000  # bytes: what was read before the disk was full is kept, and so is the report
pytestmark = pytest.mark.slow
MOUNT, UMOUNT = shutil.which("mount"), shutil.which("umount")


class Disk:
    """A small disk of its own, in memory."""

    def __init__(self, folder: Path) -> None:
        """Skips the test where this user may mount none."""
        self.folder, self._ballast = folder, folder / "ballast"
        if not self._mount("-t", "tmpfs", "-o", "size=8m", "tmpfs"):
            pytest.skip("only root mounts a disk, and not everywhere")

    def _mount(self, *options: str) -> bool:
        asked = [MOUNT or "mount", *options, str(self.folder)]
        return bool(MOUNT and UMOUNT) and subprocess.run(asked, capture_output=True, check=False).returncode == 0

    def fill(self, but: int) -> None:
        """Leaves so many bytes free."""
        self._ballast.write_bytes(bytes(shutil.disk_usage(self.folder).free - but))

    def empty(self) -> None:
        """Frees what was filled."""
        self._ballast.unlink()

    def close_for_writing(self) -> None:
        """Nobody may write from now on, not even root."""
        assert self._mount("-o", "remount,ro")

    def remove(self) -> None:
        """It was never there."""
        subprocess.run([UMOUNT or "umount", "-l", str(self.folder)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """While a test lasts."""
    (tmp_path / "disk").mkdir()
    disk = Disk(tmp_path / "disk")
    yield disk
    disk.remove()


@pytest.mark.parametrize("kilobytes", [0, 20, 80, 160, 320, 640, 900])
def test_a_disk_that_is_full_at_any_stage(disk: Disk, host: Host, kilobytes: int) -> None:
    """The first bytes of a build do not fit, or the last; where room was made the next start builds."""
    host = Host(disk.folder / "var", host.dump)
    host.build().check_returncode()
    name = host.served()
    disk.fill(but=kilobytes * 1024)
    free = shutil.disk_usage(disk.folder).free
    said = refusal(host.build(PICKFLIX_IMDB_MIN_VOTES="55"))
    assert "Free some space" in said
    assert host.served() == name == host.store.current_name()
    assert host.left() == []
    assert shutil.disk_usage(disk.folder).free >= free - READING
    disk.empty()
    host.build(PICKFLIX_IMDB_MIN_VOTES="55").check_returncode()
    assert host.served() != name
    assert host.left() == []


@pytest.mark.parametrize("kilobytes", [1, 10, 30, 60, 120])
def test_a_file_that_may_not_grow_further(host: Host, kilobytes: int) -> None:
    """A limit on the size of files is met at another stage each time."""
    name = host.served()
    said = refusal(host.build(f"trap '' XFSZ; ulimit -f {kilobytes};", PICKFLIX_IMDB_MIN_VOTES="55"))
    assert "Free some space" in said
    assert host.served() == name
    assert host.left() == []


def test_a_disk_that_nobody_may_write_to(disk: Disk, host: Host) -> None:
    """The sentence names the setting of the folder; the site goes on."""
    host = Host(disk.folder / "var", host.dump)
    host.build().check_returncode()
    name = host.served()
    disk.close_for_writing()
    assert "PICKFLIX_DATA" in refusal(host.build(PICKFLIX_IMDB_MIN_VOTES="55"))
    assert host.served() == name
