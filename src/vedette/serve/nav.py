"""The pages in the bar at the top: the address, the name, and the least role that sees it."""

from typing import Final, NamedTuple


class Item(NamedTuple):
    """A page in the bar."""

    address: str
    name: str
    level: str = "reader"


NAV: Final = (
    Item("/", "Overview"),
    Item("/review", "Review", "analyst"),
    Item("/network", "Network"),
    Item("/tempo", "Tempo"),
    Item("/forecast", "Forecast"),
    Item("/briefs", "Briefs"),
    Item("/sources", "Sources"),
    Item("/lists", "Watch-lists"),
    Item("/about", "About"),
)
