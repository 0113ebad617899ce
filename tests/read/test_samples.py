"""The sample reports of the package: every one is read as its README says."""

import json
from pathlib import Path

import pytest

from vedette.read import body_spans, decode, read_html, read_item, read_text, sample_paths
from vedette.records.report import Report

EXPECTED = {
    "colombia-catatumbo.html": ("Rebel war in Catatumbo", "Lucía Sample in Cúcuta", "2025-01-22", "url"),
    "congo-goma-local.txt": ("M23 rebels say", "Espoir Sample in Goma", "2025-01-27", "text"),
    "football-derby.html": ("Harbour Town bombard", None, "2025-02-16", "metadata"),
    "gaza-ceasefire-ends.txt": ("Israeli strikes shatter", None, "2025-03-18", "dateline"),
    "haiti-pont-sonde-pasted.txt": ("Gang massacre in Pont-Sondé", "Jean Sample", "2024-10-05", "text"),
    "karabakh-exodus.txt": ("Karabakh Armenians flee", None, "2023-09-29", "text"),
    "myanmar-lashio-blog.html": ("The fall of Lashio", "Nang Sample", "2024-08-06", "text"),
    "red-sea-shipping.html": ("Three seafarers killed", None, "2024-03-07", "text"),
    "sahel-bamako.html": ("Gunmen attack police school", "Aminata Sample", "2024-09-20", "metadata"),
    "somalia-lido-beach.txt": ("Al-Shabaab attack", None, "2024-08-04", "text"),
    "sudan-elfasher-sitrep.txt": ("Sudan: El Fasher", None, "2025-10-29", "text"),
    "sudan-khartoum-local.txt": ("Army retakes", None, "2025-03-21", "text"),
    "syria-aleppo-wire.txt": ("Insurgents enter Aleppo", "Staff Reporter", "2024-11-29", "dateline"),
    "syria-damascus.html": ("Assad flees", "Mira Sample", "2024-12-08", "metadata"),
    "ukraine-liveblog.html": ("Live: Ukrainian troops", "Sample Live Desk", "2024-08-08", "metadata"),
    "ukraine-sumy.html": ("Missiles kill dozens", "Oksana Sample", "2025-04-16", "metadata"),
}
FURNITURE = (
    *("Leave a", "email address", "cookies", "©", "Copyright", "Share", "Read more", "Related", "View all posts"),
    *("Reporting by", "Tags:", "Filed under", "newsletter", "Advertisement", "Correction", "Original Source", "By "),
)


def read(path: Path) -> list[Report]:
    data = path.read_bytes()
    if path.suffix == ".jsonl":
        return [read_item(json.loads(line)) for line in decode(data).splitlines()]
    return [read_html(data) if path.suffix == ".html" else read_text(decode(data))]


def test_every_sample_is_expected_and_in_the_readme() -> None:
    names = {path.name for path in sample_paths()}
    assert names == {*EXPECTED, "short-items.jsonl"}
    readme = (sample_paths()[0].parent / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in readme for name in names)


@pytest.mark.parametrize("path", sample_paths(), ids=lambda path: path.name)
def test_samples_are_clean(path: Path) -> None:
    for report in read(path):
        assert report.language == "en"
        assert report.published is not None
        body = " ".join(report.text[start:end] for start, end in body_spans(report))
        assert 100 <= len(body.split()) <= 350
        assert not [words for words in FURNITURE if words in body]


@pytest.mark.parametrize("name", EXPECTED)
def test_samples_have_their_fields(name: str) -> None:
    path = next(path for path in sample_paths() if path.name == name)
    (report,) = read(path)
    title, byline, published, how = EXPECTED[name]
    assert report.title is not None
    assert report.title.startswith(title)
    assert (report.byline, report.published, report.published_by) == (byline, published, how)
    assert body_spans(report) == [(0, len(report.text))]


def test_sample_details() -> None:
    by_name = {path.name: read(path)[0] for path in sample_paths()}
    assert by_name["red-sea-shipping.html"].original_source == "www.example.com"
    assert by_name["syria-aleppo-wire.txt"].summary is not None
    assert by_name["ukraine-sumy.html"].corrections
    assert by_name["sahel-bamako.html"].captions
    assert by_name["ukraine-liveblog.html"].furniture[0] == "19:50 GMT"
    assert by_name["haiti-pont-sonde-pasted.txt"].text.endswith("fear that the attackers will return.")
    assert by_name["short-items.jsonl"].dateline == "MAIDUGURI"
