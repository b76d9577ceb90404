"""What the application's database role may do: read and write, but never change what is posted."""

import re

from django.apps import apps
from django.db import connections

from arclose.ledger.guards import NeverChanges

_NEVER_LOOK_AWAY = (
    "CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name NAME) RETURNS boolean"
    " LANGUAGE sql IMMUTABLE AS 'SELECT false'"
)
# The role owns no table, so it may not analyze one; the owner lends it that. A table that is looked at, or altered, by
# others is left to them. One that has pages and no rows, whose rows were all undone, counts as one that was never
# analyzed: else no row would be expected of it however many come. PostgreSQL can be told so from version 18 on.
_ANALYZE = """
    CREATE OR REPLACE FUNCTION public.arclose_analyze(tables regclass[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
        one regclass;
        empty name;
    BEGIN
        FOREACH one IN ARRAY tables LOOP
            BEGIN
                EXECUTE format('LOCK TABLE %s IN SHARE UPDATE EXCLUSIVE MODE NOWAIT', one);
            EXCEPTION WHEN lock_not_available THEN
                CONTINUE;
            END;
            EXECUTE format('ANALYZE %s', one);
            SELECT relname INTO empty FROM pg_class WHERE oid = one AND reltuples = 0 AND relpages > 0;
            IF FOUND AND to_regproc('pg_clear_relation_stats') IS NOT NULL THEN
                EXECUTE 'SELECT pg_clear_relation_stats(''public'', $1)' USING empty::text;
            END IF;
        END LOOP;
    END $$
"""
_ROLE_NAME = re.compile(r"^[a-z_][a-z0-9_]*$")


def posted_tables() -> list[str]:
    """Give the tables whose rows never change: those that carry the guard saying so."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if any(isinstance(trigger, NeverChanges) for trigger in getattr(model._meta, "triggers", []))
    )


def grant_application_role(*, role: str, using: str = "owner") -> None:
    """Give ``role`` its rights on every table, as the owner; to be called after each migration.

    It may select and insert everywhere, update and delete everywhere but on posted tables, truncate
    nothing, create nothing (no temporary table either, which could hide a real one from a guard), and
    it cannot ask django-pgtrigger to look away: the function that would is replaced by "never".
    """
    assert _ROLE_NAME.match(role), f"not a role name: {role!r}"
    connection = connections[using]
    quote = connection.ops.quote_name
    name, database = quote(role), quote(str(connection.settings_dict["NAME"]))
    present = set(connection.introspection.table_names())  # an older release may not have had all of them yet
    statements = [
        f"REVOKE ALL ON SCHEMA public FROM PUBLIC, {name}",
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"REVOKE TEMPORARY, CREATE ON DATABASE {database} FROM PUBLIC, {name}",
        f"GRANT CONNECT ON DATABASE {database} TO {name}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}",
        *(f"REVOKE UPDATE, DELETE ON {quote(table)} FROM {name}" for table in posted_tables() if table in present),
        _NEVER_LOOK_AWAY,
        _ANALYZE,
        "REVOKE ALL ON FUNCTION public.arclose_analyze(regclass[]) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION public.arclose_analyze(regclass[]) TO {name}",
    ]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
