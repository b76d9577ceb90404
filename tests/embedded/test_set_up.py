"""What set-up makes, and what it is made from."""

import json
import re
from gettext import GNUTranslations

import pytest
from django.apps import apps
from django.conf import settings
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from arclose.operations.assets import VENDOR_FILES, compile_messages, copy_vendor_files
from tests.cluster import ROOT


def test_every_model_has_its_migrations_and_comes_to_the_same_tables_in_one_step_and_in_many():
    loader = MigrationLoader(None, replace_migrations=False)
    merged = {
        key for key, step in loader.replacements.items() if not loader.disk_migrations.keys().isdisjoint(step.replaces)
    }
    in_many = loader.project_state([key for key in loader.graph.leaf_nodes() if key not in merged])
    in_one = MigrationLoader(None).project_state()
    assert merged
    assert MigrationAutodetector(in_many, in_one).changes(graph=loader.graph) == {}
    assert MigrationAutodetector(in_one, _models_of_the_program()).changes(graph=loader.graph) == {}


def _models_of_the_program() -> ProjectState:
    """Give the models as they are declared, without those that tests register."""
    state = ProjectState.from_apps(apps)
    for model in apps.get_models():
        if model.__module__.startswith("tests."):
            state.remove_model(model._meta.app_label, model._meta.model_name)
    return state


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_pinned_packages_carry_hashes_and_no_address(name):
    text = (ROOT / name).read_text()
    assert not re.search(r"://|--(?!hash=)", text)
    for requirement in re.split(r"\n(?=\S)", text.strip()):
        assert "--hash=sha256:" in requirement, requirement


def test_both_lists_of_pinned_packages_agree():
    def pins(name: str) -> set[str]:
        return {line.rstrip(" \\") for line in (ROOT / name).read_text().splitlines() if re.match(r"\S+==", line)}

    assert pins("requirements.txt") < pins("requirements-test.txt")


def test_the_npm_lock_names_no_addresses():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert not [name for name, facts in packages.items() if "resolved" in facts]
    assert all("integrity" in facts for name, facts in packages.items() if name)


def test_it_copies_what_the_pages_load(tmp_path):
    target = tmp_path / "vendor"
    assert copy_vendor_files(packages=ROOT / "node_modules", target=target) == len(VENDOR_FILES)
    assert (target / "htmx" / "htmx.min.js").stat().st_size > 10_000


def test_it_copies_nothing_that_no_page_loads():
    pages = "".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    assert [file for file in VENDOR_FILES.values() if f"vendor/{file}" not in pages] == []


def test_it_compiles_translations_without_gettext(tmp_path):
    folder = tmp_path / "nl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
        'msgid "Orders"\nmsgstr "Orders te factureren"\n\n'
        'msgid "%(n)d order"\nmsgid_plural "%(n)d orders"\nmsgstr[0] "één order"\nmsgstr[1] "%(n)d orders"\n',
        encoding="utf-8",
    )
    assert compile_messages(iter([tmp_path])) == 1
    with (folder / "django.mo").open("rb") as compiled:
        translations = GNUTranslations(compiled)
    assert translations.gettext("Orders") == "Orders te factureren"
    assert translations.ngettext("%(n)d order", "%(n)d orders", 1) == "één order"


def test_only_the_settings_read_the_environment():
    reads = re.compile(r"os\.environ(?!\.setdefault\(\"DJANGO_SETTINGS_MODULE|\.update\()|os\.getenv")
    sources = [path for name in ("arclose", "customers", "journals") for path in (ROOT / name).rglob("*.py")]
    readers = {str(path.relative_to(ROOT)) for path in sources if reads.search(path.read_text())}
    assert readers == {"arclose/settings.py"}


def test_the_browser_is_allowed_nothing_inline():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert not {"'unsafe-inline'", "'unsafe-eval'"} & {word for words in directives.values() for word in words}
