"""The request that a view of a company gets."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

if TYPE_CHECKING:
    from arclose.ledger.models import Company, FiscalPeriod


class CompanyRequest(HttpRequest):
    """A request below ``/<company>/<period>/``, of somebody whom the table of routes lets in.

    ``today`` is the day it is now in the company's time zone; views pass it on, nothing below them asks a clock.
    """

    user: User
    company: "Company"
    period: "FiscalPeriod"
    roles: frozenset[str]
    today: date
    htmx: HtmxDetails
    may_open: Callable[..., bool]
