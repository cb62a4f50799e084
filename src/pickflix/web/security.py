"""What every answer tells the browser to refuse, and which addresses are refused outright."""

from typing import Final
from urllib.parse import unquote_to_bytes, urlsplit

from starlette.types import Scope

from pickflix.settings import is_this_machine

LONGEST_QUERY = 8192  # bytes; a hundred and fifty films with every filter need less
LONGEST_PATH = 1024  # bytes

# Any site may show PickFlix in a frame: the cinema puts it on its own pages, and there is no account whose
# clicks could be stolen. Nothing may run, style or load but our own files.
POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors *"
)
EVERY_ANSWER: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
# What only documents obey; on styles, scripts and pictures it would be bytes on a slow network.
DOCUMENTS: Final = (
    *EVERY_ANSWER,
    (b"content-security-policy", POLICY.encode()),
    # Other sites never learn which film was looked at; our own script does, to tell a visitor from a reader within.
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


# What proxies add to a request that they pass on.
PASSED_ON: Final = (b"forwarded", b"via", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip")


def from_elsewhere(scope: Scope) -> bool:
    """Whether a request was asked of another name than this machine's own, or came through a proxy.

    A private catalogue answers neither: behind a proxy the public would read it, and a page of another site could
    through a name that leads here (DNS rebinding).
    """
    headers = dict(scope["headers"])
    host = urlsplit(f"//{headers.get(b'host', b'').decode('latin-1')}").hostname or ""
    return any(name in headers for name in PASSED_ON) or not is_this_machine(host)


def refusal(scope: Scope) -> int | None:
    """The status of an address that is refused before anything reads it, None for one that is fine.

    414 where it is too long, 400 where its bytes are not UTF-8 or hold a NUL.
    """
    query: bytes = scope.get("query_string", b"")
    path: bytes = scope.get("raw_path") or scope["path"].encode("utf-8", "surrogateescape")
    if len(query) > LONGEST_QUERY or len(path) > LONGEST_PATH:
        return 414
    try:
        said = unquote_to_bytes(path.partition(b"?")[0]).decode() + unquote_to_bytes(query).decode()
        scope["path"].encode()
    except UnicodeError:
        return 400
    return 400 if "\0" in said else None
