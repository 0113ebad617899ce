"""Coded reports as people hold them in a notebook: records that draw themselves and turn into tables and maps."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, overload

from vedette.records.coded import Coded

if TYPE_CHECKING:
    import pandas as pd


class CodedReport(Coded):
    """A coded report, with all that `Coded` has, that shows itself in a notebook.

    `desk.add` takes it. `as_json()` is its line of `vedette code --jsonl`.
    """

    @classmethod
    def of(cls, coded: Coded) -> "CodedReport":
        """The same record; it was checked when it was made, so that its parts are taken over as they are."""
        return cls.model_construct(
            coded.model_fields_set, **{name: getattr(coded, name) for name in Coded.model_fields}
        )

    def to_dicts(self) -> list[dict[str, Any]]:
        """A flat dict per event, what the report is about first; docs/notebooks.md tells each column."""
        from vedette.notebook.rows import event_rows  # noqa: PLC0415 - a script may not need it

        return list(event_rows(self))

    def to_pandas(self) -> "pd.DataFrame":
        """A DataFrame with a row per event, the columns of `to_dicts`. Raises ExtraError without pandas."""
        return CodedReports([self]).to_pandas()

    def to_geojson(self) -> dict[str, Any]:
        """A GeoJSON FeatureCollection with a feature per event.

        Its geometry is a point only where a place smaller than a country is known, else None.
        """
        return CodedReports([self]).to_geojson()

    def __repr__(self) -> str:
        """It in one line."""
        title = (self.report and self.report.title) or self.id
        what = f"not coded: {self.error}" if self.error else f"{len(self.events)} events"
        return f"<CodedReport {title[:60]!r}, {what}>"

    def __str__(self) -> str:
        """A line per event: who, what, to whom, where, when, how many."""
        from vedette.cli.render import answers, by_salience  # noqa: PLC0415 - as above

        told = (answers(self, event) for event in by_salience(self.events))
        return "\n".join([repr(self), *("  " + " | ".join(value or "-" for value in one.values()) for one in told)])

    def _repr_html_(self) -> str:
        """It as a notebook shows it: the text with its words marked, the events, a small map."""
        from vedette.notebook import page  # noqa: PLC0415 - as above

        return page.report(self)


class CodedReports(Sequence[CodedReport]):
    """Coded reports in the order in which they were given; those that could not be coded have their `error` set."""

    def __init__(self, coded: Iterable[Coded]) -> None:
        """Hold them."""
        self._coded = tuple(one if isinstance(one, CodedReport) else CodedReport.of(one) for one in coded)

    @overload
    def __getitem__(self, index: int) -> CodedReport: ...
    @overload
    def __getitem__(self, index: slice) -> "CodedReports": ...
    def __getitem__(self, index: int | slice) -> "CodedReport | CodedReports":
        """One by its number, or some of them."""
        return CodedReports(self._coded[index]) if isinstance(index, slice) else self._coded[index]

    def __len__(self) -> int:
        """How many reports."""
        return len(self._coded)

    def __iter__(self) -> Iterator[CodedReport]:
        """They in their order."""
        return iter(self._coded)

    @property
    def failed(self) -> "CodedReports":
        """Those that could not be coded; the `error` of each says why."""
        return CodedReports(one for one in self._coded if one.error)

    def to_dicts(self) -> list[dict[str, Any]]:
        """A flat dict per event, report by report; docs/notebooks.md tells each column."""
        return [row for one in self._coded for row in one.to_dicts()]

    def to_pandas(self) -> "pd.DataFrame":
        """A DataFrame with a row per event, the columns of `to_dicts`. Raises ExtraError without pandas."""
        from vedette.notebook.rows import EVENT_COLUMNS, frame  # noqa: PLC0415 - as above

        return frame(self.to_dicts(), EVENT_COLUMNS)

    def to_geojson(self) -> dict[str, Any]:
        """A GeoJSON FeatureCollection with a feature per event, as that of one report."""
        from vedette.notebook.maps import features  # noqa: PLC0415 - as above

        return features(self._coded, "Events")

    def __repr__(self) -> str:
        """It in one line."""
        return f"<CodedReports: {len(self)} reports, {sum(len(one.events) for one in self._coded)} events>"

    def _repr_html_(self) -> str:
        """They as a notebook shows them: each to be opened, and one map."""
        from vedette.notebook import page  # noqa: PLC0415 - as above

        return page.reports(self._coded)
