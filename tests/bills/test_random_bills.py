"""Random lives of bills: whatever is done with them, the program and a naive oracle keep the same accounts."""

import os
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from arclose.ledger.models import LedgerEntry
from journals.bills.guards import LIFE
from journals.bills.remitting import close_remittance, reopen_remittance
from journals.bills.undoing import undo_steps
from journals.models import Bill, BillTerms, MethodOfPayment, RemittanceType, StepType
from tests.bills.bills import a_bill, entered_by_word, post
from tests.builders import a_company, a_controller, a_customer
from tests.customers.posting import findings
from tests.journals.payments import bank_of, invoices
from tests.journals.test_bridging_and_fees import a_fee
from tests.revaluation.runs import a_run
from tests.revaluation.runs import post as post_run

EXAMPLES = int(os.environ.get("ARCLOSE_RANDOM_BILLS", "1"))
STEPS = int(os.environ.get("ARCLOSE_RANDOM_STEPS", "8"))
SHRINKS = os.environ.get("ARCLOSE_RANDOM_SHRINK") == "1"
FIRST_DAY = date(2026, 9, 28)
SERIAL = count(1)
STAGES = {"drawn": "1110", "redrawn": "1110", "protested": "1116"}
WORDS = (
    "collection",
    "discount",
    "settle",
    "part",
    "protest",
    "redraw",
    "pay",
    "pay_part",
    "give_up",
    "write_off",
    "release",
    "close",
    "reopen",
)


class Known:
    """A bill as the oracle knows it: where it is, what is left of it, and all it was before, by step."""

    def __init__(self, amount: Decimal) -> None:
        self.now: dict[str, Any] = {
            "status": "drawn", "left": amount, "sequence": 1, "at": "", "collected": Decimal(0)
        }  # fmt: skip
        self.before: list[dict[str, Any]] = []

    @property
    def account(self) -> str:
        at_bank = {"collection": "1112", "discount": "1114"}
        return at_bank[self.now["at"]] if self.now["status"] == "remitted" else STAGES[self.now["status"]]

    def goes(self, **values: Any) -> None:
        self.before.append(dict(self.now))
        self.now |= values


class Bills(RuleBasedStateMachine):
    """Bills of one company, in its own currency and in dollars, along any ways that their life knows."""

    def __init__(self) -> None:
        super().__init__()
        self.company = a_company()
        self.controller = a_controller(self.company)
        values = {"company": self.company, "remittance_type": RemittanceType.DISCOUNT, "advance_percent": 90}
        BillTerms.objects.create(bank_account=bank_of(self.company), interest_percent=12, charge_amount=2, **values)
        abroad = {"country": "US", "currency_id": "USD"}
        for kind, percent in (("none", "0.5"), ("collection", "1"), ("discount", "0.33")):
            a_fee(
                MethodOfPayment.objects.get(company=self.company, code="BILL"),
                "customer",
                remittance_type=kind,
                percent=Decimal(percent),
            )
        self.customers = [a_customer(self.company, tax_group="OUT", **one) for one in ({}, abroad)]
        self.known: dict[int, Known] = {}
        self.day = FIRST_DAY

    @initialize(nets=st.lists(st.integers(1, 99_999), min_size=2, max_size=4))
    def draw(self, nets: list[int]) -> None:
        for place, net in enumerate(nets):
            customer = self.customers[place % 2]
            documents = invoices(customer, str(net), str(net / 100), on=self.day)
            marks = {documents[0]: str(net), documents[1]: str(Decimal(net) / 100)}
            bill = a_bill(customer, marks, on=self.day)
            self.known[bill.pk] = Known(bill.amount)

    @rule(place=st.integers(0, 3), word=st.sampled_from(WORDS), later=st.integers(0, 4), share=st.integers(1, 99))
    def take(self, place: int, word: str, later: int, share: int) -> None:
        """Take a bill a step on, and be refused where its life does not know it."""
        pk = sorted(self.known)[place % len(self.known)]
        bill, known = Bill.objects.get(pk=pk), self.known[pk]
        self.day = min(self.day + timedelta(days=later), date(2026, 12, 30))
        if word in ("close", "reopen"):
            return self._close(bill) if word == "close" else self._reopen(bill)
        name = {"part": "settle", "collection": "remit", "discount": "remit", "pay_part": "pay"}.get(word, word)
        part = (known.now["left"] * share / 100).quantize(Decimal("0.01"))
        may_be_part = word == "pay_part" or (word == "part" and known.now["at"] == "collection")
        takes_a_part = may_be_part and 0 < part < known.now["left"]
        words = f"{name}:{part}" if takes_a_part else name if word in ("part", "pay_part") else word
        entered = entered_by_word(bill, words, self.day, bank_account=bank_of(self.company, bill.currency_id))
        if known.now["status"] not in LIFE[name][0]:
            assert not entered.steps
            return None
        if word == "release" and not entered.steps:
            assert "is of days after that one" in entered.left_out[0][1]
            return None
        outcome = post(*entered.steps)
        assert outcome.left_out == [], outcome.left_out
        self._went(known, word, part if takes_a_part else known.now["left"])
        return None

    def _went(self, known: Known, word: str, amount: Decimal) -> None:
        left = known.now["left"] - amount
        if word in ("collection", "discount"):
            known.goes(status="remitted", at=word, collected=Decimal(0))
        elif word in ("settle", "part"):
            collected = known.now["collected"] + amount
            known.goes(left=left, collected=collected, status="remitted" if left else "honored")
        elif word == "protest":
            known.goes(status="protested", left=known.now["left"] or known.now["collected"])
        elif word == "release":
            known.goes()
        elif word == "redraw":
            known.goes(status="redrawn", at="", sequence=known.now["sequence"] + 1)
        elif word in ("pay", "pay_part"):
            known.goes(left=left, status=known.now["status"] if left else "paid")
        else:
            known.goes(left=Decimal(0), status="given_up")

    def _close(self, bill: Bill) -> None:
        remittance = bill.remittance
        if remittance is None or remittance.closed_at or bill.status != "honored":
            return
        assert close_remittance(remittance=remittance, closed_by=self.controller) == 1
        self.known[bill.pk].now["status"] = "closed"

    def _reopen(self, bill: Bill) -> None:
        if bill.status != "closed":
            return
        assert bill.remittance
        assert reopen_remittance(remittance=bill.remittance, reopened_by=self.controller) == 1
        self.known[bill.pk].now["status"] = "honored"

    @rule()
    def revalue(self) -> None:
        """Revalue what is open in dollars: what that makes stand moves with the bills, and goes when they are paid."""
        run = a_run(self.company, self.day)
        if run.adjustment_set.lines.exists():
            post_run(run)

    @rule(place=st.integers(0, 3))
    def undo(self, place: int) -> None:
        """Take the last step of a bill back: it stands where it stood before, and a closed one stays."""
        pk = sorted(self.known)[place % len(self.known)]
        bill, known = Bill.objects.get(pk=pk), self.known[pk]
        if not known.before:
            return
        values = {"company": self.company, "documents": [bill.last_step_id], "day": self.day, "reason": "Mistake"}
        outcome = undo_steps(**values, undone_by=self.controller, key=f"undo{next(SERIAL)}")
        if known.now["status"] == "closed":
            assert [one.code for one in outcome.left_out] == ["bill_closed"]
        else:
            assert outcome.left_out == [], outcome.left_out
            known.now = known.before.pop()

    @invariant()
    def the_bills_stand_where_they_were_led(self) -> None:
        for bill in Bill.objects.filter(pk__in=self.known):
            known = self.known[bill.pk].now
            found = (bill.status, bill.left_amount, bill.sequence)
            assert found == (known["status"], known["left"], known["sequence"])

    @invariant()
    def the_accounts_hold_what_stands_on_them(self) -> None:
        expected: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for bill in Bill.objects.filter(pk__in=self.known):
            known = self.known[bill.pk]
            if known.now["left"]:
                expected[known.account, bill.currency_id] += known.now["left"]
        rows = LedgerEntry.objects.filter(company=self.company, account__number__in=("1110", "1112", "1114", "1116"))
        sums = rows.order_by().values_list("account__number", "currency").annotate(Sum("transaction_currency_amount"))
        assert {(account, code): amount for account, code, amount in sums if amount} == dict(expected)

    def teardown(self) -> None:
        """Every probe finds nothing, whatever was done."""
        assert findings(self.company) == {}


@pytest.mark.django_db
def test_random_lives_leave_every_bill_where_the_oracle_has_it() -> None:
    phases = (Phase.generate, Phase.shrink) if SHRINKS else (Phase.generate,)
    run_state_machine_as_test(
        Bills,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            phases=phases,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_every_word_is_a_step_of_a_bill() -> None:
    kept = {"collection", "discount", "part", "pay_part", "close", "reopen"}
    assert set(WORDS) - kept <= set(StepType.values)
