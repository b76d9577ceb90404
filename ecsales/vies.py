"""Ask VIES, the VAT Information Exchange System, whether somebody holds a number, and keep what it answers.

The service is optional: without its address in the settings nobody is asked, and a number is "not checked". A question
has a time limit and is asked twice at most; nothing of the books waits for an answer, and no transaction is open.
"""

import json
import logging
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from arclose.ledger.models import Company
from ecsales.models import CheckResult, NumberCheck
from ecsales.vat_numbers import split

log = logging.getLogger(__name__)

SECONDS_PER_QUESTION, SECONDS_AT_MOST, TRIES = 5, 20, 2
ANSWER_BYTES_AT_MOST = 100_000


@dataclass(frozen=True)
class Answer:
    """What the service said of a number."""

    result: CheckResult
    detail: str = ""
    consultation_number: str = ""
    name: str = ""
    address: str = ""


def is_at_hand() -> bool:
    """Tell whether the program may ask the service."""
    return bool(settings.VIES_URL)


def check_numbers(*, company: Company, numbers: Sequence[str], requester: str, checked_by: User) -> list[NumberCheck]:
    """Ask about numbers, one after the other, and keep each answer; those that time does not allow are left for later.

    ``requester`` is the company's own number: to who names one the service gives a consultation number.
    """
    until, made = time.monotonic() + SECONDS_AT_MOST, []
    for number in numbers if is_at_hand() else ():
        if time.monotonic() > until:
            break
        answer = ask(number, requester=requester)
        made.append(
            NumberCheck.objects.create(
                company=company,
                vat_number=number,
                requester=requester,
                result=answer.result,
                detail=answer.detail[:200],
                consultation_number=answer.consultation_number[:60],
                name=answer.name[:200],
                address=answer.address[:400],
                checked_by=checked_by,
            )
        )
    return made


def ask(number: str, *, requester: str) -> Answer:
    """Give what the service says of a number; that it gave no answer is an answer too."""
    answer = Answer(CheckResult.UNAVAILABLE)
    for _try in range(TRIES):
        try:
            answer = _read(_answered(number, requester))
        except (OSError, ValueError) as error:
            log.warning("VIES did not answer: %s", error)
            answer = Answer(CheckResult.UNAVAILABLE, str(error))
        if answer.result != CheckResult.UNAVAILABLE:
            break
    return answer


def _answered(number: str, requester: str) -> Any:
    (country, rest), (own_country, own_rest) = split(number), split(requester)
    question = {
        "countryCode": country,
        "vatNumber": rest,
        "requesterMemberStateCode": own_country,
        "requesterNumber": own_rest,
    }
    request = urllib.request.Request(  # noqa: S310 (the address stands in the settings)
        f"{settings.VIES_URL}/check-vat-number",
        data=json.dumps(question).encode(),
        headers={"Content-Type": "application/json", "Accept": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=SECONDS_PER_QUESTION) as response:  # noqa: S310
        return json.loads(response.read(ANSWER_BYTES_AT_MOST))


def _read(answer: Any) -> Answer:
    if not isinstance(answer, dict) or "valid" not in answer:
        wrappers = answer.get("errorWrappers") if isinstance(answer, dict) else None
        return Answer(CheckResult.UNAVAILABLE, str(wrappers or answer))
    fault = str(answer.get("userError") or "")
    if fault not in {"", "VALID", "INVALID"}:
        return Answer(CheckResult.UNAVAILABLE, fault)
    return Answer(
        CheckResult.VALID if answer["valid"] is True else CheckResult.INVALID,
        fault,
        str(answer.get("requestIdentifier") or ""),
        str(answer.get("name") or ""),
        str(answer.get("address") or ""),
    )


def latest_checks(company: Company, numbers: Sequence[str]) -> dict[str, NumberCheck]:
    """Give the last answer about each number, by number; those never asked about are missing."""
    rows = NumberCheck.objects.filter(company=company, vat_number__in=numbers)
    return {one.vat_number: one for one in rows.order_by("vat_number", "-pk").distinct("vat_number")}


@dataclass(frozen=True)
class Answers:
    """What the service answered about numbers over time; that it gave no answer proves nothing and is left out."""

    of_number: Mapping[str, Sequence[NumberCheck]]

    def nearest(self, number: str, day: date) -> NumberCheck | None:
        """Give the answer that proves most of a day: the last one until its end, else the first one after it."""
        known = self.of_number.get(number, ())
        until = [one for one in known if timezone.localdate(one.checked_at) <= day]
        return until[-1] if until else known[0] if known else None


def answers_about(company: Company, numbers: Iterable[str]) -> Answers:
    """Give what the service ever answered about numbers."""
    rows = NumberCheck.objects.filter(company=company, vat_number__in=set(numbers))
    of_number: dict[str, list[NumberCheck]] = defaultdict(list)
    for one in rows.exclude(result=CheckResult.UNAVAILABLE).order_by("pk"):
        of_number[one.vat_number].append(one)
    return Answers(of_number)
