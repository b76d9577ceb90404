"""Opening the pages of a company as somebody: what every test of a page of customers needs."""

import re
from http import HTTPStatus
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from arclose.access.freshness import SESSION_KEY
from arclose.ledger.models import Company
from customers.invoicing import post_invoices
from customers.models import Invoice, SalesOrder
from tests.builders import a_clerk

QUERIES_AT_MOST = 15
_TAG = re.compile("<[^>]*>")


class Visitor:
    """Somebody signed in, in October 2026 of a company."""

    def __init__(self, user: User, company: Company) -> None:
        self.user = user
        self.client = Client()
        self.client.force_login(user)
        self.root = f"/{company.code}/2026-10/"

    def get(self, page: str, **headers: Any) -> Any:
        return self.client.get(self.root + page, headers=headers)

    def post(self, page: str, **data: Any) -> Any:
        """Send a form. The page that it leads to is asked for when somebody looks at the answer, as it is then."""
        answer = self.client.post(self.root + page, data)
        if answer.status_code != HTTPStatus.FOUND:
            return answer
        return SimpleLazyObject(lambda: self.client.get(answer.url, follow=True))

    def typed_the_password_just_now(self) -> None:
        session = self.client.session
        session[SESSION_KEY] = int(timezone.now().timestamp())
        session.save()


def text_of(response: Any) -> str:
    """Give the words of a page, without tags and needless spaces."""
    assert response.status_code == 200, response.status_code
    return " ".join(_TAG.sub(" ", response.content.decode()).replace("\N{NO-BREAK SPACE}", " ").split())


def value_of(response: Any, name: str) -> str:
    """Give the value of the first input of this name."""
    return response.content.decode().split(f'name="{name}" value="', 1)[1].split('"', 1)[0]


def invoiced(*orders: SalesOrder) -> list[Invoice]:
    """Post orders as a clerk and give their invoices."""
    company = orders[0].company
    ids = [order.pk for order in orders]
    post_invoices(company=company, orders=ids, posted_by=a_clerk(company), key=f"test-{ids}"[:80])
    return [Invoice.objects.get(order=order) for order in orders]


def page_key(number: int) -> str:
    """Give the key of a form, as a page would have rendered it."""
    return f"page-00000000-0000-4000-8000-{number:012}"
