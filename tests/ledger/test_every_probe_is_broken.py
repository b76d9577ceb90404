"""No probe is believed that no test has seen to find something."""

from arclose.ledger import probes
from tests.batch import test_proofs
from tests.bills import test_bill_probes
from tests.customers import test_collection_letters, test_interest, test_order_probes
from tests.ecsales import test_declare
from tests.journals import test_method_probes, test_posted_vouchers_stay
from tests.ledger import test_probes
from tests.revaluation import test_posting

BROKEN = (test_probes, test_order_probes, test_method_probes, test_posted_vouchers_stay, test_bill_probes)
TABLES = [one.BREAKS for one in BROKEN]
# In no table, but each broken by a test: of jobs, of interest notes, letters and runs, of settings of the server.
BROKEN_ALONE = {
    "counts of jobs": test_proofs.test_it_finds_a_job_that_counts_otherwise,
    "documents of jobs": test_proofs.test_it_finds_a_document_done_but_not_posted,
    "durability": test_probes.test_it_finds_that_commits_may_be_lost,
    "EC sales lists": test_declare.test_the_probes_find_a_list_that_is_not_whole_or_not_in_the_books,
    "EC sales list files": test_declare.test_the_probes_find_a_list_that_is_not_whole_or_not_in_the_books,
    "finished jobs": test_proofs.test_it_finds_a_finished_job_with_a_waiting_document,
    "interest notes": test_interest.test_a_broken_note_is_found,
    "adjustment sets": test_posting.test_a_broken_run_is_found,
    "adjustments taken back": test_posting.test_more_taken_back_than_stood_is_found,
    "collection letters": test_collection_letters.test_a_broken_letter_is_found,
    "revaluations": test_posting.test_a_broken_run_is_found,
    "postings of jobs": test_proofs.test_it_finds_a_posting_that_no_chunk_names,
}


def test_every_probe_is_broken_by_a_test() -> None:
    broken = {row[0] for table in TABLES for row in table}
    assert {probe.name for probe in probes.registered()} - broken == BROKEN_ALONE.keys()
