"""A posting as a whole: found or begun under its key, added to kept balances, and sealed into the chain."""

from django.db import IntegrityError

from arclose.ledger import digests
from arclose.ledger.guards import UNBALANCED_VOUCHERS
from arclose.ledger.sql.running import execute, rows


def refuse_unbalanced(*, posting_id: int) -> None:
    """Refuse in a preview, which has no seal, what the guard of the seal would refuse.

    :raises IntegrityError: a voucher of the posting does not balance, or has fewer than two entries.
    """
    for number, entries, *_sums in rows(
        UNBALANCED_VOUCHERS.format(into="", postings="SELECT %s::bigint"), [posting_id]
    ):
        raise IntegrityError(f"voucher {number} with {entries} entries does not balance")


def find_or_insert_posting(
    *, company_id: int, kind: str, key: str, fingerprint: str, posted_by_id: int
) -> tuple[int, str, bool]:
    """Insert a posting, or find the one under the same key (waiting for it where it is being made).

    Returns its id, its fingerprint and whether it is new.
    """
    made = rows(
        "INSERT INTO ledger_posting (company_id, kind, key, fingerprint, posted_by_id) VALUES (%s, %s, %s, %s, %s)"
        " ON CONFLICT (company_id, key) DO NOTHING RETURNING id",
        [company_id, kind, key, fingerprint, posted_by_id],
    )
    if made:
        return made[0][0], fingerprint, True
    found = rows("SELECT id, fingerprint FROM ledger_posting WHERE company_id = %s AND key = %s", [company_id, key])
    return found[0][0], found[0][1], False


# The vouchers of one write of a posting, each added once. Keys in one order, so that two postings never wait for each
# other in a circle.
_ADD_TO_BALANCES = """
    INSERT INTO ledger_accountbalance AS kept (company_id, account_id, currency_id, period_id,
        transaction_currency_amount, accounting_currency_amount, reporting_currency_amount)
    SELECT v.company_id, e.account_id, e.currency_id, v.period_id, sum(e.transaction_currency_amount),
        sum(e.accounting_currency_amount), coalesce(sum(e.reporting_currency_amount), 0)
    FROM ledger_voucher v JOIN ledger_ledgerentry e ON e.voucher_id = v.id
    WHERE v.posting_id = %s AND v.id >= %s
    GROUP BY v.company_id, e.account_id, e.currency_id, v.period_id
    ORDER BY e.account_id, e.currency_id, v.period_id
    ON CONFLICT (company_id, account_id, currency_id, period_id) DO UPDATE SET
        transaction_currency_amount = kept.transaction_currency_amount + EXCLUDED.transaction_currency_amount,
        accounting_currency_amount = kept.accounting_currency_amount + EXCLUDED.accounting_currency_amount,
        reporting_currency_amount = kept.reporting_currency_amount + EXCLUDED.reporting_currency_amount
"""


def add_to_balances(*, posting_id: int, first_voucher: int) -> int:
    """Add the entries of a posting's vouchers from this one on to the kept balances; give how many are touched."""
    return execute(_ADD_TO_BALANCES, [posting_id, first_voucher])


# What a digest covers of the posting at hand, written in SQL once for the seal and for the proof: who, when and under
# which key, of its vouchers all they say, of their entries all but their row, and what was written beside them.
# Vouchers are looked up by posting and entries by voucher: what was posted a moment ago is unknown to the planner, and
# the proof of a million vouchers, one posting after the other, never holds or sorts more than one posting's.
_POSTING = (
    "posting.kind || '|' || posting.key || '|' || posting.posted_by_id || '|' || extract(epoch FROM posting.posted_at)"
)
_VOUCHERS = """coalesce((
    SELECT string_agg(concat_ws('|', v.number, v.posting_date, v.document_type, v.document_id, v.document_part,
        coalesce(v.reversal_of_id, 0), v.text, CASE WHEN v.is_credit_correction THEN 'storno' END, entry.listed),
        chr(10) ORDER BY v.id)
    FROM ledger_voucher v CROSS JOIN LATERAL (
        SELECT string_agg(concat_ws(' ', e.account_id, e.posting_type, coalesce(e.tax_row_number, 0), e.currency_id,
            e.transaction_currency_amount, e.accounting_currency_amount,
            coalesce(e.reporting_currency_amount::text, '')), ';' ORDER BY e.id) AS listed
        FROM ledger_ledgerentry e WHERE e.voucher_id = v.id AND e.company_id = v.company_id
    ) AS entry
    WHERE v.posting_id = posting.id AND v.company_id = posting.company_id
), '')"""


def digest_of_posting(*, previous: str, form: str) -> str:
    """Give the expression for the digest of ``posting``, chained to the one before, as a seal of a form has it."""
    documents = f"CASE WHEN {form} = {digests.VOUCHERS_ONLY} THEN '' ELSE {digests.documents()} END"
    return f"encode(sha256(convert_to({previous} || {_POSTING} || {_VOUCHERS} || {documents}, 'UTF8')), 'hex')"


_HEAD = """
    INSERT INTO ledger_chainhead (company_id, position, digest) VALUES (%s, 0, '')
    ON CONFLICT (company_id) DO UPDATE SET position = ledger_chainhead.position
    RETURNING position, digest
"""


def seal_posting(*, company_id: int, posting_id: int) -> str:
    """Chain the posting's digest to the company's last one and return it. The head stays locked to the commit."""
    position, previous = rows(_HEAD, [company_id])[0]
    expression = digest_of_posting(previous="%s", form=str(digests.WITH_DOCUMENTS))
    statement = f"SELECT {expression} FROM ledger_posting posting WHERE posting.id = %s"  # noqa: S608 (constants)
    digest = str(rows(statement, [previous, posting_id])[0][0])
    execute(
        "INSERT INTO ledger_postingseal (company_id, posting_id, position, previous_digest, digest, digest_form)"
        " VALUES (%s, %s, %s, %s, %s, %s)",
        [company_id, posting_id, position + 1, previous, digest, digests.WITH_DOCUMENTS],
    )
    execute(
        "UPDATE ledger_chainhead SET position = position + 1, digest = %s WHERE company_id = %s", [digest, company_id]
    )
    return digest
