"""What every recommender promises: subclass RecommenderContract in a test, name the model, add what is special.

Plain assertions, so that whoever writes a model can test it without the tests of PickFlix.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import numpy as np

from pickflix.errors import BadRequest, DamagedSnapshot
from pickflix.recommend.interactions import LIKED, Interactions
from pickflix.recommend.recommender import Ranking, Recommender, Wish
from pickflix.recommend.table import FilmTable


def tiny_table(n: int = 24) -> FilmTable:
    """A catalogue of `n` films that differ in everything a model may look at; some facts are missing."""
    rows = range(n)

    def sparse(values: Any, gap: int) -> tuple[Any, ...]:  # noqa: ANN401 - a column of any type
        return tuple(None if row % gap == gap - 1 else values(row) for row in rows)

    return FilmTable(
        ids=tuple(f"Q{row}" for row in rows),
        titles=tuple(f"The {('Blue', 'Red', 'Green')[row % 3]} House {row}" for row in rows),
        titles_fr=sparse(lambda row: f"La Maison {row}", 3),
        years=sparse(lambda row: 1950 + 7 * row % 60, 11),
        runtimes=sparse(lambda row: 80 + row, 5),
        genres=tuple((("comedie", "drame", "western")[row % 3], "romance")[: 1 + row % 2] for row in rows),
        countries=tuple((("FR", "US", "IT")[row % 3],) for row in rows),
        languages=tuple((("fr", "en", "it")[row % 3],) for row in rows),
        directors=tuple((f"director-{row % 5}",) for row in rows),
        writers=tuple((f"writer-{row % 7}",) if row % 4 else () for row in rows),
        cast=tuple((f"player-{row % 4}", f"player-{row % 9}") for row in rows),
        companies=tuple((f"Studio {row % 6}",) if row % 3 else () for row in rows),
        certificates=sparse(lambda row: "PG" if row % 2 else "R", 4),
        critics_scores=sparse(lambda row: 30 + 3 * row % 70, 6),
        tomatometers=sparse(lambda row: 20 + 5 * row % 80, 7),
        reviews=sparse(lambda row: 5 + 11 * row % 200, 7),
        oscars_won=tuple(row % 3 for row in rows),
        oscar_nominations=tuple(row % 4 for row in rows),
        renown=tuple(1 + row % 3 if row % 7 == 6 else None for row in rows),
        budgets=sparse(lambda row: 1_000_000 * row, 3),
        box_offices=sparse(lambda row: 2_000_000 * row, 4),
        texts=sparse(lambda row: f"Two friends find a {('treasure', 'letter', 'horse')[row % 3]} near the sea.", 2),
    )


def tiny_ratings(n_films: int = 24) -> Interactions:
    """What twelve people said of those films: each likes one film in three, and one in nine not at all."""
    users, films = np.divmod(np.arange(12 * n_films), n_films)
    kind = (films + users) % 9
    rated = kind % 3 == 0
    values = np.where(kind == 0, 1.5, 4.5)
    return Interactions.of(users[rated], films[rated], values[rated], users[rated] * 60, n_films)


def same(first: Ranking, second: Ranking) -> bool:
    """Whether two answers agree, order and scores included."""
    return np.array_equal(first.rows, second.rows) and np.array_equal(first.scores, second.scores)


class RecommenderContract:
    """The promises of Recommender, one test each."""

    model: ClassVar[type[Recommender]]
    vital: ClassVar[str] = "popularity.npy"  # a file that the model cannot do without

    def trained(self) -> Recommender:
        """The model of the tiny catalogue and its ratings."""
        return self.model.train(tiny_table(), tiny_ratings())

    def test_never_offers_a_seed(self) -> None:
        """A film that the spectator named, disliked or hid is not offered."""
        found = self.trained().recommend(Wish(seeds=(1, 2), dislikes=(3,), hidden=(4,), n=99))
        assert not {1, 2, 3, 4} & {*found.rows.tolist()}

    def test_offers_each_film_once(self) -> None:
        """No film stands twice in a list, and a list beyond the catalogue is all that is left of it."""
        found = self.trained().recommend(Wish(seeds=(5,), n=10_000))
        assert sorted(found.rows.tolist()) == [row for row in range(24) if row != 5]

    def test_scores_descend(self) -> None:
        """Scores are finite and never rise down the list, diverse or not, short or long."""
        model = self.trained()
        for wish in (Wish(), Wish(seeds=(0,)), Wish(seeds=(0, 9, 11), n=23), Wish(seeds=(0,), diverse=False)):
            scores = model.recommend(wish).scores
            assert np.isfinite(scores).all()
            assert (np.diff(scores) <= 0).all()

    def test_gives_as_many_as_asked(self) -> None:
        """`n` films, and none where none are asked."""
        for n in (0, 1, 7):
            found = self.trained().recommend(Wish(seeds=(3,), n=n))
            assert len(found.rows) == len(found.scores) == n

    def test_same_request_same_answer(self) -> None:
        """Two trainings on one table agree, and so do seeds in another order or said twice."""
        first, second = self.trained(), self.trained()
        wanted = first.recommend(Wish(seeds=(1, 8)))
        assert same(wanted, second.recommend(Wish(seeds=(1, 8))))
        assert same(wanted, first.recommend(Wish(seeds=(8, 1, 8))))

    def test_without_seeds_the_popular_ones(self) -> None:
        """Of somebody who named nothing, the model knows no more than the popularity."""
        model = self.trained()
        found = model.recommend(Wish(n=5, diverse=False))
        assert found.rows.tolist() == np.argsort(-model.popularity, kind="stable")[:5].tolist()

    def test_keeps_to_what_is_allowed(self) -> None:
        """A mask is obeyed to the letter; one that allows nothing gives an empty list."""
        model, allowed = self.trained(), np.arange(24) % 2 == 0
        assert {*model.recommend(Wish(seeds=(1,), allowed=allowed, n=99)).rows.tolist()} == {*range(0, 24, 2)}
        assert not len(model.recommend(Wish(seeds=(1,), allowed=np.zeros(24, np.bool_))).rows)

    def test_refuses_what_is_no_film(self) -> None:
        """A row beyond the catalogue, a negative n, a film liked and disliked: one clear error each."""
        model = self.trained()
        wrong = (
            Wish(seeds=(24,)),
            Wish(seeds=(-1,)),
            Wish(seeds=(2**70,)),
            Wish(hidden=(99,)),
            Wish(n=-1),
            Wish(seeds=(1,), dislikes=(1,)),
            Wish(allowed=np.ones(3, np.bool_)),
        )
        for wish in wrong:
            try:
                model.recommend(wish)
            except BadRequest as error:
                assert str(error)  # noqa: PT017 - the contract does without pytest
            else:
                raise AssertionError(wish)

    def test_scores_any_film(self) -> None:
        """Each candidate gets its score, in the order asked, a seed too, and the same one in any company."""
        model = self.trained()
        scores = model.score([0, 1], [5, 0, 5])
        assert scores.shape == (3,)
        assert np.isfinite(scores).all()
        assert scores[0] == scores[2] == model.score([0, 1], [5])[0]

    def test_saved_and_loaded_is_the_same(self) -> None:
        """A model that went through its folder answers as before, from plain arrays."""
        with TemporaryDirectory() as folder:
            model = self.trained()
            model.save(Path(folder))
            again = self.model.load(Path(folder))
            assert again.n_films == 24
            assert {path.suffix for path in Path(folder).rglob("*") if path.is_file()} == {".npy"}
            for wish in (Wish(), Wish(seeds=(0,), dislikes=(2,)), Wish(seeds=(4, 5, 6))):
                assert same(model.recommend(wish), again.recommend(wish))

    def test_few_ratings_are_enough(self) -> None:
        """Of nobody, of one user, of one rating that is no like, the model makes a list of all films."""
        one = tiny_ratings().keep(tiny_ratings().users == 0)
        for ratings in (None, Interactions.none(24), one, one.keep(one.values < LIKED), one.keep(one.films == 1)):
            model = self.model.train(tiny_table(), ratings)
            for seeds in ((), (3,), (0, 1, 2, 3)):
                found = model.recommend(Wish(seeds=seeds, n=99))
                assert len(found.rows) == 24 - len(seeds)
                assert np.isfinite(found.scores).all()

    def test_damage_is_told(self) -> None:
        """A file that is cut short, missing or not a number is found when loading, not when serving."""
        for damage in (lambda path: path.unlink(), lambda path: path.write_bytes(path.read_bytes()[:50]), _poison):
            with TemporaryDirectory() as folder:
                self.trained().save(Path(folder))
                damage(Path(folder) / self.vital)
                try:
                    self.model.load(Path(folder))
                except DamagedSnapshot as error:
                    assert error.path == Path(folder) / self.vital  # noqa: PT017 - as above
                else:
                    raise AssertionError(damage)


def _poison(path: Path) -> None:
    values = np.load(path)
    values[0] = np.nan
    np.save(path, values)
