"""From the English labels of countries and languages in Wikidata to ISO 3166 and ISO 639 codes."""

from collections.abc import Mapping
from types import MappingProxyType

from babel import Locale

_ENGLISH = Locale("en")

# Wikidata's labels where they are not CLDR's. A state that is no more keeps its ISO 3166-3 code; a
# state that another one continues, or a part of one, takes the code of today.
_COUNTRIES: Mapping[str, str | None] = {
    "British Hong Kong": "HK",
    "Bosnia and Herzegovina": "BA",
    "Czech Republic": "CZ",
    "Czechoslovakia": "CSHH",
    "Democratic Republic of the Congo": "CD",
    "Federal Republic of Yugoslavia": "RS",
    "Georgian SSR": "SUHH",
    "Hong Kong": "HK",
    "Ivory Coast": "CI",
    "Kingdom of Great Britain": "GB",
    "Kingdom of Italy": "IT",
    "Kingdom of the Netherlands": "NL",
    "Occupied Palestinian territory": "PS",
    "Palestine": "PS",
    "People's Republic of China": "CN",
    "Republic of China": "TW",
    "Serbia and Montenegro": "RS",
    "Socialist Federal Republic of Yugoslavia": "YUCS",
    "Soviet Union": "SUHH",
    "Taiwan Island": "TW",
    "The Bahamas": "BS",
    "Turkey": "TR",
    "Wales": "GB",
    "West Germany": "DE",
    "Yugoslavia": "YUCS",
}
# Varieties take the code of the language that a spectator would look for; invented ones have none.
_LANGUAGES: Mapping[str, str | None] = {
    "Abkhaz": "ab",
    "Asháninka": "cni",
    "Atlantean": None,
    "Aka": "axk",
    "Australian Aboriginal English": "en",
    "Ayacucho Quechua": "qu",
    "Baoulé": "bci",
    "Cameroon Pidgin": "wes",
    "Classical Arabic": "ar",
    "Crow": "cro",
    "Dari": "fa",
    "Egyptian Arabic": "ar",
    "Egyptian language": "egy",
    "Embera": "cmi",
    "Filipino": "tl",
    "Flemish Dutch": "nl",
    "German Sign Language": "gsg",
    "Gullah": "gul",
    "Isan": "tts",
    "Iñupiaq": "ik",
    "Jamaican Patois": "jam",
    "Jin": "cjy",
    "Judeo-Moroccan": "aju",
    "Juǀʼhoansi": "ktz",
    "Klingon": None,
    "Kuna": "kuz",
    "Kurdish language": "ku",
    "Luganda": "lg",
    "Mandarin": "zh",
    "Mayan": "myn",
    "Meitei": "mni",
    "Modern Greek": "el",
    "Modern Hebrew": "he",
    "Mooré": "mos",
    "Moroccan Arabic": "ar",
    "Na'vi": None,
    "Nadsat": None,
    "Nahuatl": "nah",
    "Neapolitan language": "nap",
    "Pulaar": "ff",
    "Putonghua": "zh",
    "Quebec French": "fr",
    "Romani": "rom",
    "Salish–Spokane–Kalispel": "fla",
    "Seediq": "trv",
    "Senufo": "nic",
    "Sesotho": "st",
    "Shanghainese": "wuu",
    "Shuwa": "ar",
    "Sichuanese": "zh",
    "Singaporean Hokkien": "nan",
    "Sioux": "sio",
    "Slovene": "sl",
    "Songhay": "son",
    "Spanglish": None,
    "Standard Chinese": "zh",
    "Standard Taiwanese Mandarin": "zh",
    "Taiwanese Hokkien": "nan",
    "Tuareg": "tmh",
    "Ukrainian Sign Language": "ukl",
    "Yaka": "yaf",
    "Yolŋu": "dhg",
    "Yucatec Maya": "yua",
    "Yue Chinese": "yue",
    "artistic language": None,
    "multiple languages": None,
    "parseltongue": None,
}
COUNTRY_OF_LABEL: Mapping[str, str | None] = MappingProxyType(
    {str(label): str(code) for code, label in _ENGLISH.territories.items() if len(code) == 2} | dict(_COUNTRIES)  # noqa: PLR2004 - ISO 3166-1 alpha-2
)
LANGUAGE_OF_LABEL: Mapping[str, str | None] = MappingProxyType(
    {str(label): str(code).split("_")[0] for code, label in sorted(_ENGLISH.languages.items(), reverse=True)}
    | dict(_LANGUAGES)
)
