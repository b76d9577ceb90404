"""Promises about what is kept beside the entries or drawn from them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.ledger.closing import manifest_digest
from arclose.ledger.models.companies import Company
from arclose.ledger.proofs import sql
from arclose.ledger.proofs.findings import rows_said

balances_equal_the_entries = rows_said(
    sql.BALANCES,
    {
        "different": gettext_lazy(
            "account %(account)s, %(currency)s, %(period)s: the entries add up to %(entries)s, the kept balance is"
            " %(kept)s"
        ),
        "stray": gettext_lazy(
            "entries or balances point to the account with id %(account)s, which this company has not"
        ),
    },
)

_CHAIN_SENTENCES = {
    "unsealed": gettext_lazy("posting %(posting)s has no digest"),
    "missing": gettext_lazy("a digest is missing before position %(position)s (posting %(posting)s)"),
    "unchained": gettext_lazy("the digest at position %(position)s does not name the one before it"),
    "changed": gettext_lazy(
        "the vouchers or documents of posting %(posting)s (position %(position)s) are not what was sealed"
    ),
    "head": gettext_lazy("the head of the chain (position %(position)s) is not its last digest"),
}


def chain_is_whole(company: Company) -> Sequence[str]:
    """Compute every digest anew, over all that the apps of this program let it cover."""
    return rows_said(sql.chain(), _CHAIN_SENTENCES, is_streamed=True)(company)


def manifests_hold(company: Company) -> list[str]:
    """Compare what stands in each period that is not open with what its manifest said when it was closed."""
    return [
        _("period %(period)s: %(what)s") % {"period": row["period"], "what": what}
        for row in sql.rows(sql.MANIFESTS, {"company": company.pk})
        if (what := _difference(row))
    ]


def _difference(row: Mapping[str, Any]) -> str:
    if row["facts"] is None:
        return _("it was closed without a manifest")
    written = _object(row["facts"])
    if manifest_digest(written) != row["digest"]:
        return _("its manifest is not the one that was written")
    now = {key: _object(row[key]) for key in ("vouchers", "entries", "accounts", "last_numbers")}
    differing = sorted(key for key, value in now.items() if written.get(key) != value)
    return _("its manifest names other %(facts)s") % {"facts": ", ".join(differing)} if differing else ""


def _object(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
