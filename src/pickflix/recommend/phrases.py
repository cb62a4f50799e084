"""The words of the reasons, in French and in English."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from pickflix.catalogue.vocabulary import Language
from pickflix.recommend.nationality import NATIONALITIES


class Names(Protocol):
    """Who can tell the names behind ids and rows."""

    def person(self, person_id: str) -> str:
        """The name of a person."""
        ...

    def film(self, row: int, language: Language) -> str:
        """The title of a film."""
        ...


# French noun, with {} where the adjective stands if not last, its gender, English noun.
# One or two genres, in alphabetical order of their codes.
_NOUNS: Mapping[tuple[str, ...], tuple[str, str, str]] = MappingProxyType(
    {
        (): ("film", "m", "film"),
        ("action",): ("film d'action", "m", "action film"),
        ("animation",): ("film d'animation", "m", "animated film"),
        ("aventure",): ("film d'aventures", "m", "adventure film"),
        ("biographie",): ("film biographique", "m", "biographical film"),
        ("comedie",): ("comédie", "f", "comedy"),
        ("comedie-musicale",): ("film musical", "m", "musical"),
        ("documentaire",): ("documentaire", "m", "documentary"),
        ("drame",): ("drame", "m", "drama"),
        ("famille",): ("film{} pour toute la famille", "m", "family film"),
        ("fantastique",): ("film fantastique", "m", "fantasy film"),
        ("guerre",): ("film de guerre", "m", "war film"),
        ("histoire",): ("film historique", "m", "historical film"),
        ("horreur",): ("film d'horreur", "m", "horror film"),
        ("musique",): ("film{} sur la musique", "m", "music film"),
        ("mystere",): ("film{} à énigme", "m", "mystery film"),
        ("policier",): ("film policier", "m", "crime film"),
        ("romance",): ("film romantique", "m", "romantic film"),
        ("science-fiction",): ("film de science-fiction", "m", "science-fiction film"),
        ("sport",): ("film de sport", "m", "sports film"),
        ("thriller",): ("thriller", "m", "thriller"),
        ("western",): ("western", "m", "western"),
        ("action", "animation"): ("film{} d'animation et d'action", "m", "animated action film"),
        ("action", "aventure"): ("film{} d'action et d'aventures", "m", "action-adventure film"),
        ("action", "comedie"): ("comédie d'action", "f", "action comedy"),
        ("action", "drame"): ("drame d'action", "m", "action drama"),
        ("action", "fantastique"): ("film d'action fantastique", "m", "fantasy action film"),
        ("action", "guerre"): ("film{} d'action et de guerre", "m", "war action film"),
        ("action", "policier"): ("film d'action policier", "m", "crime action film"),
        ("action", "science-fiction"): ("film{} d'action et de science-fiction", "m", "science-fiction action film"),
        ("action", "thriller"): ("thriller d'action", "m", "action thriller"),
        ("action", "western"): ("western d'action", "m", "action western"),
        ("animation", "aventure"): ("film{} d'animation et d'aventures", "m", "animated adventure film"),
        ("animation", "comedie"): ("comédie d'animation", "f", "animated comedy"),
        ("animation", "comedie-musicale"): ("film d'animation musical", "m", "animated musical"),
        ("animation", "drame"): ("drame d'animation", "m", "animated drama"),
        ("animation", "famille"): ("film d'animation{} pour toute la famille", "m", "animated family film"),
        ("animation", "fantastique"): ("film d'animation fantastique", "m", "animated fantasy film"),
        ("animation", "science-fiction"): ("film{} d'animation et de science-fiction", "m", "animated sci-fi film"),
        ("aventure", "comedie"): ("comédie d'aventures", "f", "adventure comedy"),
        ("aventure", "drame"): ("drame d'aventures", "m", "adventure drama"),
        ("aventure", "famille"): ("film d'aventures{} pour toute la famille", "m", "family adventure film"),
        ("aventure", "fantastique"): ("film d'aventures fantastique", "m", "fantasy adventure film"),
        ("aventure", "guerre"): ("film{} d'aventures et de guerre", "m", "war adventure film"),
        ("aventure", "science-fiction"): ("film{} d'aventures et de science-fiction", "m", "sci-fi adventure film"),
        ("biographie", "comedie"): ("comédie biographique", "f", "biographical comedy"),
        ("biographie", "documentaire"): ("documentaire biographique", "m", "biographical documentary"),
        ("biographie", "drame"): ("drame biographique", "m", "biographical drama"),
        ("comedie", "comedie-musicale"): ("comédie musicale", "f", "musical comedy"),
        ("comedie", "drame"): ("comédie dramatique", "f", "comedy-drama"),
        ("comedie", "famille"): ("comédie{} pour toute la famille", "f", "family comedy"),
        ("comedie", "fantastique"): ("comédie fantastique", "f", "fantasy comedy"),
        ("comedie", "guerre"): ("comédie de guerre", "f", "war comedy"),
        ("comedie", "histoire"): ("comédie historique", "f", "historical comedy"),
        ("comedie", "horreur"): ("comédie horrifique", "f", "horror comedy"),
        ("comedie", "mystere"): ("comédie{} à énigme", "f", "mystery comedy"),
        ("comedie", "policier"): ("comédie policière", "f", "crime comedy"),
        ("comedie", "romance"): ("comédie romantique", "f", "romantic comedy"),
        ("comedie", "science-fiction"): ("comédie de science-fiction", "f", "science-fiction comedy"),
        ("comedie", "sport"): ("comédie sportive", "f", "sports comedy"),
        ("comedie", "western"): ("western comique", "m", "western comedy"),
        ("comedie-musicale", "drame"): ("drame musical", "m", "musical drama"),
        ("comedie-musicale", "romance"): ("film musical romantique", "m", "romantic musical"),
        ("documentaire", "guerre"): ("documentaire de guerre", "m", "war documentary"),
        ("documentaire", "histoire"): ("documentaire historique", "m", "historical documentary"),
        ("documentaire", "musique"): ("documentaire musical", "m", "music documentary"),
        ("documentaire", "sport"): ("documentaire sportif", "m", "sports documentary"),
        ("drame", "fantastique"): ("drame fantastique", "m", "fantasy drama"),
        ("drame", "guerre"): ("drame de guerre", "m", "war drama"),
        ("drame", "histoire"): ("drame historique", "m", "historical drama"),
        ("drame", "policier"): ("drame policier", "m", "crime drama"),
        ("drame", "romance"): ("drame romantique", "m", "romantic drama"),
        ("drame", "science-fiction"): ("drame de science-fiction", "m", "science-fiction drama"),
        ("drame", "sport"): ("drame sportif", "m", "sports drama"),
        ("fantastique", "horreur"): ("film d'horreur fantastique", "m", "fantasy horror film"),
        ("fantastique", "romance"): ("romance fantastique", "f", "romantic fantasy film"),
        ("histoire", "romance"): ("romance historique", "f", "historical romance"),
        ("guerre", "histoire"): ("film de guerre historique", "m", "historical war film"),
        ("horreur", "mystere"): ("film d'horreur{} à énigme", "m", "horror mystery film"),
        ("horreur", "science-fiction"): ("film{} d'horreur et de science-fiction", "m", "science-fiction horror film"),
        ("horreur", "thriller"): ("thriller horrifique", "m", "horror thriller"),
        ("mystere", "policier"): ("film policier{} à énigme", "m", "crime mystery film"),
        ("mystere", "thriller"): ("thriller{} à énigme", "m", "mystery thriller"),
        ("policier", "thriller"): ("thriller policier", "m", "crime thriller"),
        ("science-fiction", "thriller"): ("thriller de science-fiction", "m", "science-fiction thriller"),
    }
)
SAYABLE = frozenset(_NOUNS)


def portrait(values: Sequence[str], language: Language) -> str:
    """What (genre, genre, country, decade) amount to, empty where not known.

    >>> portrait(("comedie", "romance", "FR", "2000"), "fr")
    'Comédie romantique française des années 2000'
    >>> portrait(("drame", "", "SE", ""), "en")
    'Swedish drama'
    """
    first, second, country, decade = values
    french, gender, english = _NOUNS[tuple(code for code in (first, second) if code)]
    nation = NATIONALITIES.get(country)
    if language == "fr":
        adjective = "" if nation is None else f" {nation.fr_feminine if gender == 'f' else nation.fr}"
        named = french.format(adjective) if "{}" in french else french + adjective
        words = named + (f" des années {decade}" if decade else "")
    else:
        words = ("" if nation is None else f"{nation.en} ") + english + (f" of the {decade}s" if decade else "")
    return words[0].upper() + words[1:]


def listed(names: Sequence[str], language: Language) -> str:
    """The names as a phrase.

    >>> listed(["Bourvil", "Louis de Funès", "Terry-Thomas"], "fr")
    'Bourvil, Louis de Funès et Terry-Thomas'
    """
    *others, last = names
    return f"{', '.join(others)} {'et' if language == 'fr' else 'and'} {last}" if others else last


_WITH_PEOPLE = {
    "director": ("Réalisé aussi par {}", "Also directed by {}"),
    "writer": ("Écrit aussi par {}", "Also written by {}"),
    "cast": ("Avec aussi {}", "Also with {}"),
}
_WITH_VALUE = {
    "also_liked": ("Aimé aussi par ceux qui l'ont aimé ({} personnes)", "Liked by those who liked it ({} people)"),
    "company": ("Produit aussi par {}", "Also produced by {}"),
    "title": ("Porte le même titre", "Bears the same title"),
    "oscars": ("Récompensé lui aussi aux Oscars", "An Oscar winner as well"),
    "praise": ("Salué lui aussi par la critique", "Praised by the critics as well"),
    "praised": ("Salué par la critique", "Praised by the critics"),
    "known": ("Plus connu que {} % des films du catalogue", "Better known than {}% of the films here"),
    "unknown": (
        "Une rareté : {} % des films du catalogue sont plus connus",
        "A rarity: {}% of the films are better known",
    ),
}


def sentence(kind: str, values: Sequence[str], seed: int | None, language: Language, names: Names) -> str:
    """The words of a reason of that kind; see Reason for the values of each."""
    which = 0 if language == "fr" else 1
    if kind in _WITH_PEOPLE:
        return _WITH_PEOPLE[kind][which].format(listed([names.person(person) for person in values], language))
    if kind == "saga" and seed is not None:
        return ("Même saga que « {} »", "Same series as “{}”")[which].format(names.film(seed, language))
    if kind in _TOLD:
        return _TOLD[kind](values, language)
    if kind == "prizes":
        return f"{values[0]} Oscar" + ("s" if values[0] != "1" else "")
    return _WITH_VALUE[kind][which].format(*values)


# In French with the article of "entrées des films ...".
_ORIGINS = {
    "fr": ("français", "French"),
    "us": ("américains", "American"),
    "europe": ("européens", "European"),
    "other": ("du reste du monde", "other"),
}


def _taste(values: Sequence[str], language: Language) -> str:
    origin, here, country, place, year, publisher = values
    french, english = _ORIGINS[origin]
    where = f"({publisher} {year})"
    if language == "fr":
        here, country = here.replace(".", ","), country.replace(".", ",")
        return f"Les films {french}, plus vus dans {place} : {here} % des entrées, {country} en France {where}"
    place = place.removeprefix("la ")
    return f"{english} films draw more people in {place}: {here}% of admissions, {country}% in France {where}"


def _year(values: Sequence[str], language: Language) -> str:
    year, apart = values
    french = {"0": "Sorti aussi en {}", "1": "Sorti à un an d'écart, en {}", "2": "Sorti à deux ans d'écart, en {}"}
    english = {"0": "Also released in {}", "1": "Released a year apart, in {}", "2": "Released two years apart, in {}"}
    return (french if language == "fr" else english)[apart].format(year)


def _elsewhere(values: Sequence[str], language: Language) -> str:
    named = portrait(values, language)
    if language == "fr":
        return f"Un autre pays, une autre époque : {named[0].lower()}{named[1:]}"
    return f"Another country, another time: {named}"


def _words(values: Sequence[str], language: Language) -> str:
    french, english = ([word for word in values[tongue::2] if word] for tongue in (0, 1))
    said = french if language == "fr" else english
    if len(said) < len(values) // 2:  # texts in the other language: their words would be foreign here
        return "Des résumés qui se ressemblent" if language == "fr" else "Summaries that are alike"
    return ("Dans les deux résumés : " if language == "fr" else "In both summaries: ") + ", ".join(said)


# Kinds whose words follow from their values by a function.
_TOLD: Mapping[str, Callable[[Sequence[str], Language], str]] = MappingProxyType(
    {
        "likeness": portrait,
        "portrait": portrait,
        "elsewhere": _elsewhere,
        "taste": _taste,
        "words": _words,
        "year": _year,
    }
)
