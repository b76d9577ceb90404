"""Migrations without the work that changes nothing.

Django builds a model's class anew, and those of all models related to it, after every operation. A constraint, an index
or a trigger that is added changes no class, and a new model none but its own: the others learn of it when it is built.
As nearly every model is related to nearly every other, a first migration spent nine tenths of its time on that.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db.migrations.state import ModelState, ProjectState
from pgtrigger.migrations import AddTrigger


def _add_model(state: ProjectState, model_state: ModelState) -> None:
    """Remember the new model in the state, and build its class where there are classes already."""
    key = model_state.app_label, model_state.name_lower
    state.models[key] = model_state
    if vars(state)["_relations"] is not None:
        state.resolve_model_relations(key)
    if "apps" in state.__dict__:
        state.apps.render_multiple([model_state])


def _append_option(state: ProjectState, app_label: str, model_name: str, option_name: str, added: Any) -> None:
    """Remember the option in the state, and on the class where there is one already."""
    options = state.models[app_label, model_name].options
    options[option_name] = [*options.get(option_name, []), added]
    if "apps" in state.__dict__ and option_name != "triggers":
        setattr(state.apps.get_model(app_label, model_name)._meta, option_name, list(options[option_name]))


def _add_trigger(operation: AddTrigger, app_label: str, state: ProjectState) -> None:
    _append_option(state, app_label, operation.model_name, "triggers", operation.trigger)


@contextmanager
def building_only_changed_models() -> Iterator[None]:
    """Migrate quickly meanwhile."""
    adding = patch.object(ProjectState, "add_model", _add_model)
    appending = patch.object(ProjectState, "_append_option", _append_option)
    with adding, appending, patch.object(AddTrigger, "state_forwards", _add_trigger):
        yield
