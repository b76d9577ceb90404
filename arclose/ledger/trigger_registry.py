"""The list of all triggers that django-pgtrigger keeps, with the names on it at hand.

It asks at each trigger whether its name is taken, and goes through all triggers for the answer: with hundreds of them
that was a third of what each start of a program takes. Here the names are noted as triggers come and go.
"""

from typing import Any

from pgtrigger import registry


class TriggerRegistry(registry._Registry):
    """The same list, refusing the same names."""

    def __init__(self, triggers: Any = ()) -> None:
        self._names: set[str] = set()
        self._by_db_table: dict[tuple[str, str], Any] = {}
        super().__init__(triggers)

    @property
    def pg_function_names(self) -> set[str]:
        """The names of the functions in the database."""
        return self._names

    @property
    def by_db_table(self) -> dict[tuple[str, str], Any]:
        """The triggers by table and name."""
        return self._by_db_table

    def __setitem__(self, key: str, value: tuple[Any, Any]) -> None:
        """Take a trigger in.

        :raises KeyError: another one has its name.
        """
        super().__setitem__(key, value)  # type: ignore[no-untyped-call]
        model, trigger = value
        self._names.add(trigger.get_pgid(model))
        self._by_db_table[model._meta.db_table, trigger.name] = trigger

    def __delitem__(self, key: str) -> None:
        """Take a trigger off."""
        model, trigger = self[key]
        super().__delitem__(key)  # type: ignore[no-untyped-call]
        self._names.discard(trigger.get_pgid(model))
        self._by_db_table.pop((model._meta.db_table, trigger.name), None)


def keep_names() -> None:
    """Let django-pgtrigger use this list; to be called before models with many triggers are loaded."""
    registry._registry = TriggerRegistry(registry._registry)
