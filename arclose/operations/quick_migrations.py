"""Migrations without the work that changes nothing.

Django builds a model's class anew, and those of all models related to it, after every operation. A constraint, an index
or a trigger that comes or goes changes no class, a new model none but its own, and a new field can be added to the
class there is: the others learn of it then. A field that is altered changes the class of its own model. What a field
offers to people, such as its choices, is nothing that a migration asks its class for. As nearly every model is related
to nearly every other, a first migration spent nine tenths of its time on that. And a sixth of what was left went into
copying, before each operation, the list of all classes one by one, and into looking through all models for those that
a setting may swap, which are the same throughout.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from django.apps.registry import Apps, apps
from django.db.migrations.state import AppConfigStub, ModelState, ProjectState, StateApps
from django.db.migrations.utils import field_is_referenced
from django.db.models import NOT_PROVIDED, Field
from pgtrigger.migrations import AddTrigger, RemoveTrigger

_SAID_TO_PEOPLE = ("blank", "choices", "editable", "error_messages", "help_text", "validators", "verbose_name")
_alter_field_and_build = ProjectState.alter_field


def _add_model(state: ProjectState, model_state: ModelState) -> None:
    """Remember the new model in the state, and build its class where there are classes already."""
    key = model_state.app_label, model_state.name_lower
    state.models[key] = model_state
    if vars(state)["_relations"] is not None:
        state.resolve_model_relations(key)
    if "apps" in state.__dict__:
        state.apps.render_multiple([model_state])


def _add_field(
    state: ProjectState, app_label: str, model_name: str, name: str, field: "Field[Any, Any]", preserve_default: bool
) -> None:
    """Remember the new field in the state, and add it to the class where there is one already."""
    if not preserve_default:
        field = field.clone()
        field.default = NOT_PROVIDED
    key = app_label, model_name
    state.models[key].fields[name] = field
    if vars(state)["_relations"] is not None:
        state.resolve_model_field_relations(key, name, field)
    if "apps" in state.__dict__:
        _class_of(state, *key).add_to_class(name, field.clone())
        state.apps.clear_cache()


def _class_of(state: ProjectState, app_label: str, model_name: str) -> Any:
    """Give the class there is; what it is related to is looked up among the models there are now, new ones too."""
    model: Any = state.apps.get_model(app_label, model_name)
    model._meta.apps = state.apps
    return model


def _alter_field(
    state: ProjectState, app_label: str, model_name: str, name: str, field: "Field[Any, Any]", preserve_default: bool
) -> None:
    """Remember the altered field in the state; build classes anew where database or queries see a difference."""
    model_state = state.models[app_label, model_name]
    if preserve_default and _is_alike(model_state.fields[name], field):
        model_state.fields[name] = field
    elif _concerns_no_other_class(state, model_state, name, field):
        with patch.object(ProjectState, "reload_model", _build_alone):
            _alter_field_and_build(state, app_label, model_name, name, field, preserve_default)
    else:
        _alter_field_and_build(state, app_label, model_name, name, field, preserve_default)


def _concerns_no_other_class(state: ProjectState, altered: ModelState, name: str, field: "Field[Any, Any]") -> bool:
    """Whether other classes work with the one from before until code of a migration asks for them."""
    key, old = (altered.app_label, altered.name_lower), altered.fields[name]
    return (
        old.is_relation == field.is_relation
        and _target(old) == _target(field)
        and not any(one.many_to_many for one in altered.fields.values())
        and not any(field_is_referenced(state, key, (name, one)) for one in (old, field))
    )


def _target(field: "Field[Any, Any]") -> Any:
    return field.deconstruct()[3].get("to")


def _build_alone(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
    """Build the class of a model, and not those related to it: all are built before code of a migration sees them."""
    if "apps" in state.__dict__:
        state.is_delayed = True
        state._reload({(app_label, model_name)})  # type: ignore[attr-defined]  # not in its stubs


def _is_alike(one: "Field[Any, Any]", other: "Field[Any, Any]") -> bool:
    return not (one.is_relation or other.is_relation) and _asked_by_migrations(one) == _asked_by_migrations(other)


def _asked_by_migrations(field: "Field[Any, Any]") -> tuple[Any, ...]:
    _name, path, positional, named = field.deconstruct()
    return path, positional, {name: value for name, value in named.items() if name not in _SAID_TO_PEOPLE}


def _clone(state: ModelState) -> ModelState:
    """Copy the state of a model; what it is made of was checked when it was made."""
    copy: ModelState = object.__new__(type(state))
    copy.__dict__.update(
        app_label=state.app_label,
        name=state.name,
        fields=dict(state.fields),
        options=dict(state.options),
        bases=state.bases,
        managers=list(state.managers),
    )
    return copy


def _clone_classes(registry: StateApps) -> StateApps:
    """Copy which classes there are. They stay the same ones, as they do in Django's copy."""
    copy = StateApps([], {})
    copy.all_models = defaultdict(dict, {app: dict(models) for app, models in registry.all_models.items()})
    for app_label in registry.app_configs:
        app_config = AppConfigStub(app_label)
        app_config.apps = copy
        app_config.import_models()
        copy.app_configs[app_label] = app_config
    copy.real_models = registry.real_models
    return copy


class _SwappableSettings:
    """Answers which setting names the model that stands in for another one; the settings stay as they are meanwhile."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        for model in apps.get_models(include_swapped=True):
            if setting := model._meta.swappable:
                self._names[model._meta.label_lower] = setting
                self._names[(model._meta.swapped or model._meta.label).lower()] = setting

    def __call__(self, name: str) -> str | None:
        return self._names.get(name.lower())

    def cache_clear(self) -> None:
        """Forget nothing, though Django asks for it with every class that is built."""


def _append_option(state: ProjectState, app_label: str, model_name: str, option_name: str, added: Any) -> None:
    options = state.models[app_label, model_name].options
    _set_option(state, app_label, model_name, option_name, [*options.get(option_name, []), added])


def _remove_option(state: ProjectState, app_label: str, model_name: str, option_name: str, removed: str) -> None:
    options = state.models[app_label, model_name].options
    left = [option for option in options[option_name] if option.name != removed]
    _set_option(state, app_label, model_name, option_name, left)


def _set_option(state: ProjectState, app_label: str, model_name: str, option_name: str, values: list[Any]) -> None:
    """Remember the options in the state, and on the class where there is one already."""
    state.models[app_label, model_name].options[option_name] = values
    if "apps" in state.__dict__ and option_name != "triggers":
        setattr(_class_of(state, app_label, model_name)._meta, option_name, list(values))


def _add_trigger(operation: AddTrigger, app_label: str, state: ProjectState) -> None:
    _append_option(state, app_label, operation.model_name, "triggers", operation.trigger)


def _remove_trigger(operation: RemoveTrigger, app_label: str, state: ProjectState) -> None:
    _remove_option(state, app_label, operation.model_name, "triggers", operation.name)


@contextmanager
def building_only_changed_models() -> Iterator[None]:
    """Migrate quickly meanwhile."""
    with ExitStack() as patches:
        for place, name, quick in (
            (ProjectState, "add_model", _add_model),
            (ProjectState, "add_field", _add_field),
            (ProjectState, "alter_field", _alter_field),
            (ModelState, "clone", _clone),
            (StateApps, "clone", _clone_classes),
            (Apps, "get_swappable_settings_name", _SwappableSettings()),
            (ProjectState, "_append_option", _append_option),
            (ProjectState, "_remove_option", _remove_option),
            (AddTrigger, "state_forwards", _add_trigger),
            (RemoveTrigger, "state_forwards", _remove_trigger),
        ):
            patches.enter_context(patch.object(place, name, quick))
        yield
