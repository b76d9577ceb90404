"""The list of triggers knows what names are taken without going through all of them."""

import pgtrigger
import pytest
from pgtrigger import registry

from arclose.ledger.guards import NeverChanges
from arclose.ledger.models import Voucher
from arclose.ledger.trigger_registry import TriggerRegistry


def test_it_knows_the_names_of_all_triggers():
    known = registry._registry
    assert isinstance(known, TriggerRegistry)
    assert known.pg_function_names == {trigger.get_pgid(model) for model, trigger in pgtrigger.registered()}
    assert len(known.by_db_table) == len(known) > 100


def test_a_name_is_taken_until_its_trigger_goes():
    uri = f"{Voucher._meta.label}:never_changes"
    with pytest.raises(KeyError, match="already used"):
        registry.set(uri, model=Voucher, trigger=NeverChanges(condition=pgtrigger.Condition("true")))
    [(model, trigger)] = pgtrigger.registered(uri)
    registry.delete(uri)
    registry.set(uri, model=model, trigger=trigger)
    assert pgtrigger.registered(uri) == [(model, trigger)]
