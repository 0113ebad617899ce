"""A client for the API of a desk on the web.

with Client("https://desk.example.org", token="vdt_...") as desk:
for incident in desk.incidents(country="SYR", min_killed=10): ...
for found in desk.changes("2026-11-01"): ...   # incidents, and Gone for what was merged or retracted
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, Self
from urllib.parse import quote

import httpx

from vedette.errors import VedetteError
from vedette.records.brief import Brief
from vedette.records.coded import Coded
from vedette.records.incident import Incident

TIMEOUT = 60.0


class ClientError(VedetteError):
    """The desk does not answer, or refuses; `status` is that of HTTP, None where there was no answer."""

    def __init__(self, message: str, status: int | None = None) -> None:
        """Keep the status."""
        super().__init__(message)
        self.status = status


class Gone(NamedTuple):
    """An incident that is no more: `into` is what it was merged into, None where it was retracted."""

    id: str
    into: str | None
    changed_at: str


class Client:
    """A desk on the web; `http` is a client of httpx to be used instead of one made here.

    Every method raises ClientError. Names of filters are those of `/api/v1/incidents`; write `from_` for `from`.
    """

    def __init__(self, address: str, token: str | None = None, *, http: httpx.Client | None = None) -> None:
        """Connect to nothing yet."""
        self._address = address.rstrip("/")
        self._head = {"authorization": f"Bearer {token}"} if token else {}
        self._http = http or httpx.Client(timeout=TIMEOUT)

    def __enter__(self) -> Self:
        """Use it in a `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it at the end."""
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def incidents(self, **filters: object) -> Iterator[Incident]:
        """The incidents that hold to all filters, fetched by and by."""
        for item in self._paged("/api/v1/incidents", filters):
            if not item.get("tombstone"):
                yield Incident.model_validate(item)

    def changes(self, since: str, **filters: object) -> Iterator[Incident | Gone]:
        """What changed after a record time, the oldest change first; `changed_at` of the last is the next `since`."""
        for item in self._paged("/api/v1/incidents", filters | {"changed_since": since}):
            if item.get("tombstone"):
                yield Gone(item["id"], item["merged_into"], item["changed_at"])
            else:
                yield Incident.model_validate(item)

    def incident(self, ident: str) -> Incident | Gone | None:
        """One incident by its id; None where there is none."""
        item = self._get(f"/api/v1/incidents/{quote(ident, safe='')}", missing=True)
        if item is None:
            return None
        if not item.get("tombstone"):
            return Incident.model_validate(item)
        return Gone(item["id"], item["merged_into"], item["changed_at"])

    def report(self, ident: str) -> Coded | None:
        """One report with everything that was read from it; None where there is none."""
        item = self._get(f"/api/v1/reports/{quote(ident, safe='')}", missing=True)
        return None if item is None else Coded.model_validate(item["coded"])

    def briefs(self, author: str | None = None) -> Iterator[dict[str, Any]]:
        """The published briefs without their sentences, the newest first; of one author or all."""
        yield from self._paged("/api/v1/briefs", {"author": author})

    def brief(self, ident: int, version: int | None = None) -> Brief | None:
        """A brief with its sentences, of the version that readers see or the one asked for; None where there is none.

        One that was withdrawn raises ClientError with the status 410.
        """
        item = self._get(f"/api/v1/briefs/{ident}", {"version": version}, missing=True)
        return None if item is None else Brief.model_validate(item["brief"])

    def tracked(self, what: str, **asked: object) -> dict[str, Any]:
        """What is worked out of the whole desk: "control" (GeoJSON), "network", "tempo" or "forecast"."""
        return self._get(f"/api/v1/{what}", asked) or {}

    def judge(self, incident: str, kind: str, **asked: object) -> dict[str, Any]:
        """Judge an incident; the token's scope must be "judge". The number of the judgement, or of the proposal."""
        path = f"/api/v1/incidents/{quote(incident, safe='')}/judgements"
        found: dict[str, Any] = self._asked("POST", path, json={"kind": kind, **asked}).json()
        return found

    def _paged(self, path: str, filters: Mapping[str, object]) -> Iterator[dict[str, Any]]:
        """The items of every page."""
        page = self._get(path, filters) or {}
        while True:
            yield from page["items"]
            if page["next"] is None:
                return
            page = self._get(page["next"]) or {}

    def _get(self, path: str, asked: Mapping[str, object] = {}, *, missing: bool = False) -> dict[str, Any] | None:
        """What is at an address; None for nothing where that may be."""
        given = {name.rstrip("_"): str(value) for name, value in asked.items() if value is not None}
        answer = self._asked("GET", path, missing=missing, **({"params": given} if given else {}))
        found: dict[str, Any] | None = None if answer.status_code == httpx.codes.NOT_FOUND else answer.json()
        return found

    def _asked(self, method: str, path: str, *, missing: bool = False, **more: Any) -> httpx.Response:  # noqa: ANN401
        """An answer; raises ClientError for none, and for one that refuses."""
        try:
            answer = self._http.request(method, self._address + path, headers=self._head, **more)
        except httpx.HTTPError as error:
            msg = f"{self._address} does not answer: {error}. See that the desk is served there"
            raise ClientError(msg) from error
        if answer.is_success or (missing and answer.status_code == httpx.codes.NOT_FOUND):
            return answer
        try:
            said = str(answer.json()["detail"])
        except (ValueError, KeyError, TypeError):
            said = answer.text[:200]
        msg = f"{self._address}{path}: {answer.status_code}, {said}"
        raise ClientError(msg, answer.status_code)
