"""A look made of a statement and a sentence: each row it returns is said in words."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from arclose.ledger.models.companies import Company
from arclose.ledger.proofs import sql

Parameters = Mapping[str, Any]
# The first breaches are enough. A limit in the statement itself would let the planner count on finding them soon, begin
# at once and look row after row up; but whole books have none, so that a look always goes through all of its rows.
_FIRST = "WITH breach AS MATERIALIZED ({statement}) SELECT * FROM breach LIMIT 20"


def rows_said(
    statement: str,
    sentences: Mapping[str, Any] | Any,
    parameters: Callable[[Company], Parameters] | None = None,
    *,
    is_streamed: bool = False,
) -> Callable[[Company], Sequence[str]]:
    """Give the look that runs a statement for a company and says each row, up to twenty.

    ``sentences`` is one sentence, or one per value of the column ``breach``. The parameter ``company`` is
    always there; ``parameters`` gives more.
    """

    def look(company: Company) -> list[str]:
        given = {"company": company.pk, **(parameters(company) if parameters else {})}
        found = sql.rows(_FIRST.format(statement=statement), given, is_streamed=is_streamed)
        return [_sentence(sentences, row) % row for row in found]

    return look


def _sentence(sentences: Mapping[str, Any] | Any, row: Mapping[str, Any]) -> str:
    return str(sentences[row["breach"]] if isinstance(sentences, Mapping) else sentences)
