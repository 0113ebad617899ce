"""XML of strangers: what is refused, under which name; what must still be read."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.errors import DataFileError, GatherError
from vedette.gather import refusals, xmlsafe
from vedette.gather.xmlsafe import XmlLimits, check_xml, parse_xml

RSS = '<rss version="2.0"><channel><title>Aléppo &amp; Idlib</title><item/></channel></rss>'
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "&lol;" * 10}">' for n in range(10))
    + "]><lolz>&l9;</lolz>"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252", "utf-16-be"])
def test_a_feed_is_read_in_the_encoding_that_it_declares(encoding: str) -> None:
    name = encoding.removesuffix("-sig")
    data = f'<?xml version="1.0" encoding="{name}"?>{RSS}'.encode(encoding)
    assert check_xml(data)
    assert parse_xml(data).findtext("channel/title") == "Aléppo & Idlib"


def test_what_the_server_calls_the_encoding_goes_before_what_the_document_says() -> None:
    data = f'<?xml version="1.0" encoding="utf-8"?>{RSS}'.encode("cp1251", "replace")
    assert parse_xml(data, charset="cp1251").findtext("channel/title") == "Al?ppo & Idlib"


def test_namespaces_are_named_as_elementtree_does() -> None:
    root = parse_xml(b'<u:set xmlns:u="urn:u" xmlns:n="urn:n"><u:url n:a="1">x</u:url></u:set>')
    assert root.tag == "{urn:u}set"
    assert root.find("{urn:u}url").attrib == {"{urn:n}a": "1"}  # type: ignore[union-attr]


def test_the_document_type_of_old_feeds_is_no_danger() -> None:
    old = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
    assert check_xml((old + RSS).encode())


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (LAUGHS.encode(), refusals.XmlDeclarationError),
        (LAUGHS.encode("utf-16"), refusals.XmlDeclarationError),
        (LAUGHS.replace("</lolz>", "").encode(), refusals.XmlDeclarationError),
        (b"<rss><a></b>" + LAUGHS.encode(), refusals.XmlDeclarationError),
        (b"<rss><a></b>" + LAUGHS.encode("utf-16-le"), refusals.XmlDeclarationError),
        (b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>', refusals.XmlDeclarationError),
        (b'<!DOCTYPE r SYSTEM "http://169.254.169.254/evil.dtd"><r/>', refusals.XmlDeclarationError),
        (b'<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1/"> %p;]><r/>', refusals.XmlDeclarationError),
        (b"<!DOCTYPE html><html/>", refusals.XmlDeclarationError),
        (b"<!DOCTYPE r [<!ELEMENT r ANY>]><r/>", refusals.XmlDeclarationError),
        (b'<!DOCTYPE r [<!ATTLIST r a CDATA "x">]><r/>', refusals.XmlDeclarationError),
        (b'<!DOCTYPE r [<!NOTATION n SYSTEM "n">]><r/>', refusals.XmlDeclarationError),
        (b"<a>" * 65 + b"</a>" * 65, refusals.XmlDepthError),
        (b"<a>" * 90_000, refusals.XmlDepthError),
        (b"<r>" + b"<a/>" * 101 + b"</r>", refusals.XmlSizeError),
        (b"<r " + b" ".join(b"a%d=''" % n for n in range(300)) + b"/>", refusals.XmlSizeError),
        (b"<r><!--" + b"x" * 2001 + b"--></r>", refusals.XmlSizeError),
        (b"<r a='" + b"x" * 2001 + b"'/>", refusals.XmlSizeError),
        (b"<r>" + b"x" * 300_000 + b"</r>", refusals.XmlSizeError),
        (b"<?xml version='1.0' encoding='punycode'?><r/>", refusals.XmlEncodingError),
        (b"<?xml version='1.0' encoding='utf-7'?>+ADwAIQ-DOCTYPE r+AFs-", refusals.XmlEncodingError),
        (b"<?xml version='1.0' encoding='zlib'?><r/>", refusals.XmlEncodingError),
        (b"<?xml version='1.0' encoding='x-klingon'?><r/>", refusals.XmlEncodingError),
    ],
)
def test_what_xml_must_not_do_is_refused_by_name(data: bytes, error: type[GatherError]) -> None:
    limits = XmlLimits(size=290_000, elements=100, token=2000)
    begun = time.perf_counter()
    for look in (check_xml, parse_xml):
        if look is check_xml or not data.startswith(b"<rss><a></b>"):
            with pytest.raises(error):
                look(data, limits)
    assert time.perf_counter() - begun < 5


def test_words_about_declarations_are_no_declarations() -> None:
    assert check_xml(b"<r><![CDATA[How <!ENTITY and <!DOCTYPE x [ ]> work]]></r>")
    assert not check_xml(b"<r>How &lt;!ENTITY works &nbsp; </r>")


def test_broken_feeds_pass_the_check_but_not_the_parser() -> None:
    assert not check_xml(b"<rss><channel><title>A & B</title></rss>")
    with pytest.raises(refusals.XmlBrokenError, match="not well-formed"):
        parse_xml(b"<urlset><url></urlset>")
    with pytest.raises(refusals.XmlBrokenError):
        parse_xml(b"")


def test_a_broken_table_of_document_types_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    xmlsafe._doctypes.cache_clear()
    monkeypatch.setattr(xmlsafe, "read_toml", lambda _path: {"public": "all"})
    with pytest.raises(DataFileError, match="doctypes"):
        check_xml(b"<!DOCTYPE r><r/>")


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda t: f"<r>{t}</r>".encode("utf-8", "replace")))
def test_any_bytes_are_read_or_refused_with_an_error_of_ours(data: bytes) -> None:
    try:
        well = check_xml(data)
    except GatherError:
        with pytest.raises(GatherError):
            parse_xml(data)
    else:
        if well:
            assert parse_xml(data).tag
        else:
            with pytest.raises(refusals.XmlBrokenError):
                parse_xml(data)
