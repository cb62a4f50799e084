"""What one calls a film after its country, and which of its countries that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from pickflix.recommend.columns import Coded, once
from pickflix.recommend.table import FilmTable


@dataclass(frozen=True, slots=True)
class Nationality:
    """The adjective of a country, in French by gender, and the languages in which its films speak."""

    fr: str
    fr_feminine: str
    en: str
    languages: tuple[str, ...]


def _table(lines: str) -> Mapping[str, Nationality]:
    rows = (line.split(",") for line in lines.split())
    return MappingProxyType(
        {code: Nationality(he, she, english.replace("_", " "), tuple(own)) for code, he, she, english, *own in rows}
    )


# Code, masculine, feminine, English, languages.
NATIONALITIES = _table(
    """
    AR,argentin,argentine,Argentinian,es
    AT,autrichien,autrichienne,Austrian,de
    AU,australien,australienne,Australian,en
    BE,belge,belge,Belgian,fr,nl
    BR,brésilien,brésilienne,Brazilian,pt
    CA,canadien,canadienne,Canadian,en,fr
    CH,suisse,suisse,Swiss,fr,de,it,gsw
    CL,chilien,chilienne,Chilean,es
    CN,chinois,chinoise,Chinese,zh,cmn
    CO,colombien,colombienne,Colombian,es
    CSHH,tchécoslovaque,tchécoslovaque,Czechoslovak,cs,sk
    CZ,tchèque,tchèque,Czech,cs
    DE,allemand,allemande,German,de
    DK,danois,danoise,Danish,da
    DZ,algérien,algérienne,Algerian,ar,fr
    EG,égyptien,égyptienne,Egyptian,ar
    ES,espagnol,espagnole,Spanish,es,ca
    FI,finlandais,finlandaise,Finnish,fi
    FR,français,française,French,fr
    GB,britannique,britannique,British,en
    GR,grec,grecque,Greek,el
    HK,hongkongais,hongkongaise,Hong_Kong,zh,yue,cmn
    HU,hongrois,hongroise,Hungarian,hu
    IE,irlandais,irlandaise,Irish,en,ga
    IL,israélien,israélienne,Israeli,he
    IN,indien,indienne,Indian,hi,ta,te,bn,ml,pa,ur,en
    IR,iranien,iranienne,Iranian,fa
    IS,islandais,islandaise,Icelandic,is
    IT,italien,italienne,Italian,it
    JP,japonais,japonaise,Japanese,ja
    KR,sud-coréen,sud-coréenne,South_Korean,ko
    LB,libanais,libanaise,Lebanese,ar
    MA,marocain,marocaine,Moroccan,ar,fr
    MX,mexicain,mexicaine,Mexican,es
    NL,néerlandais,néerlandaise,Dutch,nl
    NO,norvégien,norvégienne,Norwegian,no,nb
    NZ,néo-zélandais,néo-zélandaise,New_Zealand,en,mi
    PE,péruvien,péruvienne,Peruvian,es
    PL,polonais,polonaise,Polish,pl
    PT,portugais,portugaise,Portuguese,pt
    RO,roumain,roumaine,Romanian,ro
    RS,serbe,serbe,Serbian,sr
    RU,russe,russe,Russian,ru
    SE,suédois,suédoise,Swedish,sv
    SN,sénégalais,sénégalaise,Senegalese,wo,fr
    SUHH,soviétique,soviétique,Soviet,ru
    TH,thaïlandais,thaïlandaise,Thai,th
    TN,tunisien,tunisienne,Tunisian,ar,fr
    TR,turc,turque,Turkish,tr
    TW,taïwanais,taïwanaise,Taiwanese,zh,nan,cmn
    US,américain,américaine,American,en
    YUCS,yougoslave,yougoslave,Yugoslav,sr,hr,sh
    ZA,sud-africain,sud-africaine,South_African,en,af
    """
)


def home_country(countries: tuple[str, ...], languages: tuple[str, ...]) -> str | None:
    """The country after which a spectator would call the film; None where that is not beyond doubt.

    Sources list every country that put money in: of several, it is the one whose language is the
    film's first one. French is spoken in Belgium and Switzerland too: there France comes first where
    the source names it first.

    >>> home_country(("FR", "BE"), ("fr",))
    'FR'
    >>> home_country(("DE", "FR", "PL"), ("pl", "de"))
    'PL'
    >>> home_country(("GB", "US"), ("en",)) is None
    True
    """
    spoken = languages[:1]
    if countries[:1] == ("FR",) and spoken == ("fr",):
        return "FR"
    own = [
        code
        for code in countries
        if code in NATIONALITIES and (len(countries) == 1 or {*spoken} & {*NATIONALITIES[code].languages})
    ]
    return own[0] if len(own) == 1 else None


@once
def homes(table: FilmTable) -> Sequence[str | None]:
    """The home country of each film of the table; worked out once for all that have the same countries and language."""
    countries, languages = Coded.of(table.countries), Coded.of(table.languages).firsts()
    known: dict[tuple[bytes, bytes], str | None] = {}
    found = []
    for row, (begin, end) in enumerate(pairwise(countries.start.tolist())):
        key = (
            countries.numbers[begin:end].tobytes(),
            languages.numbers[slice(*languages.start[row : row + 2])].tobytes(),
        )
        if key not in known:
            known[key] = home_country(countries[row], languages[row])
        found.append(known[key])
    return tuple(found)
