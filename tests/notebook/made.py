"""Coded reports and incidents made for the notebook's tests, and what of HTML may be in its outputs."""

from html.parser import HTMLParser

from vedette.records import Attribution, Coded, Count, Event, Incident, Mention, Participant, Place, Report, Span, When
from vedette.records.incident import Source, Told, Toll

TAGS = {
    "div", "b", "span", "mark", "details", "summary", "table", "thead", "tbody", "tr", "th", "td", "svg", "title",
    "rect", "path", "circle", "text", "br",
}  # fmt: skip
ATTRIBUTES = {
    "style", "dir", "title", "scope", "xmlns", "viewbox", "role", "font-family", "d", "fill", "fill-rule", "stroke",
    "stroke-width", "stroke-opacity", "stroke-dasharray", "fill-opacity", "paint-order", "transform", "width", "height",
    "x", "y", "cx", "cy", "r", "font-size", "font-style",
}  # fmt: skip
LOADING = ("http://www.w3.org/2000/svg",)


class Sound(HTMLParser):
    """Reads a page: its words, and whether all of it is what it may be."""

    def __init__(self, page: str) -> None:
        """Read the page."""
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.open: list[str] = []
        self.marked: list[str] = []
        self.feed(page)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        for name, value in attrs:
            assert name in ATTRIBUTES, (tag, name)
            assert "url(" not in (value or "").lower()
            assert ":" not in (value or "") or name in {"style", "title", "xmlns"}, (name, value)
            assert name != "xmlns" or value in LOADING
        if tag != "br":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag, tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self.open[-1:] == ["mark"]:
            self.marked.append(data)

    @property
    def text(self) -> str:
        """All words of the page."""
        return "".join(self.words)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)


PLACE = Place(id="geonames:169389", name="Idlib", country="SYR", admin1="Idlib", lat=35.93, lon=36.63, precision="town")
COUNTRY = Place(id="country:SYR", name="Syria", country="SYR", lat=35.0, lon=38.0, precision="country")


def coded(
    who: str = "Rebels", what: str = "shelled", where: str = "Idlib", title: str | None = None, place: Place = PLACE
) -> Coded:
    """A report of one event, told in these words; the place that they stand for is PLACE unless another is given."""
    text = f"{who} {what} {where} on Monday, killing 12 people, residents said."
    starts: dict[str, int] = {}
    at = 0
    for name, words in (("who", who), ("what", what), ("where", where)):
        starts[name] = at
        at += len(words) + 1
    here = Mention(start=starts["where"], end=starts["where"] + len(where), text=where, kind="place", ref=place.id)
    day, number, says = text.index("Monday", at - 1), text.index("12 people", at - 1), text.index("residents", at - 1)
    event = Event(
        id="e1", type="ASSAULT", mode="heavy-weapons", sub_event="Shelling/artillery/missile attack",
        trigger=Span(start=starts["what"], end=starts["what"] + len(what), text=what),
        actors=(Mention(start=0, end=len(who), text=who, kind="actor"),), targets=(here,), place=here,
        when=When(start="2024-11-25", end="2024-11-25", precision="day", text="Monday", span=(day, day + 6)),
        counts=(Count(of="killed", whom="people", low=12, best=12, high=12, start=number, end=number + 9),),
        attribution=(
            Attribution(
                source=Mention(start=says, end=says + 9, text="residents", kind="person"),
                cue=Span(start=says + 10, end=says + 14, text="said"),
            ),
        ),
        salience=0.8, confidence=0.9, evidence=(Span(start=0, end=len(text), text=text),),
    )  # fmt: skip
    report = Report(id="r1", text=text, title=title, published="2024-11-26", publisher=title)
    return Coded(id="r1", report=report, places=(place,), events=(event,))


def incident(name: str = "Idlib", words: str = "Rebels shelled Idlib.", number: int = 1) -> Incident:
    """An incident in which every foreign text is one of these."""
    told = Told(
        event="r1:e1", report="r1", type="ASSAULT", status="happened", quote=words, start=0, end=len(words),
        salience=0.5, confidence=0.5,
    )  # fmt: skip
    return Incident(
        id=f"i{number}", title=words, type="ASSAULT", sub_event="Attack", status="happened", first="2024-11-25",
        last="2024-11-26", place=PLACE.model_copy(update={"name": name}), country="SYR",
        parties=(Participant(role="actor", name=name), Participant(role="target", name=words)),
        tolls=(Toll(of="killed", low=3, best=5, high=12),), told=(told,),
        sources=(Source(report="r1", key="r1", publisher=name, added_at="2026-11-30T00:00:00Z"),), reports=1, origins=1,
    )  # fmt: skip
