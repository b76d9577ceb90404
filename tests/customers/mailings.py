"""Sending documents by e-mail, as a clerk does it, and what came of it."""

from typing import Any

from arclose.batch import runner, steering
from arclose.batch.models import Job, JobItem
from arclose.ledger.models import Company
from customers.models import Customer, Invoice, SentDocument
from tests.builders import a_customer, an_order
from tests.customers.pages import Visitor, invoiced, page_key

SERVER = "django.core.mail.backends.locmem.EmailBackend"
NO_SERVER = "django.core.mail.backends.console.EmailBackend"


def a_reader(company: Company, email: str = "buyer@example.com", **values: Any) -> Customer:
    return a_customer(company, **{"language": "en", "tax_group": "OUT", "email": email, **values})


def an_invoice(company: Company, email: str = "buyer@example.com", **values: Any) -> Invoice:
    return invoiced(an_order(a_reader(company, email, **values), ("1", "70")))[0]


def send(clerk: Visitor, *invoices: Invoice, key: int = 1, **data: Any) -> Any:
    chosen = [invoice.pk for invoice in invoices]
    answer = clerk.post("invoices/email/", selected=chosen, sure="1", key=page_key(key), **data)
    runner.look()
    return answer


def sent() -> list[tuple[str, str, int]]:
    return list(SentDocument.objects.order_by("pk").values_list("recipient", "state", "attempt"))


def set_aside() -> list[str]:
    return list(JobItem.objects.filter(state="set_aside").order_by("label").values_list("reason", flat=True))


def retry(clerk: Visitor, job: Job | None = None) -> None:
    steering.retry(job=job or Job.objects.latest("pk"), retried_by=clerk.user)
    runner.look()
