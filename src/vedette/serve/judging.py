"""What people judge on the web: checked like on the command line, written into the same log, one at a time.

Where the desk asks for two people, what changes an incident waits as a proposal until another one agrees.
"""

import datetime as dt
import json
import re
import threading
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from vedette.errors import JudgementError
from vedette.merge import judgements
from vedette.merge.desking import new_incident, state_of
from vedette.records.judgement import Judgement, Signature
from vedette.serve.failing import ConflictError, MissingError
from vedette.serve.guard import Identity, Level, RefusedError
from vedette.store.teamwork import Evidence, Proposal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vedette.merge.state import State
    from vedette.serve.context import Web

Kind = Literal["confirm", "dispute", "correct", "split", "merge", "retract", "undo"]
LEVELS: Final[dict[Kind, Level]] = {
    "confirm": "analyst", "dispute": "analyst", "correct": "analyst", "undo": "analyst",
    "split": "editor", "merge": "editor", "retract": "editor",
}  # fmt: skip
"""The least role for each; what another one judged is undone by an editor alone."""
CHANGING: Final = frozenset({"correct", "split", "merge", "retract", "undo"})
"""What needs a second person where the desk asks for one."""
LOCK: Final = dt.timedelta(minutes=15)
_NUMBER: Final = re.compile(r"(\d{1,9})(?:\s*[-\u2013]\s*(\d{1,9}))?")
_ONE: Final = threading.Lock()
Name = Field(max_length=200)


class Words(BaseModel):
    """The words of a report that speak for a judgement, in code points of its text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    report: str = Name
    start: int = Field(ge=0, le=2**31 - 1)
    end: int = Field(ge=1, le=2**31 - 1)


class Asked(BaseModel):
    """A judgement that somebody asks for.

    `value` is written as for `vedette correct`: 12 or 10-14 for people, 2024-11-26 or 2024-11-26/2024-11-28 for days,
    a text or JSON for the rest, none for unknown.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    why: str = Field(default="", max_length=2000)
    field: str = Field(default="", max_length=80, description="correct: which field")
    value: str | None = Field(default=None, max_length=2000, description="correct: the right value")
    events: tuple[str, ...] = Field(default=(), max_length=1000, description="split: the events that leave")
    incidents: tuple[str, ...] = Field(default=(), max_length=100, description="merge: those that it absorbs")
    number: int | None = Field(default=None, ge=1, le=2**31 - 1, description="undo: the number of the judgement")
    evidence: Words | None = None


class Done(NamedTuple):
    """What became of it: the number of the judgement, or that of the proposal that waits."""

    judgement: int | None = None
    proposal: int | None = None


def judge(web: "Web", who: Identity, incident: str, asked: Asked) -> Done:
    """Judge an incident, or propose to. Raises RefusedError, ConflictError, MissingError or JudgementError."""
    account = who.account
    if account is None or not who.may(LEVELS[asked.kind]):
        msg = f"to {asked.kind} needs the role {LEVELS[asked.kind]}"
        raise RefusedError(msg)
    _refuse_locked(web, account.id, incident)
    _check(web, who, incident, asked)
    if web.settings.two_person and asked.kind in CHANGING:
        _made(web, state_of(web.desk), incident, asked, signed(who.name, asked.why), trial=True)
        told = asked.model_dump(mode="json")
        return Done(proposal=web.teamwork.propose(account.id, incident, told))
    return Done(judgement=carry_out(web, incident, asked, signed(who.name, asked.why)))


def decide(web: "Web", who: Identity, ident: int, *, agree: bool) -> Proposal:
    """Agree to a proposal of somebody else, or refuse it; one's own may be withdrawn."""
    found = next((one for one in web.teamwork.proposals() if one.id == ident), None)
    if found is None or who.account is None:
        msg = f"There is no proposal {ident} that waits."
        raise MissingError(msg)
    asked, own = Asked.model_validate(found.asked), found.account_id == who.account.id
    if agree and own:
        msg = "a second person must agree, not the one who proposed it"
        raise RefusedError(msg)
    if not own and not who.may(LEVELS[asked.kind]):
        msg = f"to {asked.kind} needs the role {LEVELS[asked.kind]}"
        raise RefusedError(msg)
    if not web.teamwork.decide(ident, "agreed" if agree else "withdrawn" if own else "refused", who.account.id):
        msg = "Somebody else has decided it. Load the page again."
        raise ConflictError(msg)
    if agree:
        _agreed(web, found, asked, who.name)
    return found


def _agreed(web: "Web", found: Proposal, asked: Asked, by: str) -> None:
    """Carry a proposal out; where that is not possible any more it is open again."""
    why = f"{asked.why}; agreed by {by}" if asked.why else f"agreed by {by}"
    try:
        number = carry_out(web, found.incident, asked, signed(found.name, why))
    except JudgementError:
        web.teamwork.carried_out(found.id, None)
        raise
    web.teamwork.carried_out(found.id, number)


def carry_out(web: "Web", incident: str, asked: Asked, signature: Signature) -> int:
    """Write a judgement into the log and bring the incidents up to date; its number."""
    with _ONE:  # so that two who judge in one moment are checked one after the other
        number = web.desk.judge(_made(web, state_of(web.desk), incident, asked, signature))
        if asked.evidence is not None:
            told = asked.evidence
            given = Evidence(judgement=number, report_id=told.report, start=told.start, end=told.end)
            web.teamwork.give(given)
    web.fresh.judged(number)
    web.memo.forget()
    web.derived.forget()
    return number


def signed(who: str, why: str) -> Signature:
    """A person's signature; the desk itself says when."""
    return Signature(at=dt.datetime.now(dt.UTC).isoformat(), who=who, by="person", why=why.strip())


def _made(
    web: "Web", state: "State", incident: str, asked: Asked, signature: Signature, *, trial: bool = False
) -> Judgement:  # fmt: skip
    """The judgement; a trial gives no new id out."""
    ways: dict[Kind, Callable[[], Judgement]] = {
        "confirm": lambda: judgements.confirm(state, incident, signature),
        "dispute": lambda: judgements.dispute(state, incident, asked.why, signature),
        "correct": lambda: judgements.correct_field(
            state, incident, asked.field, corrected(asked.field, asked.value), signature
        ),
        "merge": lambda: judgements.merge_incidents(state, asked.incidents, incident, signature),
        "split": lambda: _split(web, state, incident, asked.events, signature, trial=trial),
        "retract": lambda: _retracted(state, incident, asked, signature),
        "undo": lambda: judgements.undo(state, asked.number or 0, signature),
    }
    return ways[asked.kind]()


def _split(
    web: "Web", state: "State", incident: str, events: "Sequence[str]", signature: Signature, *, trial: bool
) -> Judgement:
    """A split; the id of the new incident is given out when it is sure that there will be one."""
    made = judgements.split_incident(state, incident, events, "?", signature)
    if trial:
        return made
    return judgements.split_incident(state, incident, events, new_incident(web.desk, state), signature)


def _retracted(state: "State", incident: str, asked: Asked, signature: Signature) -> Judgement:
    """A retraction, which has a reason as on the command line."""
    if not asked.why.strip():
        problem = f"the retraction of {incident!r} has no reason"
        raise JudgementError(problem, "Say why it should not be there")
    return judgements.retract(state, incident, signature)


def _refuse_locked(web: "Web", account: int, incident: str) -> None:
    """Refuse to judge what another one is changing."""
    for task in web.teamwork.tasks([incident]):
        if task.kind == "editing" and task.account_id != account:
            until = str(task.ends_at)[11:16]
            msg = f"{task.name} is working on {incident} until {until} UTC. Wait, or ask them to let go."
            raise ConflictError(msg)


def _check(web: "Web", who: Identity, incident: str, asked: Asked) -> None:
    """Refuse evidence that is not there, and to undo what is another's or of another incident."""
    if asked.evidence is not None:
        kept = web.desk.report(asked.evidence.report)
        text = kept.coded.report.text if kept is not None and kept.coded.report is not None else ""
        if (
            kept is None
            or kept.row.id != asked.evidence.report
            or not 0 <= asked.evidence.start < asked.evidence.end <= len(text)
        ):
            msg = "the words that you picked are not in the report. Pick them again."
            raise ConflictError(msg)
    if asked.kind == "undo":
        row = next((row for row in web.teamwork.judgements_about(incident) if row.id == asked.number), None)
        if row is None:
            msg = f"There is no judgement {asked.number} of {incident}."
            raise MissingError(msg)
        if row.who != who.name and not who.may("editor"):
            msg = "what another one judged is undone by an editor"
            raise RefusedError(msg)


def corrected(field: str, given: str | None) -> Any:  # noqa: ANN401 - any value of JSON
    """A corrected value as it was written; raises JudgementError for what is no value of the field."""
    if given is None or given.strip() in ("", "null"):
        return None
    text = given.strip()
    if field.startswith("counts.") or field == "independent_origins":
        return _people(field, text)
    if field == "when":
        return _days(text)
    try:
        return json.loads(text) if text[:1] in '[{"' or text in ("true", "false") else text
    except (ValueError, RecursionError):
        return text


def _people(field: str, text: str) -> int | dict[str, int]:
    """A number of people, or the lowest and the highest."""
    found = _NUMBER.fullmatch(text)
    low, high = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if low > high or (field == "independent_origins" and low != high):
        problem = f"{text!r} is no number for {field}"
        raise JudgementError(problem, "Write 12, or 10-14 for the lowest and the highest number of people")
    return low if low == high else {"low": low, "high": high}


def _days(text: str) -> str:
    """A day, or the first and the last."""
    try:
        days = [dt.date.fromisoformat(day.strip()) for day in text.split("/")]
    except ValueError:
        days = []
    if len(days) not in (1, 2) or days != sorted(days):
        problem = f"{text!r} is no time"
        raise JudgementError(problem, "Write 2024-11-26, or 2024-11-26/2024-11-28 for the first and the last day")
    return "/".join(day.isoformat() for day in days)
