"""The words of the site: French in the templates, English from `locale/en/LC_MESSAGES/messages.po`."""

from functools import cache
from gettext import NullTranslations
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from pickflix.catalogue.vocabulary import Language
from pickflix.web.typography import tidy


class Words:
    """What the templates call for each `{% trans %}`; each phrase is set in type once."""

    def __init__(self, language: Language) -> None:
        """French needs no catalogue: its phrases stand in the templates."""
        said = NullTranslations() if language == "fr" else _catalogue(language)

        @cache
        def gettext(message: str) -> str:
            return tidy(said.gettext(message), language)

        @cache
        def plural(one: str, many: str, single: bool) -> str:  # noqa: FBT001 - the key of a cache
            return tidy(said.ngettext(one, many, 1 if single else 2), language)

        def ngettext(one: str, many: str, n: int) -> str:
            # French says "0 film", English "0 films".
            return plural(one, many, n == 1 or (n == 0 and language == "fr"))

        self.gettext = gettext
        self.ngettext = ngettext


def _catalogue(language: Language) -> Translations:
    path = files("pickflix.web").joinpath(f"locale/{language}/LC_MESSAGES/messages.po")
    binary = BytesIO()
    with path.open("rb") as source:
        write_mo(binary, read_po(source, locale=language))
    binary.seek(0)
    return Translations(binary)
