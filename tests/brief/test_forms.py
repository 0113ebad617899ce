"""A brief as HTML, Markdown, text, PDF, DOCX and ninjs, each opened by a reader of its own."""

import io
import json
import re
from xml.etree import ElementTree as ET

import docx
import pypdf
import pytest

from vedette.brief import drawing, layout, ninjs, page, paper, text
from vedette.errors import VedetteError
from vedette.records.brief import Brief, BriefPoint, BriefScope, BriefSentence, BriefSource, Finding

SVG = "{http://www.w3.org/2000/svg}"


def test_the_page_is_xml_loads_nothing_and_says_all(sudan: Brief) -> None:
    whole = page.html(sudan)
    root = ET.fromstring(whole.removeprefix("<!DOCTYPE html>\n"))  # noqa: S314 - made here
    assert not re.search(r"<script|\bsrc=|@import|url\(", whole)
    assert "default-src 'none'" in root.find(".//{*}meta[@http-equiv]").attrib["content"]  # type: ignore[union-attr]
    told = " ".join(root.itertext())
    for sentence in sudan.sentences:
        assert sentence.text in told
    assert "Reviewed by Ada <Lovelace>, 1 October 2024." in told
    assert len(root.findall(f".//{SVG}svg")) == 2
    ids = {element.get("id") for element in root.iter()}
    assert {
        a.attrib["href"][1:] for a in root.iter("{http://www.w3.org/1999/xhtml}a") if a.attrib["href"][0] == "#"
    } <= ids


def test_markup_in_a_report_does_nothing(sudan: Brief) -> None:
    bad = BriefSentence(text='<script>alert("x")</script> & *so*\x1b[31m', cites=("i1",))
    source = BriefSource(report="r", outlet="<b>", url="javascript:alert(1)")
    brief = sudan.model_copy(update={"happened": (bad,), "sources": (source,)})
    assert "<script>" not in page.html(brief)
    assert "javascript:" not in page.html(brief)
    assert "<script>" not in text.markdown(brief)
    assert "\x1b" not in page.html(brief)


def test_the_map_pins_what_is_known_and_counts_the_rest(sudan: Brief) -> None:
    svg = ET.fromstring(drawing.map_of(sudan.points, sudan.scope))  # noqa: S314 - made here
    placed = {p.where for p in sudan.points if p.precision in drawing.FINE and p.lat is not None}
    assert {t.text for t in svg.iter(f"{SVG}text")} >= placed
    assert len(list(svg.iter(f"{SVG}circle"))) == len(placed)
    for circle in svg.iter(f"{SVG}circle"):
        assert 0 <= float(circle.attrib["cx"]) <= drawing.WIDE
        assert 0 <= float(circle.attrib["cy"]) <= drawing.HIGH
    far = BriefPoint(incident="i9", label="Attack", where="Darfur", lat=13.0, lon=25.0, precision="province")
    assert drawing.unplaced([far]) == [far]
    assert not drawing.map_of([far], sudan.scope)


def test_the_timeline_has_each_day(sudan: Brief) -> None:
    svg = ET.fromstring(drawing.timeline_of(sudan.points, sudan.scope))  # noqa: S314 - made here
    days = {p.day for p in sudan.points if p.day}
    assert len(list(svg.iter(f"{SVG}rect"))) == len(days)
    assert not drawing.timeline_of([], sudan.scope)


def test_every_country_has_outlines_of_pairs_of_degrees() -> None:
    assert {"SYR", "SDN", "COD", "UKR", "XKX", "PSE"} <= drawing.outlines().keys()
    for rings in drawing.outlines().values():
        assert all(-180.1 <= lon <= 180.1 and -90 <= lat <= 90 for ring in rings for lon, lat in ring)


def test_markdown_and_text_say_all_and_number_their_sources(sudan: Brief) -> None:
    marked, plain = text.markdown(sudan), text.terminal(sudan, 70)
    for title in ("Summary", "What happened", "Where reports disagree", "Sources", "Method and limits"):
        assert f"## {title}" in marked
        assert title.upper() in plain
    assert all(len(line) <= 70 for line in plain.splitlines() if "http" not in line)
    joined = " ".join(plain.split())
    for sentence in sudan.happened:
        assert sentence.text in joined
    assert re.search(r"\\\[\d+(, \d+)*\\\]", marked)


def test_a_flagged_sentence_says_so_everywhere(sudan: Brief) -> None:
    finding = Finding(kind="number", words="12", problem="the evidence has 9")
    flagged = sudan.happened[0].model_copy(update={"verdict": "flagged", "findings": (finding,)})
    brief = sudan.model_copy(update={"happened": (flagged,)})
    for written in (page.html(brief), text.markdown(brief), text.terminal(brief, 1000)):
        assert "not borne out: number: 12 (the evidence has 9)" in written.replace("Not", "not")


def test_the_pdf_can_be_read_and_says_all(sudan: Brief) -> None:
    read = pypdf.PdfReader(io.BytesIO(paper.pdf(sudan)))
    told = " ".join(" ".join(sheet.extract_text() for sheet in read.pages).split())
    assert len(read.pages) > 1
    assert "El Fasher" in told
    assert "What happened" in told
    assert read.metadata is not None
    assert read.metadata.title == sudan.headline.text


def test_the_document_can_be_read_and_says_all(sudan: Brief) -> None:
    read = docx.Document(io.BytesIO(paper.docx(sudan)))
    told = [paragraph.text for paragraph in read.paragraphs]
    assert told[0] == sudan.headline.text
    for sentence in sudan.happened:
        assert any(sentence.text in paragraph for paragraph in told)
    assert read.core_properties.author == "Ada <Lovelace>"


@pytest.mark.parametrize(("module", "write"), [("weasyprint", paper.pdf), ("docx", paper.docx)])
def test_a_missing_library_is_named_with_the_remedy(
    sudan: Brief, module: str, write: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, module, None)
    with pytest.raises(VedetteError, match=r"pip install 'vedette\[(pdf|docx)\]'"):
        write(sudan)  # type: ignore[operator]  # one of the two writers


def test_the_news_item_has_the_properties_of_its_schema(sudan: Brief) -> None:
    item = json.loads(ninjs.ninjs(sudan))
    # those of ninjs 2.1 that it may use: iptc/newsinjson, specification/ninjs-schema_2.1.json
    known = {"uri", "type", "representationtype", "profile", "version", "versioncreated", "contentcreated", "pubstatus"}
    known |= {"language", "by", "headlines", "descriptions", "bodies", "places", "ednote"}
    assert item.keys() <= known
    assert (item["type"], item["representationtype"], item["pubstatus"]) == ("text", "full", "usable")
    assert item["uri"] == f"urn:vedette:brief:{sudan.id}"
    assert [body["charcount"] for body in item["bodies"]] == [len(body["value"]) for body in item["bodies"]]
    points = [p["geojson"]["geometry"]["coordinates"] for p in item["places"] if "geojson" in p]
    assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in points)
    assert ninjs.item(sudan.model_copy(update={"byline": type(sudan.byline)()}))["pubstatus"] == "withheld"


def test_sources_say_whom_they_relied_on() -> None:
    told = BriefSource(report="r", outlet="A", title="T", published="2024-01-02", relied_on="B")
    assert layout.told_of(told) == "A, \u201cT\u201d, 2 January 2024 (relied on B)"
    assert "repeats another" in layout.told_of(told.model_copy(update={"copies": True}))
    assert "relays another" in layout.told_of(told.model_copy(update={"relied_on": None, "independent": False}))


def test_nobody_answers_for_a_brief_that_nobody_read(sudan: Brief) -> None:
    bare = sudan.model_copy(update={"byline": type(sudan.byline)()})
    assert "Not reviewed by a person." in page.html(bare)
    scope = BriefScope(title="X", first="2024-01-01", last="2024-01-01")
    assert layout.Laid(bare.model_copy(update={"scope": scope})).dated == "1 January 2024"
