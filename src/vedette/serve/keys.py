"""What lets somebody in: passwords, the keys of sessions, tokens, and the words that forms must hold."""

import base64
import functools
import hashlib
import hmac
import secrets
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from vedette.errors import StoreError

SHORTEST: Final = 12
LONGEST: Final = 1024
"""Characters of a password; more would only cost the server time."""
TOKEN: Final = "vdt_"  # noqa: S105 - what tokens begin with, so that they are known where they leak
_BYTES: Final = 32


@functools.cache
def _hasher() -> PasswordHasher:
    """Argon2id with the parameters that argon2-cffi recommends (RFC 9106, low memory)."""
    return PasswordHasher()


def hashed(password: str, name: str) -> str:
    """The hash of a new password; raises StoreError for one that is too short, too long or the name itself."""
    if not SHORTEST <= len(password) <= LONGEST:
        msg = f"a password has {SHORTEST} to {LONGEST} characters. Take a few words"
        raise StoreError(msg)
    if password.casefold() == name.casefold() or len(set(password)) < SHORTEST // 3:
        msg = "this password is too easy to guess. Take a few words"
        raise StoreError(msg)
    return _hasher().hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether a password is the right one; takes as long where there is none to compare with."""
    against = kept if kept is not None else _nobodys()
    try:
        right = len(password) <= LONGEST and _hasher().verify(against, password)
    except (VerificationError, InvalidHashError):
        return False
    return right and kept is not None


def is_old(kept: str) -> bool:
    """Whether a hash was made with weaker parameters than today's."""
    return _hasher().check_needs_rehash(kept)


@functools.cache
def _nobodys() -> str:
    """A hash that no password has."""
    return _hasher().hash(secrets.token_hex(_BYTES))


def new_key() -> str:
    """A key that nobody can guess."""
    return secrets.token_urlsafe(_BYTES)


def new_token() -> str:
    """An API token."""
    return TOKEN + secrets.token_urlsafe(_BYTES)


def digest(key: str) -> str:
    """The hash under which a key or token is kept. It is random, so no slow hash is needed."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def masked(csrf: str) -> str:
    """A session's word for its forms, another each time, so that a compressed page does not give it away."""
    word = hashlib.sha256(csrf.encode()).digest()
    pad = secrets.token_bytes(len(word))
    return base64.urlsafe_b64encode(pad + bytes(a ^ b for a, b in zip(pad, word, strict=True))).decode()


def unmasks(given: str, csrf: str) -> bool:
    """Whether a form holds its session's word."""
    word = hashlib.sha256(csrf.encode()).digest()
    try:
        told = base64.urlsafe_b64decode(given.encode("ascii"))
    except ValueError:
        return False
    if len(told) != 2 * len(word):
        return False
    shown = bytes(a ^ b for a, b in zip(told[: len(word)], told[len(word) :], strict=True))
    return hmac.compare_digest(shown, word)
