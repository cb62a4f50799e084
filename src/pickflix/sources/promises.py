"""What every source promises: subclass SourceContract in a test, give it a source, add what is special.

Plain assertions, so that whoever writes a source can test it without the tests of PickFlix.
"""

from pathlib import Path
from typing import ClassVar

import polars as pl

from pickflix.errors import PickflixError
from pickflix.sources.contract import CREDITS, FILMS, PEOPLE, ROLES, SHOWN_ONLY, Source, Tables


class SourceContract:
    """The promises of Source, one test each.

    `kind` is the class that is promised for. `source(folder)` gives one that has fetched into that folder, the same
    one each time; `nowhere(folder)` one of an empty folder that has fetched nothing, which reaches no network.
    """

    kind: ClassVar[type]

    def source(self, folder: Path) -> Source:
        """A source with rows to read."""
        raise NotImplementedError

    def nowhere(self, folder: Path) -> Source:
        """A source without any."""
        raise NotImplementedError

    def test_says_what_it_is_and_what_may_be_done_with_it(self, tmp_path: Path) -> None:
        """A name fit for a folder, a licence with its address, an attribution; terms say which setting accepts them."""
        source = self.source(tmp_path)
        assert source.name.replace("-", "").isalnum()
        assert source.licence.name
        assert source.licence.url.startswith("https://")
        assert source.state().attribution
        if source.terms is not None:
            assert source.terms.text
            assert "=" in source.terms.setting

    def test_gives_away_only_what_it_may_show(self, tmp_path: Path) -> None:
        """No licence lets rows be republished that it does not let be served, nor be trained on unread."""
        licence = self.source(tmp_path).licence
        assert licence.serve or not licence.republish
        assert licence.read or not (licence.train or licence.serve)

    def test_gives_the_tables_of_the_contract(self, tmp_path: Path) -> None:
        """The columns in their order, of their types; keys stand once; credits name films and people that are there."""
        tables = self.source(tmp_path).read()
        for each in (tables, tables.series):
            if each is not None:
                _hold(each)

    def test_a_missing_value_is_null_never_empty(self, tmp_path: Path) -> None:
        """No empty text, alone or in a list; a list is never null."""
        tables = self.source(tmp_path).read()
        for frame in (tables.films, tables.people, tables.credits):
            for name, kind in frame.schema.items():
                if isinstance(kind, pl.List):
                    assert not frame[name].null_count(), name
                texts = frame[name].explode(empty_as_null=False) if isinstance(kind, pl.List) else frame[name]
                assert not (texts.cast(pl.String) == "").any(), name

    def test_accounts_for_its_rows(self, tmp_path: Path) -> None:
        """Every file with its rows, and no more left out than were read; each reason with examples of its rows."""
        account = self.source(tmp_path).read().account
        assert account.read
        for name, rows in account.read.items():
            assert 0 <= sum(part.rows for part in account.dropped if part.file == name) <= rows, name
        for part in (*account.dropped, *account.mended):
            assert part.rows > 0
            assert part.reason
            assert part.examples

    def test_reads_the_same_twice(self, tmp_path: Path) -> None:
        """Rows and order, and the fingerprint with them."""
        first, second = self.source(tmp_path), self.source(tmp_path)
        assert first.fingerprint() == second.fingerprint()
        ours, theirs = first.read(), second.read()
        for name in ("films", "people", "credits"):
            assert getattr(ours, name).equals(getattr(theirs, name))

    def test_a_source_that_forbids_training_can_be_told_from_what_it_may_show(self, tmp_path: Path) -> None:
        """One that only adds to the films of others either may be learnt from, or has something to show."""
        source = self.source(tmp_path)
        films = source.read().films
        shown = any(films[name].drop_nulls().len() for name in SHOWN_ONLY)
        assert source.licence.train or shown or not films.height

    def test_without_its_rows_it_says_so(self, tmp_path: Path) -> None:
        """Its state is not "ready", and reading is refused in one sentence that names the source."""
        source = self.nowhere(tmp_path)
        if source.state().state == "ready":
            return  # it ships with the package
        try:
            tables = source.read()
        except PickflixError as refused:
            assert source.name.split("-")[0].casefold() in str(refused).casefold()
            assert "\n" not in str(refused)
        else:
            assert tables.films.is_empty()


def _hold(tables: Tables) -> None:
    assert dict(tables.films.schema) == dict(FILMS)
    assert dict(tables.people.schema) == dict(PEOPLE)
    assert dict(tables.credits.schema) == dict(CREDITS)
    assert tables.films["id"].is_unique().all()
    assert tables.people["id"].is_unique().all()
    assert not tables.credits.select("film_id", "person_id", "role").is_duplicated().any()
    assert set(tables.credits["role"]) <= set(ROLES)
    assert tables.credits.join(tables.films, left_on="film_id", right_on="id", how="anti").is_empty()
    assert tables.credits.join(tables.people, left_on="person_id", right_on="id", how="anti").is_empty()
