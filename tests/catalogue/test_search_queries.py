"""What people type in front of the box, on the embedded catalogue."""

import pytest

from pickflix.recommend.engine import Engine

# What is typed, and the title (French where France has one) and year of the film that must come first.
FIRST = {
    "matrix": ("Matrix", 1999),
    "The Matrix": ("Matrix", 1999),
    "Matrix, The": ("Matrix", 1999),
    "matrix the": ("Matrix", 1999),
    "Le matrix": ("Matrix", 1999),
    "MATRIX!!!": ("Matrix", 1999),
    "amelie": ("Le Fabuleux Destin d'Amélie Poulain", 2001),
    "amelie poulain": ("Le Fabuleux Destin d'Amélie Poulain", 2001),
    "amleie": ("Le Fabuleux Destin d'Amélie Poulain", 2001),
    "le fabuleux destin": ("Le Fabuleux Destin d'Amélie Poulain", 2001),
    "termnator": ("Terminator", 1984),
    "terminator 2": ("Terminator 2 : Le Jugement dernier", 1991),
    "la grande vadroulle": ("La Grande Vadrouille", 1966),
    "vadrouille grande": ("La Grande Vadrouille", 1966),
    "alien": ("Alien, le huitième passager", 1979),
    "alien 1979": ("Alien, le huitième passager", 1979),
    "king kong 2005": ("King Kong", 2005),
    "King Kong (1976)": ("King Kong", 1976),
    "2012": ("2012", 2009),
    "2001": ("2001, l'Odyssée de l'espace", 1968),
    "odyssée de l'espace": ("2001, l'Odyssée de l'espace", 1968),
    "rocky 2": ("Rocky", 1979),
    "rocky ii": ("Rocky", 1979),
    "oceans 11": ("Ocean's Eleven", 2001),
    "oceans eleven": ("Ocean's Eleven", 2001),
    "le parrain 2": ("Le Parrain, 2e partie", 1974),
    "the godfather part ii": ("Le Parrain, 2e partie", 1974),
    "star wars 4": ("Star Wars, épisode IV : Un nouvel espoir", 1977),
    "l'empire contre attaque": ("L'Empire contre-attaque", 1980),
    "la communauté de l'anneau": ("Le Seigneur des anneaux : La Communauté de l'anneau", 2001),
    "400 coups": ("Les Quatre Cents Coups", 1959),
    "les quatre cent coups": ("Les Quatre Cents Coups", 1959),
    "douze hommes en colere": ("Douze Hommes en colère", 1957),
    "12 hommes en colère": ("Douze Hommes en colère", 1957),
    "les 7 samourais": ("Les Sept Samouraïs", 1954),
    "ali baba et les 40 voleurs": ("Ali Baba et les Quarante Voleurs", 1954),
    "les bronzes": ("Les Bronzés", 1978),
    "le gendarme de st tropez": ("Le Gendarme de Saint-Tropez", 1964),
    "qu'est ce qu'on a fait au bon dieu": ("Qu'est-ce qu'on a fait au Bon Dieu ?", 2014),
    "rabbi jacob": ("Les Aventures de Rabbi Jacob", 1973),
    "cet ete-la": ("Cet été-là", 2013),
    "dune 2": ("Dune : Deuxième Partie", 2024),
    "5eme element": ("Le Cinquième Élément", 1997),
    "it": ("Ça", 2017),
    "pi": ("Pi", 1998),
    "up": ("Là-haut", 2009),
    "ran": ("Ran", 1985),
    "elle": ("Elle", 2016),
    "her": ("Her", 2013),
    "z": ("Z", 1969),
    "8½": ("Huit et demi", 1963),
    "8 1/2": ("Huit et demi", 1963),
    "heat": ("Heat", 1995),
    "xmen": ("X-Men", 2000),
    "spiderman": ("Spider-Man", 2002),
    "walle": ("WALL-E", 2008),
    "et": ("E.T., l'extra-terrestre", 1982),
    "et l'extraterrestre": ("E.T., l'extra-terrestre", 1982),
    "lalaland": ("La La Land", 2016),
    "v pour vendetta": ("V pour Vendetta", 2005),
    "dr folamour": ("Docteur Folamour", 1964),
    "le pianiste": ("Le Pianiste", 2002),
    "la pianiste": ("La Pianiste", 2001),
    "jaws": ("Les Dents de la mer", 1975),
    "les dents de la mer": ("Les Dents de la mer", 1975),
    "psychose": ("Psychose", 1960),
    "the birds": ("Les Oiseaux", 1963),
    "intouchable": ("Intouchables", 2011),
    "bienvenue chez les chtis": ("Bienvenue chez les Ch'tis", 2008),
    "les visiteurs": ("Les Visiteurs", 1993),
    "le diner de con": ("Le Dîner de cons", 1998),
    "tontons flingeurs": ("Les Tontons flingueurs", 1963),
    "asterix mission cleopatre": ("Astérix et Obélix : Mission Cléopâtre", 2002),
    "forest gump": ("Forrest Gump", 1994),
    "jurasic parc": ("Jurassic Park", 1993),
    "gladiateur": ("Gladiator", 2000),
    "a bout de souffle": ("À bout de souffle", 1960),
    "la reine des neige": ("La Reine des neiges", 2013),
    "soldat ryan": ("Il faut sauver le soldat Ryan", 1998),
    "titanic": ("Titanic", 1997),
}
# What is typed, and the person who must come first.
PEOPLE = {
    "truffaut": "François Truffaut",
    "trufaut": "François Truffaut",
    "francois truffaut": "François Truffaut",
    "truffaut francois": "François Truffaut",
    "de funes": "Louis de Funès",
    "louis de funes": "Louis de Funès",
    "belmondo": "Jean-Paul Belmondo",
    "depardieu": "Gérard Depardieu",
    "deneuve": "Catherine Deneuve",
    "hitchkock": "Alfred Hitchcock",
    "bourvil": "Bourvil",
    "romi schneider": "Romy Schneider",
    "eastwod": "Clint Eastwood",
    "costa gavras": "Costa-Gavras",
    "defunes": "Louis de Funès",
    "film avec belmondo": "Jean-Paul Belmondo",
    "film avec de funes": "Louis de Funès",
    "les films de jean gabin": "Jean Gabin",
    "un film de truffaut": "François Truffaut",
    "comédie française avec bourvil": "Bourvil",
    "avec delon": "Alain Delon",
}
# Two things side by side: a film that must be among the first, and the people named.
SIDE_BY_SIDE = {
    "deneuve depardieu": ("Le Dernier Métro", {"Catherine Deneuve", "Gérard Depardieu"}),
    "delon belmondo": ("Borsalino", {"Alain Delon", "Jean-Paul Belmondo"}),
    "un film avec delon et belmondo": ("Borsalino", {"Alain Delon", "Jean-Paul Belmondo"}),
    "louis de funès bourvil": ("La Grande Vadrouille", {"Louis de Funès", "Bourvil"}),
}
# A title and a name: the film that must come first, and the person.
TITLE_AND_NAME = {
    "la chèvre pierre richard": ("La Chèvre", "Pierre Richard"),
    "la chèvre depardieu": ("La Chèvre", "Gérard Depardieu"),
    "depardieu la chevre": ("La Chèvre", "Gérard Depardieu"),
    "la gifle lino ventura": ("La Gifle", "Lino Ventura"),
    "titanic dicaprio": ("Titanic", "Leonardo DiCaprio"),
}
# The name of a saga, and the titles that must stand first, in their order.
SAGAS = {
    "gendarme": ("Le Gendarme de Saint-Tropez", "Le Gendarme à New York"),
    "harry potter": ("Harry Potter à l'école des sorciers", "Harry Potter et la Chambre des secrets"),
    "asterix": ("Astérix le Gaulois",),
    "taxi": ("Taxi",),
    "les visiteurs": ("Les Visiteurs", "Les Couloirs du temps : Les Visiteurs 2"),
}
WHILE_TYPING = {
    "ameli": "Le Fabuleux Destin d'Amélie Poulain",
    "la gr": "La Grande Vadrouille",
    "le par": "Le Parrain",
    "les tont": "Les Tontons flingueurs",
    "harry p": "Harry Potter à l'école des sorciers",
}


@pytest.mark.parametrize(("typed", "film"), FIRST.items())
def test_what_people_type_finds_the_film_they_mean(engine: Engine, typed: str, film: tuple[str, int]) -> None:
    """The film meant comes first, whatever the spelling, the article, the numeral or the language."""
    best = engine.find(typed).films[0]
    assert film[0] in best.label("fr")
    assert best.year == film[1]


@pytest.mark.parametrize(("typed", "name"), PEOPLE.items())
def test_a_name_finds_the_person(engine: Engine, typed: str, name: str) -> None:
    """Of all who bear the name, the best known comes first."""
    assert engine.find(typed).people[0].name == name


@pytest.mark.parametrize(("typed", "meant"), SIDE_BY_SIDE.items())
def test_two_names_find_the_films_of_both(engine: Engine, typed: str, meant: tuple[str, set[str]]) -> None:
    """The films that both have a part in, and the two people."""
    found = engine.find(typed)
    title, names = meant
    assert title in [film.label("fr") for film in found.films[:3]]
    assert names <= {person.name for person in found.people}
    shared = [{film.id for film, _ in engine.library.filmography(person.id)} for person in found.people[:2]]
    assert found.films[0].id in set.intersection(*shared)


@pytest.mark.parametrize(("typed", "meant"), TITLE_AND_NAME.items())
def test_a_title_and_a_name_find_the_film(engine: Engine, typed: str, meant: tuple[str, str]) -> None:
    """Of the films so called, the one with that person."""
    found = engine.find(typed)
    assert (found.films[0].label("fr"), found.people[0].name) == meant


@pytest.mark.parametrize(("typed", "titles"), SAGAS.items())
def test_the_parts_of_a_saga_come_in_their_order(engine: Engine, typed: str, titles: tuple[str, ...]) -> None:
    """Of parts as well known, the one made first is seen first."""
    assert tuple(film.label("fr") for film in engine.find(typed).films[: len(titles)]) == titles


def test_a_full_name_brings_nobody_called_alike(engine: Engine) -> None:
    """Romy Schneider is neither Roy Scheider nor Rob Schneider."""
    assert [person.name for person in engine.find("romy schneider").people] == ["Romy Schneider"]


@pytest.mark.parametrize(("typed", "title"), WHILE_TYPING.items())
def test_half_a_title_proposes_the_film(engine: Engine, typed: str, title: str) -> None:
    """While somebody types, the beginning of a word is enough."""
    assert title in [film.label("fr") for film in engine.complete(typed).films]


def test_a_name_brings_no_film_by_accident(engine: Engine) -> None:
    """Titles that merely look like a name are not shown beside the person."""
    assert engine.find("truffaut").films == ()


def test_a_title_brings_nobody_of_that_first_name(engine: Engine) -> None:
    """Who types a film's title to the letter is not shown every Amélie."""
    assert engine.find("amelie").people == ()


@pytest.mark.parametrize("typed", ["amelie", "the matrix", "titanic", "alien 1979", "la pianiste", "le parrain 2"])
def test_a_title_to_the_letter_is_certain(engine: Engine, typed: str) -> None:
    """One film, or one far better known than its namesakes, leaves no doubt."""
    assert engine.find(typed).certain


@pytest.mark.parametrize(
    "typed", ["amleie", "king kong", "harry potter", "la belle et la bete", "truffaut", "le fabuleux"]
)
def test_several_films_or_an_error_leave_doubt(engine: Engine, typed: str) -> None:
    """Where another film may be meant, nothing is decided for the visitor."""
    assert not engine.find(typed).certain


def test_a_bad_spelling_proposes_the_closest_titles(engine: Engine) -> None:
    """Where no film fits, the closest titles are proposed."""
    found = engine.find("indianna jaune")
    assert not found.films
    assert any("Indiana Jones" in film.title for film in found.near)
