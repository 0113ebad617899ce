"""A delivery of the outbox, made here."""

from collections.abc import Callable
from typing import Any

import pytest

from vedette.store.outbox import DeliveryRow

Make = Callable[..., DeliveryRow]


@pytest.fixture
def delivery() -> Make:
    """Makes deliveries of incidents by number; what else is given stands in the notice."""

    def make(n: int = 1, **told: Any) -> DeliveryRow:
        notice = {
            "alert": "many killed",
            "incident": f"i{n}",
            "at": "2026-11-26T10:00:00.000000Z",
            "headline": f"Attack - Djibo, BFA - 2026-11-{n:02} - 9-11 killed",
            "what": "Attack",
            "days": [f"2026-11-{n:02}"],
            "place": "Djibo",
            "country": "BFA",
            "killed": {"low": 9, "high": 11},
            "standing": "new",
            "independent_origins": 2,
            "reports": [
                {
                    "id": "r1",
                    "title": "Raid & fire <in> Djibo",
                    "publisher": "Sahel Wire",
                    "url": "https://s.example/1",
                },
                {"id": "r2", "title": "", "publisher": "", "url": ""},
            ],
        }
        return DeliveryRow(
            seq=n,
            key=f"00000000-0000-5000-8000-{n:012}",
            alert="many killed",
            channel="feed",
            incident=f"i{n}",
            notice=notice | told,
            state="due",
            tries=0,
            due="2026-11-26T10:00:00.000000Z",
            made_at="2026-11-26T10:00:00.000000Z",
            sent_at=None,
            error=None,
        )

    return make
