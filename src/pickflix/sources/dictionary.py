"""What each column of the tidy tables means, in English and in French: the one place where it is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl
from polars.datatypes import DataTypeClass


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column holds; `unit` is its unit or scale, or the code that it is written in, where it has one."""

    english: str
    french: str
    unit: str = ""


FILMS: Mapping[str, Meaning] = MappingProxyType(
    {
        "id": Meaning(
            "key of the film: its Wikidata number, or an id of the source where it has none",
            "clé du film : son numéro Wikidata, ou un identifiant de la source s’il n’en a pas",
        ),
        "former_ids": Meaning(
            "ids that earlier snapshots gave the film", "identifiants que le film portait dans des versions antérieures"
        ),
        "imdb_id": Meaning("number of the film at IMDb", "numéro du film chez IMDb"),
        "tmdb_id": Meaning("number of the film at TMDB", "numéro du film chez TMDB"),
        "title": Meaning("international title, most often English", "titre international, le plus souvent anglais"),
        "title_fr": Meaning("title in France", "titre en France"),
        "title_original": Meaning("title in the country of origin", "titre dans le pays d’origine"),
        "titles_other": Meaning(
            "other titles under which the film is asked for", "autres titres sous lesquels on demande le film"
        ),
        "year": Meaning("year of the first release", "année de la première sortie", "AD"),
        "released": Meaning("day of the first release, where known", "jour de la première sortie, s’il est connu"),
        "runtime_min": Meaning("running time", "durée", "min"),
        "certificate": Meaning("age rating in the United States", "classification par âge aux États-Unis", "MPA"),
        "genres": Meaning("genres, as codes of this catalogue", "genres, par les codes de ce catalogue"),
        "countries": Meaning("countries of production", "pays de production", "ISO 3166-1"),
        "languages": Meaning("languages spoken", "langues parlées", "ISO 639"),
        "companies": Meaning("companies that made it or brought it out", "sociétés qui l’ont produit ou distribué"),
        "subjects": Meaning("what the film is about", "sujets du film"),
        "places": Meaning("where the story takes place", "lieux de l’action"),
        "based_on": Meaning("works that the film is based on", "œuvres dont le film est tiré"),
        "awards": Meaning("awards received", "récompenses reçues"),
        "critics_score": Meaning("mean of the critics at Metacritic", "moyenne des critiques chez Metacritic", "0–100"),
        "tomatometer": Meaning(
            "share of favourable reviews at Rotten Tomatoes", "part de critiques favorables chez Rotten Tomatoes", "%"
        ),
        "reviews": Meaning("reviews behind the tomatometer", "critiques que compte le tomatometer", "reviews"),
        "rating": Meaning("mean of the public’s votes", "moyenne des votes du public", "0–10"),
        "votes": Meaning("votes behind the rating", "votes que compte la note", "votes"),
        "sitelinks": Meaning(
            "Wikipedias that have an article on the film", "Wikipédias qui ont un article sur le film", "Wikipedias"
        ),
        "box_office_usd": Meaning("takings", "recettes", "USD"),
        "budget_usd": Meaning("cost of production", "coût de production", "USD"),
        "oscars_won": Meaning("Oscars won", "Oscars reçus", "Oscars"),
        "oscar_nominations": Meaning("nominations for an Oscar", "nominations aux Oscars", "nominations"),
        "renown": Meaning(
            "an editor’s mark of how known the film is in France", "notoriété en France, selon la rédaction", "1–3"
        ),
        "text": Meaning(
            "plot or extract, in French or English, that models may read",
            "résumé ou extrait, en français ou en anglais, que les modèles peuvent lire",
        ),
        "text_from": Meaning("address of the article that text is from", "adresse de l’article dont text est tiré"),
        "overview": Meaning("summary that may only be shown", "résumé réservé à l’affichage"),
        "overview_from": Meaning("address that overview is from", "adresse dont overview est tiré"),
        "origin": Meaning("source that first gave the film", "source qui a donné le film en premier"),
    }
)
PEOPLE: Mapping[str, Meaning] = MappingProxyType(
    {
        "id": Meaning("key of the person", "clé de la personne"),
        "name": Meaning("name, as most films write it", "nom, comme la plupart des films l’écrivent"),
        "wikidata_id": Meaning("number of the person at Wikidata", "numéro de la personne chez Wikidata"),
        "imdb_id": Meaning("number of the person at IMDb", "numéro de la personne chez IMDb"),
        "born": Meaning("day of birth, where known", "jour de naissance, s’il est connu"),
        "birth_year": Meaning("year of birth", "année de naissance", "AD"),
        "death_year": Meaning("year of death", "année de décès", "AD"),
        "gender": Meaning("female, male or other", "female (femme), male (homme) ou other (autre)"),
    }
)
CREDITS: Mapping[str, Meaning] = MappingProxyType(
    {
        "film_id": Meaning("key of the film", "clé du film"),
        "person_id": Meaning("key of the person", "clé de la personne"),
        "role": Meaning(
            "director, writer or cast", "director (réalisation), writer (scénario) ou cast (interprétation)"
        ),
        "position": Meaning(
            "place among those of the same role, from 0; in billing order where the source has one",
            "rang parmi ceux du même rôle, à partir de 0 ; dans l’ordre du générique si la source le donne",
        ),
        "characters": Meaning("characters played", "personnages joués"),
    }
)
# Series are told in the same columns as films.
TABLES: Mapping[str, Mapping[str, Meaning]] = MappingProxyType(
    {
        "films": FILMS,
        "people": PEOPLE,
        "credits": CREDITS,
        "series": FILMS,
        "series_people": PEOPLE,
        "series_credits": CREDITS,
    }
)
_KINDS: Mapping[DataTypeClass, str] = MappingProxyType({pl.String: "text", pl.Date: "date"})


def kind(of: DataTypeClass | pl.DataType) -> str:
    """The type of a column in a reader's words.

    >>> kind(pl.List(pl.String)), kind(pl.Int16), kind(pl.Float32)
    ('list of text', 'whole number', 'number')
    """
    if isinstance(of, pl.List):
        return f"list of {kind(of.inner)}"
    base = of.base_type()
    return _KINDS.get(base, "whole number" if base.is_integer() else "number")
