"""The ledger's probes by name, in the order they run."""

from django.utils.translation import gettext_lazy as _

from arclose.ledger import probes
from arclose.ledger.proofs import books, database, kept


def register_probes() -> None:
    """Put the ledger's promises on the list of :mod:`arclose.ledger.probes`."""
    probes.register_for_database(
        "guards", _("Every guard that the program declares stands in the database."), database.guards_stand
    )
    probes.register_for_database(
        "rights", _("The program cannot change what is posted."), database.program_cannot_change_what_is_posted
    )
    probes.register_for_database("durability", _("An acknowledged commit is not lost."), database.commits_last)
    probes.register(
        "vouchers",
        _("Every voucher balances, has two entries of its date, and no amount finer than its currency."),
        books.vouchers_balance,
        is_long=True,
    )
    probes.register("voucher numbers", _("Voucher numbers have neither gap nor double."), books.numbers_have_no_gap)
    probes.register(
        "voucher periods",
        _("Every voucher lies in its period and was posted before that was closed."),
        books.vouchers_lie_in_their_period,
    )
    probes.register("documents", _("No document is posted twice."), books.documents_are_posted_once)
    probes.register("balances", _("Kept balances equal the entries."), kept.balances_equal_the_entries)
    probes.register("limits", _("Clearing and rounding accounts are within their limits."), books.limits_are_kept)
    probes.register("statuses", _("Every change of a period's status is recorded."), books.status_changes_are_recorded)
    probes.register("manifests", _("Closed periods are as they were closed."), kept.manifests_hold)
    probes.register(
        "chain", _("The chain of digests is whole and matches the books."), kept.chain_is_whole, is_long=True
    )
    probes.register(
        "companies",
        _("No row points to a row of another company."),
        database.rows_stay_in_their_company,
        is_long=True,
    )
