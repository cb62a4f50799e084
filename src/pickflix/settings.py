"""Every setting, read once: the environment (`PICKFLIX_*`) before `pickflix.toml`, then the default."""

import re
import tomllib
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from pickflix.errors import SettingsError, place, quoted

PREFIX = "PICKFLIX_"
FILE = Path("pickflix.toml")
ADDRESS = r"^https?://\S+[^/\s]$"


def is_this_machine(host: str) -> bool:
    """Whether only this machine can mean itself by that name or number.

    >>> [is_this_machine(host) for host in ("localhost", "127.0.0.1", "::1", "192.168.1.7", "cinema.example")]
    [True, True, True, False, False]
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Settings(BaseSettings):
    """Every knob of PickFlix; docs/settings.md is made from this class."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, toml_file=FILE, extra="forbid", frozen=True)

    data: Path = Field(Path("var"), description="folder of the snapshots and of the users' database")
    host: str = Field("127.0.0.1", description="address to serve on, in figures; `0.0.0.0` for every network")
    port: int = Field(8000, ge=1, le=65535, description="port to serve on")
    workers: int = Field(2, ge=1, le=64, description="web processes")
    public_url: str = Field(
        "",
        validate_default=True,
        description="address that readers type, such as `https://pickflix.mon-cinema.example`, for canonical links "
        "and the sitemap; by default the address served on",
    )
    keep_snapshots: int = Field(3, ge=1, le=100, description="snapshots kept for a rollback, the current one included")
    refresh: str = Field(
        "embedded,wikidata",
        description="sources that `pickflix refresh` reads, parted by commas, the first one's ids before the others'",
    )
    imdb_terms: Literal["accepted"] | None = Field(
        None,
        description="`accepted` says that you have read IMDb's terms (personal, non-commercial use; nothing "
        "republished) and keep them; without it no file of IMDb is read",
    )
    imdb_address: str = Field(
        "https://datasets.imdbws.com", pattern=ADDRESS, description="where IMDb's seven files are fetched from"
    )
    imdb_min_votes: int = Field(50, ge=0, description="votes that a film of IMDb must have to be kept")
    imdb_series: bool = Field(
        default=False,
        description="whether television series of IMDb are read too, into tables of their own, for comparisons",
    )
    wikidata_address: str = Field(
        "https://query.wikidata.org/sparql", pattern=ADDRESS, description="address of Wikidata's query service"
    )
    wikidata_api: str = Field(
        "https://www.wikidata.org/w/api.php",
        pattern=ADDRESS,
        description="address of Wikidata's API, which tells which articles of Wikipedia are about a film",
    )
    wikidata_from: int = Field(2015, ge=1880, le=2100, description="first release year that is asked of Wikidata")
    contact: str = Field(
        "",
        max_length=200,
        description="a mail or web address of yours that PickFlix gives to Wikidata and Wikipedia, whose rules ask "
        "for one",
    )
    wikipedia_addresses: str = Field(
        "https://{language}.wikipedia.org/w/api.php",
        pattern=ADDRESS,
        description="address of a Wikipedia's API; `{language}` stands for `fr` or `en`",
    )
    tmdb_training: Literal["accepted"] | None = Field(
        None,
        description="`accepted` says that TMDB allowed you to train models on its data, which its terms forbid "
        "(no use in connection with machine learning); without it TMDB's texts are shown, and nothing learns from them",
    )
    local_taste: bool = Field(
        default=True,
        description="whether films of an origin that draws more people here than elsewhere pass a little before; "
        "the effect is capped and said among the reasons",
    )
    ratings: Path | None = Field(
        None,
        description="ratings that a build learns from: a CSV with the columns user, film, value and perhaps time "
        "(docs/ratings.md), a folder of them, MovieLens as it is published (folder or `.zip`), or the word `movielens`",
    )
    movielens: Literal["accepted"] | None = Field(
        None,
        description="`accepted` says that you have read MovieLens' terms (research, nothing that earns money) and keep "
        "them; without it MovieLens serves the evaluation only",
    )
    embeddings: Path | None = Field(
        None,
        description="folder of a model of `sentence-transformers` (extra `embeddings`) that a build reads the texts of "
        "the films with; nothing is downloaded; without it their words are compared",
    )
    spark_master: str | None = Field(
        None,
        pattern=r"^(local(\[[^\]]+\])?|local-cluster\[\d+,\d+,\d+\]|spark://\S+|k8s://\S+|yarn)$",
        description="address of the Spark (extra `spark`) that a build trains the model `als` on, such as "
        "`spark://10.0.0.7:7077` or `local[2]`; without it this machine trains it alone",
    )
    tmdb_token: SecretStr | None = Field(
        None, description="TMDB API read token; with it the site shows TMDB's posters, without it TMDB is never asked"
    )
    tmdb_api: str = Field("https://api.themoviedb.org/3", pattern=ADDRESS, description="address of the TMDB API")
    tmdb_images: str = Field("https://image.tmdb.org/t/p", pattern=ADDRESS, description="address of TMDB's pictures")

    @field_validator("host")
    @classmethod
    def _numeric(cls, host: str) -> str:
        try:
            return str(ip_address("127.0.0.1" if host == "localhost" else host))
        except ValueError:
            problem = f"{quoted(host)} is no address in figures, such as 127.0.0.1 or 0.0.0.0"
            raise ValueError(problem) from None

    @field_validator("public_url")
    @classmethod
    def _of_readers(cls, url: str, given: ValidationInfo) -> str:
        if not url:
            return f"http://{place(given.data.get('host', '127.0.0.1'), given.data.get('port', 8000))}"
        if not re.fullmatch(r"https?://[\w.\-\[\]:]+/?", url, re.IGNORECASE):
            problem = f"{quoted(url)} is no address such as https://pickflix.mon-cinema.example, without a folder"
            raise ValueError(problem)
        return url.rstrip("/")

    @field_validator("tmdb_token")
    @classmethod
    def _none_where_blank(cls, token: SecretStr | None) -> SecretStr | None:
        return token if token and token.get_secret_value().strip() else None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the base class passes it; no .env file is read
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - idem, no secrets folder
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @classmethod
    def read(cls, environment: Mapping[str, str], **given: Any) -> Self:
        """The settings of this process.

        `given` (a command's options) wins over the environment, which wins over `pickflix.toml`.
        Raises SettingsError for a name that no setting has and for a value that does not parse.
        """
        known = {PREFIX + name.upper() for name in cls.model_fields}
        for name in environment:
            if name.upper().startswith(PREFIX) and name.upper() not in known:
                raise SettingsError.unknown(name, known)
        try:
            return cls(**given)
        except ValidationError as error:
            first = error.errors()[0]
            name = str(first["loc"][0]) if first["loc"] else "pickflix.toml"
            if first["type"] == "extra_forbidden":
                raise SettingsError.unknown(name, cls.model_fields.keys()) from None
            raise SettingsError(PREFIX + name.upper(), f"{first['msg'].removeprefix('Value error, ')}.") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsError(str(FILE), f"the file is not TOML in UTF-8 ({error}).") from None
        except OSError as error:
            raise SettingsError(str(FILE), f"the file cannot be read ({error.strerror}).") from None

    @property
    def read_elsewhere(self) -> str | None:
        """The address under which others than this machine read the site; None where nobody else does."""
        if not self.loopback:
            return self.host
        return None if is_this_machine(urlsplit(self.public_url).hostname or "") else self.public_url

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the site."""
        return ip_address(self.host).is_loopback
