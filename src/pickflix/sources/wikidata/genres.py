"""From Wikidata's names of genres to the site's codes."""

import re
from collections.abc import Mapping
from types import MappingProxyType

# Wikidata has some thousand genres of films, most of them a trait and a word of these: "gothic horror film",
# "romantic comedy", "biographical sports drama film". Each word gives its code; what says no genre gives none.
_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "action": "action", "martial": "action", "superhero": "action", "swashbuckler": "aventure", "wuxia": "action",
        "animated": "animation", "animation": "animation", "anime": "animation", "cartoon": "animation",
        "puppet": "animation", "adventure": "aventure", "road": "aventure", "pirate": "aventure",
        "treasure": "aventure", "survival": "aventure", "jungle": "aventure",
        "biographical": "biographie", "biography": "biographie", "biopic": "biographie",
        "autobiographical": "biographie",
        "comedy": "comedie", "comedic": "comedie", "comedies": "comedie", "parody": "comedie", "satire": "comedie",
        "satirical": "comedie", "farce": "comedie", "slapstick": "comedie", "buddy": "comedie",
        "tragicomedy": "comedie", "dramedy": "comedie", "spoof": "comedie", "mockumentary": "comedie",
        "musical": "comedie-musicale", "operetta": "comedie-musicale",
        "documentary": "documentaire", "documentaries": "documentaire", "docudrama": "documentaire",
        "docufiction": "documentaire", "travelogue": "documentaire",
        "drama": "drame", "dramatic": "drame", "melodrama": "drame", "tragedy": "drame", "melodramatic": "drame",
        "dramedies": "drame",
        "family": "famille", "children": "famille",
        "fantasy": "fantastique", "fantastic": "fantastique", "fairy": "fantastique", "supernatural": "fantastique",
        "sword": "fantastique", "mythological": "fantastique", "fantastique": "fantastique",
        "war": "guerre", "anti-war": "guerre", "military": "guerre", "submarine": "guerre",
        "historical": "histoire", "history": "histoire", "period": "histoire", "costume": "histoire",
        "peplum": "histoire", "jidaigeki": "histoire", "sword-and-sandal": "histoire",
        "horror": "horreur", "slasher": "horreur", "zombie": "horreur", "vampire": "horreur", "splatter": "horreur",
        "monster": "horreur", "giallo": "horreur", "werewolf": "horreur", "ghost": "horreur", "kaiju": "horreur",
        "concert": "musique", "music": "musique", "opera": "musique",
        "mystery": "mystere", "whodunit": "mystere", "detective": "mystere",
        "crime": "policier", "police": "policier", "gangster": "policier", "heist": "policier", "mafia": "policier",
        "noir": "policier", "neo-noir": "policier", "poliziotteschi": "policier", "yakuza": "policier",
        "prison": "policier", "caper": "policier", "polar": "policier", "bank": "policier",
        "romance": "romance", "romantic": "romance", "love": "romance",
        "science": "science-fiction", "sci-fi": "science-fiction", "dystopian": "science-fiction",
        "cyberpunk": "science-fiction", "post-apocalyptic": "science-fiction", "tokusatsu": "science-fiction",
        "sport": "sport", "sports": "sport", "boxing": "sport", "football": "sport",
        "thriller": "thriller", "suspense": "thriller", "spy": "thriller", "espionage": "thriller",
        "western": "western", "westerns": "western", "acid-western": "western",
    }
)  # fmt: skip
# Names whose words would mislead, or that have none of the words.
_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "action fiction": ("action",),
        "bildungsroman": ("drame",),
        "black comedy": ("comedie",),
        "christmas film": ("famille",),
        "coming-of-age film": ("drame",),
        "coming-of-age story": ("drame",),
        "disaster film": ("action", "drame"),
        "dance film": ("musique",),
        "fairy tale": ("fantastique", "famille"),
        "family drama": ("drame",),
        "film about music": ("musique",),
        "heimatfilm": ("drame",),
        "legal drama": ("drame",),
        "magic realist film": ("fantastique",),
        "martial arts film": ("action",),
        "medieval film": ("histoire",),
        "nature documentary": ("documentaire",),
        "operatic film": ("musique",),
        "political drama": ("drame",),
        "political film": ("drame",),
        "popular science film": ("documentaire",),
        "romance film": ("romance",),
        "science documentary": ("documentaire",),
        "social film": ("drame",),
        "soap opera": ("drame",),
        "space opera": ("science-fiction",),
        "space western": ("science-fiction",),
        "war drama": ("guerre", "drame"),
    }
)
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")


def codes(label: str) -> tuple[str, ...]:
    """The codes of a genre by its English name, none where it says nothing of what happens in a film.

    >>> codes("romantic comedy film"), codes("comedy-drama"), codes("neo-noir"), codes("black-and-white film")
    (('romance', 'comedie'), ('comedie', 'drame'), ('policier',), ())
    """
    name = label.casefold().strip().replace("_", " ")
    if name in _NAMES:
        return _NAMES[name]
    found: dict[str, None] = {}
    for word in _WORD.findall(name):
        for part in [word] if word in _WORDS else word.split("-"):
            if part in _WORDS:
                found[_WORDS[part]] = None
    return tuple(found)
