"""The promises about what was conceded when transactions were settled, and what was exchanged or reorganized."""

from django.utils.translation import gettext_lazy as _

from arclose.ledger.proofs.findings import rows_said
from customers.proofs.concession_sql import CONCESSIONS, EXCHANGES, REORGANIZATIONS

concessions_are_posted_whole = rows_said(
    CONCESSIONS,
    {
        "voucher": _("concession %(number)s on %(document)s has no voucher of its date and posting"),
        "transaction": _("the transaction of concession %(number)s on %(document)s is missing or not its amount"),
        "settled": _("concession %(number)s does not settle with %(document)s"),
        "taken_back": _("the tax of concession %(number)s on %(document)s was not taken back with its voucher"),
        "tax": _("the tax of concession %(number)s on %(document)s is not that of its rows and entries"),
    },
)

exchanges_are_posted_whole = rows_said(
    EXCHANGES, _("exchange %(number)s of %(document)s has not its voucher, or not the transactions of its two amounts")
)

reorganizations_are_posted_whole = rows_said(
    REORGANIZATIONS,
    _("reorganization %(number)s of %(document)s has not its voucher, or not the transactions of its parts"),
)
