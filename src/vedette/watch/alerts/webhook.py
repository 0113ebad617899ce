"""The webhook of an alert: an incident is a POST of JSON, signed, to an address that the rules of safety let pass.

The receiver checks `Vedette-Signature`: "v1=" and the hex HMAC-SHA256, with the shared secret, of the value of
`Vedette-Timestamp` (seconds since 1970), a full stop and the body; and refuses timestamps that are minutes old.
`Idempotency-Key` is the same at each try: a call whose answer is lost comes again, and a receiver that has the key
already answers 200 and does nothing. Any answer from 200 to 299 counts as delivered; redirects are not followed.
"""

import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Final

from vedette.errors import GatherError
from vedette.version import __version__

if TYPE_CHECKING:
    import httpx

    from vedette.store.outbox import DeliveryRow

PATIENCE: Final = 30.0
_SCHEME: Final = "v1"


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """The signature of a body sent at a time."""
    signed = timestamp.encode("ascii") + b"." + body
    return f"{_SCHEME}={hmac.new(secret.encode('utf-8'), signed, hashlib.sha256).hexdigest()}"


def call(row: "DeliveryRow", url: str, secret: str, transport: "httpx.BaseTransport", now: float) -> None:
    """Call the webhook; raises GatherError where it does not answer that it took it."""
    import httpx  # noqa: PLC0415 - slow to import, and needed only where there is a webhook

    body = json.dumps({"key": row.key} | row.notice, ensure_ascii=True, sort_keys=True).encode("ascii")
    timestamp = str(int(now))
    headers = {
        "Content-Type": "application/json",
        "User-Agent": f"vedette/{__version__}",
        "Idempotency-Key": row.key,
        "Vedette-Timestamp": timestamp,
        "Vedette-Signature": sign(secret, timestamp, body),
    }
    try:
        with (
            httpx.Client(transport=transport, timeout=PATIENCE, trust_env=False, follow_redirects=False) as client,
            client.stream("POST", url, content=body, headers=headers) as answer,  # its body is of no interest
        ):
            if not answer.is_success:
                msg = f"the webhook {_shown(url)} answered {answer.status_code}. See what its log says"
                raise GatherError(msg)
    except httpx.HTTPError as error:
        msg = f"the webhook {_shown(url)} cannot be called ({type(error).__name__}: {error}). Check its address"
        raise GatherError(msg) from error


def _shown(url: str) -> str:
    """An address for messages; what follows the host may be a secret."""
    return "/".join(url.split("/")[:3])
