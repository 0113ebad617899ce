"""The settings of a desk, its `vedette.toml`: sources, how to watch them, what is of interest, alerts.

docs/watch.md describes every one; a test holds it to these models. A mistake is told with file, line and remedy.
"""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self, get_args
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from vedette.code.llm.settings import LlmSettings
from vedette.errors import DataFileError
from vedette.lexicon.countries import countries
from vedette.lexicon.tables import read_toml
from vedette.lexicon.tomllines import Part, line_of
from vedette.records.vocabulary import PloverType, Status

Role = Literal["reader", "analyst", "editor", "admin"]
Ownership = Literal["state", "public", "private", "party", "NGO", "intergovernmental", "armed group"]
FILE: Final = "vedette.toml"
FEED_ENDINGS: Final = (".rss", ".xml", ".atom", ".json")
"""What the file of an alert's feed may end in: RSS 2.0 (the first two), Atom, JSON Feed."""

_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_SPELL: Final = re.compile(r"(\d+)\s*([smhd])")
_COUNTRY: Final = re.compile(r"[A-Z]{3}")
_ADDRESS: Final = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")
_UPDATE: Final = "Correct it; docs/watch.md lists every setting"


def _seconds(given: object) -> int:
    """A span of time as people write it ("90s", "15m", "6h", "1d"), in seconds."""
    found = _SPELL.fullmatch(given.strip()) if isinstance(given, str) else None
    if found is None or int(found[1]) == 0:
        msg = f'{given!r} is no span of time; write a number and s, m, h or d, in quotes: "15m", "6h"'
        raise ValueError(msg)
    return int(found[1]) * _UNITS[found[2]]


def _country(given: object) -> str:
    """A country by its ISO code or English name, as alpha-3."""
    code = countries().iso3(given) if isinstance(given, str) else None
    if code is None:
        msg = f'{given!r} is no country; write its ISO code or English name: "SYR"'
        raise ValueError(msg)
    return code


def _mailbox(given: str) -> str:
    """An address of e-mail; a line break in one would let it write headers of its own."""
    if not _ADDRESS.fullmatch(given):
        msg = f'{given!r} is no address of e-mail; write it as "desk@example.org"'
        raise ValueError(msg)
    return given


def _web(given: str) -> str:
    """An http or https address."""
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        msg = f"{given!r} is no web address; write http:// or https:// and the rest of it"
        raise ValueError(msg)
    return given


def _words(given: str) -> str:
    """Words: at least one, on one line."""
    if not given.strip() or not given.isprintable():
        msg = "must be words on one line"
        raise ValueError(msg)
    return given.strip()


def _feed_file(given: str) -> str:
    """The name of a feed file, by whose ending its format is known."""
    if not given.lower().endswith(FEED_ENDINGS):
        msg = f"{given!r} does not end in one of {', '.join(FEED_ENDINGS)}, by which the format is known"
        raise ValueError(msg)
    return given


Span = Annotated[int, BeforeValidator(_seconds)]
Country = Annotated[str, BeforeValidator(_country)]
Mailbox = Annotated[str, AfterValidator(_mailbox)]
Web = Annotated[str, AfterValidator(_web)]
Words = Annotated[str, AfterValidator(_words)]


class _Table(BaseModel):
    """A table of the file: frozen, and a key that it does not know is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class SourceSettings(_Table):
    """One [[source]]. `url` is an address; of a folder or file, its path, relative ones from the desk's folder."""

    name: Words
    """Its own, for you."""
    kind: Words = "feed"
    """feed, sitemap, page, folder, lines, warc, or one that a package adds."""
    url: Words
    """Its address; of a folder or file its path, from the desk's folder on."""
    publisher: Words | None = None
    """Who publishes it; without it, what each page says of itself."""
    country: Country | None = None
    """Where it is at home: ISO code or English name."""
    language: Words | None = None
    """ISO 639-1."""
    ownership: Ownership | None = None
    """Who owns it."""
    reliability: Words | None = None
    """What whoever reads its reports should know."""
    whole: bool = False
    """That a feed's entries carry the whole of their articles, so that their pages need not be fetched."""
    interval: Span | None = None
    """Seconds between two visits; without it, by the source's own rhythm."""


class WatchSettings(_Table):
    """[watch]: how the sources are visited and what is kept."""

    contact: Words | None = None
    """Whom a site may ask about the visits: an address of e-mail or of a page, told with each request."""
    allow: tuple[Words, ...] = ()
    """Hosts and ranges that may be fetched though they are not public: "127.0.0.1", "10.2.0.0/16"."""
    concurrency: Annotated[int, Field(ge=2, le=64)] = 8
    """Addresses fetched at a time, of different hosts."""
    keep: Literal["events", "all"] = "events"
    """Which reports come onto the desk: those that tell of an event, or all that can be read."""
    recheck: tuple[Span, ...] = (2 * 3600, 86_400)
    """Seconds after which an article is fetched once more, to see an edit that its feed does not tell."""
    retention: Annotated[int, Field(ge=0)] = 0
    """Days for which the archive keeps what was fetched; 0 is for good."""
    archive_gb: Annotated[float, Field(ge=0, strict=False)] = 0
    """Gigabytes that the archive may take; 0 is without bound."""
    shortest: Span = 300
    """Seconds between two visits of a busy source."""
    longest: Span = 21_600
    """Seconds between two visits of a quiet or failing one."""

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        """Refuse bounds that leave nothing between them."""
        if self.shortest > self.longest:
            msg = "shortest is longer than longest"
            raise ValueError(msg)
        return self


class Interest(_Table):
    """[interest]: what the desk is about; an alert may ask for it with `of_interest = true`."""

    regions: tuple[Words, ...] = ()
    """Countries (ISO code or English name), provinces and places by name."""
    actors: tuple[Words, ...] = ()
    """Actors by name."""

    def countries(self) -> frozenset[str]:
        """The regions that are countries, as alpha-3."""
        return frozenset(code for name in self.regions if (code := countries().iso3(name)) is not None)


class AlertFilter(_Table):
    """What an alert asks of an incident; all that is given must hold, as with `vedette incidents`."""

    place: Words | None = None
    """A place's name, provinces too."""
    country: Country | None = None
    """ISO code or English name."""
    actor: Words | None = None
    """An actor's name."""
    type: Annotated[
        PloverType | None, BeforeValidator(lambda told: told.upper() if isinstance(told, str) else told)
    ] = None
    """A PLOVER type."""
    status: Status | None = None
    """A status."""
    min_killed: Annotated[int, Field(ge=0)] | None = None
    """By the highest number told."""
    min_origins: Annotated[int, Field(ge=1)] | None = None
    """Reports that neither copy nor only relay another."""
    text: Words | None = None
    """Words of a report."""
    of_interest: bool = False
    """That it is of what [interest] names."""


class AlertSettings(_Table):
    """One [[alert]]: which new incidents, and where to tell of them."""

    name: Words
    """Its own, for you."""
    filter: AlertFilter = AlertFilter()
    """What an incident must be."""
    feed: tuple[Annotated[str, AfterValidator(_feed_file)], ...] = ()
    """Files to be written, relative ones from the desk's folder."""
    email: tuple[Mailbox, ...] = ()
    """Addresses to write to."""
    webhook: Web | None = None
    """An address to call."""
    secret_env: Words | None = None
    """The variable of the environment that holds the secret with which the webhook's calls are signed."""

    @model_validator(mode="after")
    def _heard(self) -> Self:
        """Refuse an alert that nobody hears, and calls that nobody could tell from anyone's."""
        if not (self.feed or self.email or self.webhook):
            msg = "tells nobody; give it feed, email or webhook"
            raise ValueError(msg)
        if self.webhook and not self.secret_env:
            msg = "its webhook needs secret_env, the name of the variable that holds the secret to sign with"
            raise ValueError(msg)
        return self


class MailSettings(_Table):
    """[mail]: the server through which alerts go out."""

    host: Words
    """The server's name."""
    port: Annotated[int, Field(ge=1, le=65_535)] = 587
    """The server's port."""
    security: Literal["starttls", "tls", "none"] = "starttls"
    """How the line is made safe."""
    sender: Mailbox
    """From whom it comes."""
    user: Words | None = None
    """Whom to log in as."""
    password_env: Words | None = None
    """The variable of the environment that holds the password."""
    ca_file: Words | None = None
    """Certificates to trust beside the system's, for a server of the house."""


class OidcSettings(_Table):
    """[serve.oidc]: an OpenID provider by which people may log in, beside their passwords."""

    issuer: Web
    """The provider's address; what it says of itself is at /.well-known/openid-configuration below it."""
    client_id: Words
    """By what name the provider knows this desk."""
    client_secret_env: Words | None = None
    """The variable of the environment that holds the client's secret; without it the client is a public one."""
    label: Words = "single sign-on"
    """What the button to log in by it says: Log in by ..."""
    scopes: tuple[Words, ...] = ("openid", "profile")
    """What is asked of the provider; openid must be among it."""
    role_claim: Words = "groups"
    """The claim that holds somebody's groups; a dot leads into it: "realm_access.roles"."""
    roles: dict[Words, Role] = Field(default_factory=dict)
    """Which group has which role here; of several the highest. Told anew at each login."""
    default_role: Role | None = None
    """The role of those whom no group gives one; without it they are not let in."""
    create: bool = True
    """That an account is made for whoever comes for the first time; else they must join one that they have."""

    @model_validator(mode="after")
    def _safe(self) -> Self:
        """Refuse a provider in the clear, and one by which nobody could log in."""
        parts = urlsplit(self.issuer)
        if parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
            msg = f"issuer {self.issuer!r} is not https; whoever listens could log in as anybody"
            raise ValueError(msg)
        if "openid" not in self.scopes:
            msg = 'scopes has no "openid", without which a provider does not say who somebody is'
            raise ValueError(msg)
        return self


class ServeSettings(_Table):
    """[serve]: the desk on the web."""

    title: Words = "Vedette"
    """What the pages are called."""
    public: bool = False
    """That everybody may read without logging in."""
    hosts: tuple[Words, ...] = ()
    """Names by which the desk is asked for, beside localhost: "desk.example.org"."""
    secure: bool = False
    """That it is reached over https alone: cookies are then for https, and browsers are told to stay with it."""
    proxies: tuple[Words, ...] = ()
    """Addresses of proxies in front of it, whose word on where a request comes from is taken."""
    session: Span = 43_200
    """Seconds after which somebody who does nothing is logged out."""
    two_person: bool = False
    """That a second person must agree to what changes an incident."""
    replies: bool = False
    """That readers may reply to published briefs; an editor looks at each before it is shown."""
    oidc: OidcSettings | None = None
    """A table [serve.oidc]: an OpenID provider by which people may log in."""
    history: Words | None = None
    """A CSV of deaths by country and month to forecast from (see vedette forecast)."""


class Settings(_Table):
    """The whole file."""

    database: Words | None = None
    """Where the database is, if not beside the file: a folder, or postgresql://..."""
    model: Words | None = None
    """Another spaCy pipeline."""
    source: tuple[SourceSettings, ...] = ()
    """Where articles come from."""
    watch: WatchSettings = WatchSettings()
    """How sources are visited."""
    interest: Interest = Interest()
    """What the desk is about."""
    alert: tuple[AlertSettings, ...] = ()
    """What goes out, and where to."""
    mail: MailSettings | None = None
    """Through which server."""
    llm: LlmSettings = LlmSettings()
    """A language model as coder."""
    serve: ServeSettings = ServeSettings()
    """The desk on the web."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """Refuse two of one name, and e-mail without a server."""
        for kind, names in (("source", [s.name for s in self.source]), ("alert", [a.name for a in self.alert])):
            for name, times in Counter(names).items():
                if times > 1:
                    msg = f"there are {times} of [[{kind}]] with the name {name!r}; give each a name of its own"
                    raise ValueError(msg)
        if self.mail is None and any(alert.email for alert in self.alert):
            msg = "an alert goes out by email, and there is no [mail] with the server to send it by"
            raise ValueError(msg)
        return self


def load(path: Path) -> Settings:
    """The settings in a file; raises DataFileError with the line and the remedy for the first thing that is wrong."""
    told = _lists(read_toml(path))
    try:
        return Settings.model_validate(told)
    except ValidationError as error:
        first = error.errors()[0]
        where = tuple(part for part in first["loc"] if isinstance(part, str | int))
        problem, remedy = _told(first["type"], first["msg"], where)
        raise DataFileError(path, line_of(path.read_text("utf-8"), where), problem, remedy) from error


def _lists(told: Any) -> Any:  # noqa: ANN401 - what TOML holds
    """The same with tuples for lists, which strict models want; one text where a list of feeds or boxes is due."""
    if isinstance(told, dict):
        return {
            name: (value,) if name in ("feed", "email") and isinstance(value, str) else _lists(value)
            for name, value in told.items()
        }
    return tuple(map(_lists, told)) if isinstance(told, list) else told


def _told(kind: str, said: str, where: Sequence[Part]) -> tuple[str, str]:
    """What is wrong with a setting and the remedy, in words for whoever wrote the file."""
    name = _shown(where)
    if kind == "missing":
        return f"{name} is missing", "Add it; docs/watch.md tells what it means"
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(str(where[-1]), known := _known(where[:-1]), n=1, cutoff=0.6)
        there = f"Write {near[0]}" if near else f"There are {', '.join(known)}"
        return f"{name} is no setting", there
    problem = said.removeprefix("Value error, ")
    return (f"{name}: {problem}" if name else problem), _UPDATE


def _shown(where: Sequence[Part]) -> str:
    """A setting as people call it: "source 3, interval"."""
    words: list[str] = []
    for part in where:
        if isinstance(part, int) and words:
            words[-1] += f" {part + 1}"
        else:
            words.append(str(part))
    return ", ".join(words)


def _known(where: Iterable[Part]) -> list[str]:
    """The settings that the table at a place knows."""
    table: Any = Settings
    for part in where:
        if isinstance(part, str):
            fields: Mapping[str, Any] = table.model_fields
            table = _table_in(fields[part].annotation)
    return list(table.model_fields)


def _table_in(kind: Any) -> Any:  # noqa: ANN401 - a type of typing's
    """The model in a type such as `tuple[Model, ...]` or `Model | None`; None where there is none."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind
    return next((found for part in get_args(kind) if (found := _table_in(part)) is not None), None)
