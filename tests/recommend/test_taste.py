"""The local taste prior: small, said, and off by a setting."""

from pathlib import Path

import numpy as np
import pytest

import pickflix
from pickflix.errors import SourceError
from pickflix.recommend.contract import tiny_table
from pickflix.recommend.taste import CAP, LocalTaste
from pickflix.sources.local_taste import FILE, local_taste

LIKED = ("la grande vadrouille", "intouchables", "alien")


def test_it_moves_a_list_a_little(data_dir: Path) -> None:
    """With it more French films come for several films liked, most of the list stays, and each lift can be read."""
    on, off = (pickflix.load(pickflix.Settings(data=data_dir, local_taste=taste)) for taste in (True, False))
    seeds = [on.search(title, 1)[0].id for title in LIKED]
    leaning, plain = on.recommend(seeds, 30), off.recommend(seeds, 30)
    assert len({each.film.id for each in leaning} & {each.film.id for each in plain}) >= 20
    said = {reason.values[0] for each in leaning for reason in each.reasons if reason.kind == "taste"}
    assert said == {"fr"}
    assert not [reason for each in plain for reason in each.reasons if reason.kind == "taste"]


def test_like_this_film_asks_for_likeness_alone(data_dir: Path) -> None:
    """One film asked is answered by what is like it: the prior has no say."""
    on, off = (pickflix.load(pickflix.Settings(data=data_dir, local_taste=taste)) for taste in (True, False))
    seed = on.search("alien", 1)[0].id
    assert on.recommend([seed], 20) == off.recommend([seed], 20)


def test_its_effect_is_capped(tmp_path: Path) -> None:
    """However far two shares lie apart, no likeness moves by more than the cap; unknown origins do not move."""
    prior = LocalTaste.train(tiny_table(), [("fr", 99.0, 0.1), ("us", 0.1, 99.0)], "la Creuse", "2022", "CNC")
    assert np.abs(prior.leaning()).max() == CAP
    prior.save(tmp_path)
    again = LocalTaste.load(tmp_path)
    assert again.leaning().tolist() == prior.leaning().tolist()
    assert [again.favoured(row) for row in range(24)] == [prior.favoured(row) for row in range(24)]
    assert {prior.favoured(row)[:1] for row in range(24)} == {(), ("fr",)}


def test_without_a_table_nothing_leans(tmp_path: Path) -> None:
    """Where no study has been made there is no prior."""
    assert local_taste(tmp_path) == ()
    prior = LocalTaste.train(tiny_table(), [], "", "", "")
    prior.save(tmp_path)
    assert not LocalTaste.load(tmp_path).leaning().any()
    assert prior.favoured(0) == ()


@pytest.mark.parametrize("line", ["fr,many,41.3,x,2022,CNC", "mars,1,2,x,2022,CNC", "fr,0,2,x,2022,CNC"])
def test_a_wrong_table_is_refused(tmp_path: Path, line: str) -> None:
    """A share that is no number, an origin that is none: one sentence that names the file."""
    (tmp_path / FILE).write_text(f"origin,here_percent,france_percent,place,year,source\n{line}\n")
    with pytest.raises(SourceError, match=FILE):
        local_taste(tmp_path)
