"""Publication days: every way to find one, and their order."""

from vedette.read.dates import find_published


def test_the_order_of_the_ways() -> None:
    ways = {"given": "2024-01-01", "metadata": "2024-01-02", "url": "https://a/2024/01/03/b", "dateline": "Jan 4, 2024"}
    stamps = ["5 January 2024"]
    for number, how in enumerate(("given", "metadata", "url", "dateline"), 1):
        assert find_published(**ways, stamps=stamps) == (f"2024-01-0{number}", how)
        del ways[how]
    assert find_published(stamps=stamps) == ("2024-01-05", "text")
    assert find_published() == (None, "unknown")


def test_first_publication_before_later_changes() -> None:
    assert find_published(stamps=["Updated 6 January 2024", "Published 5 January 2024"]) == ("2024-01-05", "text")
    assert find_published(stamps=["Last updated 6 January 2024"]) == ("2024-01-06", "text")
    assert find_published(stamps=["2 hours ago"]) == (None, "unknown")
