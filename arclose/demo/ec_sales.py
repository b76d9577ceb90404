"""The wholesaler's EC sales lists: who declares, and the lists of the months before, accepted by the tax authority."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from arclose.access.routes import Role
from arclose.ledger.models import Company
from ecsales.declaring import report
from ecsales.formats.listing import Period
from ecsales.list_states import begin_list, close
from ecsales.models import ListParameters
from ecsales.planning import plan

_DECLARANT = {
    "street": "Keukenkade",
    "house_number": "18",
    "postal_code": "3011 AB",
    "city": "Rotterdam",
    "contact_first_name": "Johanna",
    "contact_last_name": "de Wit",
    "telephone": "010 123 45 67",
    "email": "administratie@keukengroothandel.example",
    # No maker of software has this number: a real one stands here before a list is filed.
    "particulars": "software_vendor_number: SWO00000",
}
_DAY, _HOUR = 10, 9


def say_who_declares(company: Company) -> None:
    """Fill in what the Dutch list says of the company."""
    registration = company.vat_registrations.get()
    ListParameters.objects.create(company=company, registration=registration, **_DECLARANT)


def submit_list(company: Company, month: date, users: dict[str, Any]) -> None:
    """Report the list of a month on a day of the next one, and close it under the receipt of the authority."""
    controller = users[Role.CONTROLLER]
    made = begin_list(
        company=company,
        registration=company.vat_registrations.get(),
        period=Period(month.year, month.month),
        made_by=users[Role.CLERK],
    )
    next_month = date(month.year + month.month // 12, month.month % 12 + 1, _DAY)
    moment = datetime(next_month.year, next_month.month, next_month.day, _HOUR, tzinfo=ZoneInfo(company.time_zone))
    seen = plan(made).fingerprint
    report(sales_list=made, moment=moment, seen=seen, reported_by=controller, key=f"demo list {month:%Y-%m}")
    made.refresh_from_db()
    close(sales_list=made, receipt=f"ICP-{month:%Y%m}-0418", changed_by=controller)
