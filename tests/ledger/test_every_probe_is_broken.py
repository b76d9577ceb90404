"""No probe is believed that no test has seen to find something."""

from arclose.ledger import probes
from tests.customers import test_order_probes
from tests.journals import test_method_probes, test_posted_vouchers_stay
from tests.ledger import test_probes

TABLES = [one.BREAKS for one in (test_probes, test_order_probes, test_method_probes, test_posted_vouchers_stay)]
# Broken by a test each, in no table: of jobs, of interest notes and collection letters, of settings of the server.
BROKEN_ALONE = {
    "counts of jobs",
    "documents of jobs",
    "durability",
    "finished jobs",
    "interest notes",
    "collection letters",
    "postings of jobs",
}


def test_every_probe_is_broken_by_a_test() -> None:
    broken = {row[0] for table in TABLES for row in table}
    assert {probe.name for probe in probes.registered()} - broken == BROKEN_ALONE
