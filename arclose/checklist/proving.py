"""The books proved, and what was found remembered: until something is posted, nobody need prove them again."""

from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import ngettext

from arclose.checklist import sql
from arclose.checklist.models import VerifyRun
from arclose.ledger import probes
from arclose.ledger.models import Company

_FINDINGS_KEPT = 20


def prove(*, company: Company, run_by: User | None) -> VerifyRun:
    """Run every probe on the company's books and keep what they found; by nobody where the program does it by itself.

    What is posted while they run makes the proof stale, because it counts from how far postings were at its begin.
    """
    run = proof(company=company, run_by=run_by)
    run.save(force_insert=True)
    return run


def proof(*, company: Company, run_by: User | None) -> VerifyRun:
    """Run every probe and give what they found, not kept yet."""
    position = sql.chain_position(company_id=company.pk)
    results = list(probes.verify(companies=[company]))
    broken: dict[str, Any] = {
        str(result.probe.promise): list(result.findings[:_FINDINGS_KEPT]) for result in results if result.findings
    }
    return VerifyRun(
        company=company,
        chain_position=position,
        finding_count=sum(len(result.findings) for result in results),
        findings=broken,
        milliseconds=sum(result.milliseconds for result in results),
        run_by=run_by,
    )


def breaches_said(run: VerifyRun) -> str:
    """Say how many breaches a proof found, and the first of them."""
    text = ngettext(
        "The proof of the books found %(count)s breach: %(first)s",
        "The proof of the books found %(count)s breaches, the first: %(first)s",
        run.finding_count,
    )
    return text % {"count": run.finding_count, "first": next(iter(run.findings.values()))[0]}


def last_proof(*, company: Company) -> VerifyRun | None:
    """Give the newest proof of a company's books."""
    return VerifyRun.objects.filter(company=company).select_related("run_by").order_by("-pk").first()
