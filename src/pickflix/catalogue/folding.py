"""One folding of text for every comparison: search, slugs, matching of films across lists."""

import unicodedata

# Letters that NFKD leaves whole although a French keyboard types them otherwise.
_PLAIN = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "ŋ": "n", "æ": "ae", "œ": "oe", "þ": "th"}
)


def fold(text: str) -> str:
    """Lower case, no accents, words of letters and digits parted by one space.

    >>> fold("Le Fabuleux Destin d'Amélie  Poulain !")
    'le fabuleux destin d amelie poulain'
    >>> fold("WALL·E"), fold("8½"), fold("Œdipe")
    ('wall e', '8 1 2', 'oedipe')
    """
    # Fractions part from the digit before them: "8½" is typed "8 1/2", not "81/2".
    spaced = "".join(f" {char} " if char in "¼½¾⅓⅔" else char for char in text)
    plain = unicodedata.normalize("NFKD", spaced.casefold()).translate(_PLAIN)
    kept = (char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
    return " ".join("".join(kept).split())


def slug(text: str) -> str:
    """The folded text as one word of an address.

    >>> slug("Jean-Pierre Jeunet")
    'jean-pierre-jeunet'
    """
    return fold(text).replace(" ", "-")
