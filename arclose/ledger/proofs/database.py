"""Promises about the database itself: its guards stand, companies stay apart, commits last."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.utils.translation import gettext as _

from arclose.ledger.constraints import CompanyForeignKey
from arclose.ledger.grants import posted_tables
from arclose.ledger.models.companies import Company
from arclose.ledger.proofs import sql

DURABILITY = ("fsync", "full_page_writes", "synchronous_commit")
_UNSAFE = ("off", "local")  # local: a standby may not have what was acknowledged

_TRIGGERS = """
    SELECT t.tgname AS name, t.tgrelid::regclass::text AS place, t.tgenabled::text AS enabled,
        obj_description(t.oid, 'pg_trigger') AS hash
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace
"""
# The triggers by which PostgreSQL itself keeps foreign keys, and constraints that were added without a check.
_KEYS_OFF = """
    SELECT DISTINCT k.conrelid::regclass::text AS place, k.conname AS name
    FROM pg_constraint k LEFT JOIN pg_trigger t ON t.tgconstraint = k.oid AND t.tgisinternal AND t.tgenabled <> 'O'
    WHERE k.connamespace = 'public'::regnamespace AND k.contype IN ('f', 'c')
        AND (t.oid IS NOT NULL OR NOT k.convalidated)
    ORDER BY 1, 2
"""
_KEYS = """
    SELECT k.conrelid::regclass::text AS place, k.conname AS name, pg_get_constraintdef(k.oid) AS definition
    FROM pg_constraint k WHERE k.connamespace = 'public'::regnamespace AND k.contype = 'f'
"""
_RIGHTS = """
    SELECT place.name AS place, wanted.privilege FROM unnest(%s::text[]) AS place (name)
    CROSS JOIN unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS wanted (privilege)
    WHERE has_table_privilege(current_user, place.name, wanted.privilege) ORDER BY 1, 2
"""


def guards_stand() -> list[str]:
    """Compare the triggers and keys that the models declare with those of the database, and look for keys switched off.

    The probes of rows rest on the keys: one that is gone could let a row stray past all of them.
    """
    found = {(row["place"], row["name"]): row for row in sql.rows(_TRIGGERS)}
    findings = []
    for place, name, wanted_hash in _declared_triggers():
        row = found.get((place, name))
        if row is None:
            findings.append(_("%(place)s has no guard %(name)s") % {"place": place, "name": name})
        elif row["enabled"] not in "OA":
            findings.append(_("the guard %(name)s of %(place)s is switched off") % row)
        elif row["hash"] != wanted_hash:
            findings.append(_("the guard %(name)s of %(place)s is not the one this program declares") % row)
    findings += _keys_not_as_declared()
    off = sql.rows(_KEYS_OFF)
    findings += [_("the constraint %(name)s of %(place)s is switched off or was never checked") % row for row in off]
    return findings


def _keys_not_as_declared() -> Iterator[str]:
    found = {(row["place"], row["name"]): row["definition"] for row in sql.rows(_KEYS)}
    for place, name, wanted in _declared_keys():
        facts = {"place": place, "name": name}
        definition = found.get((place, name))
        if definition is None:
            yield _("%(place)s has no key %(name)s") % facts
        elif definition != wanted:
            yield _("the key %(name)s of %(place)s is not the one this program declares") % facts


@cache
def _declared_keys() -> list[tuple[str, str, str]]:
    """Give table, name and definition of each key that stays within a company."""
    return [
        (model._meta.db_table, key.name, key.definition(model))
        for model in apps.get_models()
        for key in _company_keys(model)
    ]


@cache
def _declared_triggers() -> list[tuple[str, str, str]]:
    """Give table, name and hash of each guard; compiling them all takes longer than asking for those that stand."""
    return [
        (model._meta.db_table, trigger.get_pgid(model), trigger.compile(model).hash)
        for model in apps.get_models()
        for trigger in getattr(model._meta, "triggers", [])
    ]


def _company_keys(model: type[Model]) -> list[CompanyForeignKey]:
    return [key for key in model._meta.constraints if isinstance(key, CompanyForeignKey)]


def program_cannot_change_what_is_posted() -> list[str]:
    """Look for rights that the role the program logs in as must not have."""
    return [
        _("the program may %(privilege)s %(place)s, whose rows are posted") % row
        for row in sql.rows(_RIGHTS, [posted_tables()])
    ]


def commits_last() -> list[str]:
    """Look for settings under which an acknowledged commit can be lost."""
    if not settings.DURABILITY_IS_PROVED:
        return []
    return [_("the database runs with %(name)s = %(setting)s") % row for row in unsafe_settings()]


def unsafe_settings() -> list[dict[str, Any]]:
    """Give name and setting of what could lose an acknowledged commit: the one rule of probe and start."""
    found = sql.rows("SELECT name, setting FROM pg_settings WHERE name = ANY(%s) ORDER BY name", [list(DURABILITY)])
    return [row for row in found if row["setting"] in _UNSAFE]


# Keys whose strays another probe finds by name, because it joins the same tables anyway. Apps add theirs.
PROVED_BY_THEIR_OWN_PROBE = {
    "ledger_entry_voucher", "ledger_entry_account", "account_balance_account", "voucher_series", "voucher_fiscal_year",
    "voucher_period",
}  # fmt: skip


def rows_stay_in_their_company(company: Company) -> list[str]:
    """Find rows of the company that point to another company's row, or to none: one scan of each table.

    Most tables hold nothing of a small company, and to plan a look at them takes longer than to see that.
    """
    looks = _looks_for_strays()
    held = {row["place"] for row in sql.rows(_which_tables_hold_rows(), {"company": company.pk})}
    with sql.joined_as_written():
        strays = [
            {"place": look.label, "count": sql.rows(look.statement, [company.pk])[0]["count"]}
            for place, look in enumerate(looks)
            if place in held
        ]
    return [_("%(count)s %(place)s point to a row of another company") % row for row in strays if row["count"]]


class _LookForStrays(NamedTuple):
    """A table with keys that stay within a company, what its rows are called, and how its strays are counted."""

    table: str
    label: Any
    statement: str


@cache
def _looks_for_strays() -> list[_LookForStrays]:
    left = {model: _company_keys(model) for model in apps.get_models()}
    keys = {
        model: [key for key in declared if key.name not in PROVED_BY_THEIR_OWN_PROBE]
        for model, declared in left.items()
    }
    return [
        _LookForStrays(model._meta.db_table, model._meta.verbose_name_plural, _count_of_strays(model, own))
        for model, own in keys.items()
        if own
    ]


@cache
def _which_tables_hold_rows() -> str:
    """Give the statement for the places, among the looks for strays, of tables with rows of a company."""
    quote = connection.ops.quote_name
    asked = ", ".join(
        f"({place}, EXISTS (SELECT 1 FROM {quote(look.table)} WHERE company_id = %(company)s))"  # noqa: S608
        for place, look in enumerate(_looks_for_strays())
    )
    return f"SELECT place FROM (VALUES {asked}) AS asked (place, is_held) WHERE is_held"  # noqa: S608


def _count_of_strays(model: type[Model], keys: Sequence[CompanyForeignKey]) -> str:
    quote = connection.ops.quote_name
    joins, breaches = [], []
    for place, key in enumerate(keys):
        field: Any = model._meta.get_field(key.field)
        column, parent = f"child.{quote(field.column)}", f"parent{place}"
        company = f"child.{quote(key.company_column)}"
        target = f"{quote(apps.get_model(key.to)._meta.db_table)} AS {parent}"
        if field.null:  # most rows have none, so the other table is not even read where no row has one
            own = f"{parent}.id = {column} AND {parent}.company_id = {company}"
            breaches.append(f"({column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {target} WHERE {own}))")  # noqa: S608
        else:
            joins.append(f"LEFT JOIN {target} ON {parent}.id = {column}")
            breaches.append(f"({parent}.company_id IS DISTINCT FROM {company})")
    return (
        f"SELECT count(*) AS count FROM {quote(model._meta.db_table)} AS child {' '.join(joins)}"  # noqa: S608
        f" WHERE child.company_id = %s AND ({' OR '.join(breaches)})"
    )
