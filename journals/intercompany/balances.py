"""What companies that settle for each other owe each other, as the books of both have it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from arclose.ledger.models import Company
from arclose.ledger.proofs.sql import rows
from journals.intercompany.sql import BALANCES


@dataclass(frozen=True)
class BetweenTwo:
    """What stands between a company and another one in a currency: above zero in favour of whose books say it."""

    company: str
    currency: str
    own: Decimal
    theirs: Decimal

    @property
    def difference(self) -> Decimal:
        """By how much the two differ: nothing where one owes what the other claims."""
        return self.own + self.theirs


def between(*, company: Company, until: date) -> list[BetweenTwo]:
    """Give what stands between a company and each that it settles with, per currency, in the periods until a day.

    A relation whose accounts serve another one too is left out: whose is what cannot be told there.
    """
    found = rows(BALANCES, [company.pk, until])
    return [BetweenTwo(row["code"], row["currency_id"], row["own"], row["theirs"]) for row in found]


def differing(*, company: Company, until: date) -> list[BetweenTwo]:
    """Give those of :func:`between` in which the two companies say different things."""
    return [one for one in between(company=company, until=until) if one.difference]


def count_of_differing(*, company: Company, until: date) -> tuple[str, tuple[int, date]]:
    """Give the statement that counts them: (currency, how many, by how much the companies differ in all)."""
    statement = f"SELECT currency_id, count(*), sum(own + theirs) FROM ({BALANCES}) AS between_two"  # noqa: S608
    return f"{statement} WHERE own + theirs <> 0 GROUP BY currency_id", (company.pk, until)
