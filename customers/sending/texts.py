"""Subject and text of an e-mail, as a company has written them or as they usually are."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.ledger.models import Company
from customers.models import EmailText
from customers.models.sending import LetterKind
from customers.papers.paper import Paper
from customers.papers.writing import ZERO_WIDTH_SPACE, line_of, long_day
from customers.placeholders import filled_in
from customers.sending.letters import Letter

_SUBJECT = gettext_lazy("{document} {number} of {company}")
_GREETING, _END = gettext_lazy("Dear customer,"), gettext_lazy("Kind regards,\n{company}")
_BODIES = {
    LetterKind.INVOICE: gettext_lazy(
        "Please find attached invoice {number} of {date} for {total}. It is due on {due_date}."
    ),
    LetterKind.CREDIT_NOTE: gettext_lazy("Please find attached credit note {number} of {date} for {total}."),
    LetterKind.CONFIRMATION: gettext_lazy("Please find attached the confirmation of your order, {number} of {date}."),
    LetterKind.STATEMENT: gettext_lazy("Please find attached what was open at the end of {date}: {total}."),
    LetterKind.COLLECTION_LETTER: gettext_lazy(
        "Please find attached our letter {number} of {date} about what is overdue: {total}."
    ),
}


@dataclass(frozen=True)
class Texts:
    """The texts that a company has written, by document and language, read once."""

    own: Mapping[tuple[str, str], tuple[str, str]]

    def of(self, letter: Letter, paper: Paper, company: Company) -> tuple[str, str]:
        """Give subject and text of a letter, in the language of its paper, which is active."""
        usual = (str(_SUBJECT), "\n\n".join(str(part) for part in (_GREETING, _BODIES[letter.kind], _END)))
        subject, body = self.own.get((letter.kind, paper.content["language"]), usual)
        facts = _facts(letter, paper, company)
        return on_one_line(filled_in(subject, facts)), filled_in(body, facts)


def texts_of(company: Company) -> Texts:
    """Read what a company has written."""
    rows = EmailText.objects.filter(company=company).values_list("kind", "language", "subject", "body")
    return Texts({(kind, language): (subject, body) for kind, language, subject, body in rows})


def _facts(letter: Letter, paper: Paper, company: Company) -> dict[str, str]:
    facts = {
        "document": capfirst(on_one_line(paper.content["title"])),
        "number": paper.content["number"],
        "date": long_day(letter.day),
        "due_date": long_day(letter.due_day or letter.day),
        "total": _total(paper),
        "customer": letter.customer.name,
        "company": paper.content["company"]["name"] or company.name,
    }
    return {name: on_one_line(value) for name, value in facts.items()}


def _total(paper: Paper) -> str:
    """Give what a document comes to; of a statement what is open in each currency."""
    tables = paper.content.get("currencies", [paper.content])
    totals = [str(table["totals"][-1]["amount"]) for table in tables if table.get("totals")]
    return ", ".join(totals) if totals else _("nothing")


def on_one_line(text: str) -> str:
    """Give a text on one line, without what is hidden: nothing of it can end a header and begin another."""
    return line_of(text).replace(ZERO_WIDTH_SPACE, "")
