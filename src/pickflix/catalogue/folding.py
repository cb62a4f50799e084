"""One folding of text for every comparison: search, slugs, matching of films across lists."""

import unicodedata

# Letters that NFKD leaves whole although a French keyboard types them otherwise.
_PLAIN = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "ŋ": "n", "æ": "ae", "œ": "oe", "þ": "th"}
)


_APART = "¼½¾⅓⅔"  # they part from the digit before them: "8½" is typed "8 1/2", not "81/2"
MOST_KEPT = 20_000  # letters whose folding is remembered: whoever types all there are fills no memory


class _Folded(dict[int, str]):
    """What each letter folds to: no letter's folding depends on its neighbours, so each is worked out once."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKD", chr(code).casefold()).translate(_PLAIN)
        kept = "".join(char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
        folded = f" {kept} " if chr(code) in _APART else kept
        if len(self) < MOST_KEPT:
            self[code] = folded
        return folded


_FOLDED = _Folded()


def fold(text: str) -> str:
    """Lower case, no accents, words of letters and digits parted by one space.

    >>> fold("Le Fabuleux Destin d'Amélie  Poulain !")
    'le fabuleux destin d amelie poulain'
    >>> fold("WALL·E"), fold("8½"), fold("Œdipe")
    ('wall e', '8 1 2', 'oedipe')
    """
    return " ".join(text.translate(_FOLDED).split())


def slug(text: str) -> str:
    """The folded text as one word of an address.

    >>> slug("Jean-Pierre Jeunet")
    'jean-pierre-jeunet'
    """
    return fold(text).replace(" ", "-")
