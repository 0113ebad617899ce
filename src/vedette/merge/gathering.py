"""What is worked out of each report before it is merged, once for each coding: its accounts, a sketch of its text."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from vedette.merge.account import accounts
from vedette.merge.copies import sketch_of
from vedette.merge.keeping import form, of_json, to_json, weeks_of
from vedette.store.made import ALL, AccountRow, Made

if TYPE_CHECKING:
    from vedette.merge.account import Account
    from vedette.records.coded import Coded
    from vedette.store.desk import Desk
    from vedette.store.rows import Kept

TOGETHER: Final = 50
"""Reports that are kept in one transaction."""


def gather(desk: "Desk", tick: Callable[[], None] = lambda: None) -> None:
    """Work out what is not yet worked out of the desk's reports; `tick` is called for each. Raises StoreError."""
    desk.worked.renew(form())
    behind = [ident for ident, _ in desk.worked.behind()]
    for start in range(0, len(behind), TOGETHER):
        made = []
        for one in _made(desk, behind[start : start + TOGETHER]):
            made.append(one)
            tick()
        desk.worked.put(made)


def _made(desk: "Desk", reports: Sequence[str]) -> Iterator[Made]:
    """What is worked out of reports."""
    before = [of_json(kept) for _, kept in desk.worked.accounts_of(reports)]
    for ident in reports:
        kept = desk.report(ident)
        if kept is not None and kept.coded.report is not None:
            yield made_of(as_kept(kept), kept.coding, [account for account in before if account.report == ident])


def made_of(coded: "Coded", coding: int = 1, before: "Sequence[Account]" = ()) -> Made:
    """What is worked out of one coding of a report, which stands under the desk's ids; `before` its accounts so far."""
    told = accounts(coded)
    words = Counter(word for account in told for word in _words(account))
    words.subtract(Counter(word for account in before for word in _words(account)))
    rows = tuple(AccountRow(a.id, rank, weeks_of(a), to_json(a)) for rank, a in enumerate(told))
    return Made(coded.id, coding, sketch_of(coded.report.text if coded.report else ""), rows, words)


def _words(account: "Account") -> list[str]:
    """What an account adds to the counts of words: each of its words once, and itself."""
    return [ALL, *set(account.words)]


def as_kept(kept: "Kept") -> "Coded":
    """A coding under the desk's ids of report and events: two reports may have come under one id of the user's."""
    named = zip(kept.events, kept.coded.events, strict=True)
    events = tuple(event.model_copy(update={"id": name}) for name, event in named)
    report = kept.coded.report and kept.coded.report.model_copy(update={"id": kept.row.id})
    return kept.coded.model_copy(update={"id": kept.row.id, "report": report, "events": events})
