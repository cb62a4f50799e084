"""The folded forms of titles and names, a whole column at a time: what lists of films are compared by."""

import polars as pl
from rapidfuzz import fuzz

from pickflix.catalogue.folding import fold
from pickflix.sources.matching import ARTICLES, spellings

STANDING = ("title", "title_fr", "title_original")  # the titles that a film is announced under
# What `spellings` takes apart: alternatives in brackets, an article behind a comma.
_TAKEN_APART = r"[(]|, "
_ARTICLE = "^(" + ARTICLES.replace("'", "") + ") "
NEAR = 90  # of 100, from which on two spellings are of one name
_GENERATIONS = {"jr", "sr", "junior", "senior", "ii", "iii", "iv"}


def folded(texts: pl.Expr) -> pl.Expr:
    """`fold` of each text; plain letters are folded by Polars, a dozen times as fast.

    >>> pl.DataFrame({"text": ["Ça   va?", "Well, I'm-OK!", None]}).select(folded(pl.col("text"))).to_series().to_list()
    ['ca va', 'well i m ok', None]
    """
    plain = texts.str.to_lowercase().str.replace_all("[^a-z0-9]+", " ").str.strip_chars()
    letters = texts.str.len_bytes() == texts.str.len_chars()
    return (
        pl.when(letters)
        .then(plain)
        .otherwise(
            # Each distinct text once: names come again and again.
            pl.when(~letters).then(texts).map_batches(_each_folded, return_dtype=pl.String)
        )
    )


def _each_folded(texts: pl.Series) -> pl.Series:
    distinct = texts.drop_nulls().unique()
    forms = pl.Series([fold(text) for text in distinct], dtype=pl.String)
    return texts.replace_strict(distinct, forms, default=None, return_dtype=pl.String)


def name_keys(names: pl.Expr) -> pl.Expr:
    """What is the same in two spellings of a name, whichever of its words comes first.

    >>> names = pl.DataFrame({"name": ["Bong Joon-ho", "Joon-Ho BONG"]})
    >>> names.select(name_keys(pl.col("name")).n_unique()).item()
    1
    """
    return folded(names).str.split(" ").list.sort().list.join(" ")


def near_names(pairs: pl.DataFrame) -> pl.DataFrame:
    """Those of the pairs of name keys (name, name_theirs) that may be two spellings of one name, each pair once.

    Letters that differ, a first name that is only an initial, a "Jr" that one of the two leaves out.

    >>> rows = [("quentin tarantino", "q tarantino"), ("downey jr robert", "downey robert"), ("joe may", "joe wright")]
    >>> near_names(pl.DataFrame(rows, schema=["name", "name_theirs"], orient="row"))["name_theirs"].to_list()
    ['q tarantino', 'downey robert']
    """
    once = pairs.unique(maintain_order=True)
    return once.filter(pl.Series([_near(*names) for names in once.rows()], dtype=pl.Boolean))


def _near(one: str, other: str) -> bool:
    if fuzz.ratio(one, other, score_cutoff=NEAR):
        return True
    ours, theirs = (set(name.split()) - _GENERATIONS for name in (one, other))
    if not ours & theirs:
        return False
    mine, yours = sorted(ours - theirs), sorted(theirs - ours)
    initials = (word[0] == twin[0] and 1 in {len(word), len(twin)} for word, twin in zip(mine, yours, strict=False))
    return len(mine) == len(yours) and any(len(word) > 1 for word in ours & theirs) and all(initials)


def without_article(spellings_of: pl.Expr) -> pl.Expr:
    """Folded titles without the article that they begin with."""
    return spellings_of.str.replace(_ARTICLE, "")


def spelled(films: pl.DataFrame) -> pl.DataFrame:
    """Every folded form of every title of films (a table with the columns of FILMS): film, spelling, standing.

    `standing` is false of other titles, of what is left without an article, and of what stands in brackets or
    without them.
    """
    titles = pl.concat(
        [
            *(films.select("id", title=name, standing=True) for name in STANDING),
            films.select("id", title="titles_other", standing=False).explode("title"),
        ]
    ).drop_nulls("title")
    apart = pl.col("title").str.contains(_TAKEN_APART)
    plain = titles.filter(~apart).with_columns(spelling=folded(pl.col("title").str.replace_all("&", " and ")))
    odd = titles.filter(apart).select("title").unique()
    odd = odd.with_columns(spelling=pl.Series([spellings(title) for title in odd["title"]], dtype=pl.List(pl.String)))
    # The last form is the title as a whole.
    odd = odd.with_columns(whole=pl.col("spelling").list.last()).explode("spelling")
    bracketed = pl.col("title").str.contains("(", literal=True)
    forms = titles.join(odd, on="title").with_columns(
        standing=pl.col("standing") & (~bracketed | (pl.col("spelling") == pl.col("whole")))
    )
    every = pl.concat([plain, forms.select(plain.columns)])
    bare = every.with_columns(without_article(pl.col("spelling")), standing=False)
    return (
        pl.concat([every, bare])
        .filter(pl.col("spelling") != "")
        .group_by(film="id", spelling="spelling")
        .agg(pl.col("standing").any())
    )
