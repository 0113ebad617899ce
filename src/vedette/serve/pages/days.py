"""The calendar of days: of whatever the filters in the address ask for, with a table behind it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from vedette.serve.asof import as_of
from vedette.serve.calendar import calendar_of
from vedette.serve.context import web_of
from vedette.serve.filters import IncidentQuery, filters_of
from vedette.serve.guard import Need
from vedette.serve.pages.overview import CHOICES
from vedette.serve.rendering import page

router = APIRouter(include_in_schema=False, dependencies=[Depends(Need("reader")), Depends(as_of)])


@router.get("/calendar")
def days(request: Request, asked: Annotated[IncidentQuery, Query()]) -> Response:
    """The calendar of the incidents that hold to the filters."""
    made = calendar_of(web_of(request).incidents, filters_of(asked))
    return page(request, "calendar.html", asked=asked, choices=CHOICES, calendar=made)
