"""What every test stands on: a migrated database of its own, Redis, a browser."""

import gc
import os
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from weakref import ref

import hypothesis
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.templatetags.static import static
from django.test import Client, TransactionTestCase
from django.utils import translation
from hypothesis.internal.conjecture import providers
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from arclose.celery import app
from arclose.embedded import redis
from arclose.embedded.places import Places
from arclose.embedded.postgresql import SUPERUSER
from tests import builders, sessions
from tests.chromium import chromium_executable, launch_arguments
from tests.cluster import APPLICATION, OWNER, ROOT, Cluster, folder_of_runs, migrated_cluster
from tests.compiling import compiling
from tests.plans import PLANNED_ONCE
from tests.resetting import Original, leave, look_at, put_back
from tests.scheduling import FilesAndWalks

REAL_DATA = ROOT.parent / "shared" / "data"
AUTHORITY_SCHEMAS = ROOT.parent / "shared" / "ecsales-formats"
_CLUSTER = pytest.StashKey[Cluster]()

_THRIFTY = (
    # The scripts of a page are compiled, but not optimized: the next page comes before that has paid.
    "--js-flags=--no-opt --no-maglev",
    # One process draws all pages of the program, in the frame of the one before: else each begins with an empty one.
    # (What playwright disables itself this replaces: services of a browser with a window.)
    "--process-per-site",
    "--disable-features=RenderDocument",
)

# A busy machine is slow, not wrong.
hypothesis.settings.register_profile("patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("patient")
# Else each process reads every module of the program for constants to try, for three seconds.
providers._get_local_constants = lambda: providers._local_constants


def _shared_cluster(config: pytest.Config) -> Cluster:
    """The cluster of this test run, started at the first call."""
    if _CLUSTER not in config.stash:
        config.stash[_CLUSTER] = migrated_cluster()
    return config.stash[_CLUSTER]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config: pytest.Config) -> None:
    """Make what the worker processes of pytest-xdist share, before they start."""
    with compiling():
        _shared_cluster(config)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Let tests have their folders where the run has its own."""
    if not config.option.basetemp and not hasattr(config, "workerinput"):
        folder_of_runs().mkdir(mode=0o700, parents=True, exist_ok=True)
        config.option.basetemp = str(folder_of_runs() / f"tmp-{os.getpid()}")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> FilesAndWalks:
    """Share tests out by file, and walks in a browser one by one."""
    return FilesAndWalks(config, log)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell each worker process of pytest-xdist where the one cluster of the run is."""
    node.workerinput["cluster"] = str(_shared_cluster(node.config).places.root)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> None:
    """Start the cluster of a run in one process before its first test, whose time the making of it would take."""
    is_one_of_many = session.config.getoption("numprocesses", None) or hasattr(session.config, "workerinput")
    needing = (item for item in session.items if item.get_closest_marker("django_db") or "cluster" in _fixtures(item))
    if not is_one_of_many and not session.config.option.collectonly and any(needing):
        _shared_cluster(session.config)


def _fixtures(item: pytest.Item) -> list[str]:
    return getattr(item, "fixturenames", [])


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, Any, Any]:
    """Keep the garbage collector from what is loaded for the whole run: the program, and thousands of tests."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Leave no folder of tests that passed; those of others stay until the next run."""
    gc.freeze()  # what is left goes with the process: pytest would have all of it looked through five times
    if exitstatus == pytest.ExitCode.OK and not hasattr(session.config, "workerinput"):
        shutil.rmtree(folder_of_runs() / f"tmp-{os.getpid()}", ignore_errors=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the cluster with the run that started it."""
    if _CLUSTER in config.stash:
        config.stash[_CLUSTER].stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files in order, slow ones first, and leave out, by name, the tests that need what is not here.

    Files that open a browser come last: a process that holds one keeps an event loop, and a fork of it is no good for
    tests that crash one. Slow files come first, that no process is left with one at the end. (The runner is told to
    keep this order: else it takes the files with the most tests first.)
    """
    with_browser = {item.path for item in items if "chromium" in _fixtures(item)}
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (item.path in with_browser, item.path not in slow))
    for item in items:
        for missing in _missing(item):
            item.add_marker(pytest.mark.skip(reason=f"left out: {missing}"))


def _missing(item: pytest.Item) -> Iterator[str]:
    """Say what a test needs that cannot be had here."""
    if item.get_closest_marker("real_data") and not REAL_DATA.exists():
        yield f"the real data in {REAL_DATA.name} is not here"
    if item.get_closest_marker("authority_schemas") and not AUTHORITY_SCHEMAS.exists():
        yield f"the tax authorities' schemas in {AUTHORITY_SCHEMAS.name} are not here"
    if "redis_command" in _fixtures(item) and redis.executable() is None:
        yield "no Redis was found, neither from a package nor on the path"


@pytest.fixture(scope="session")
def cluster(request: pytest.FixtureRequest) -> Cluster:
    """The servers of this test run."""
    told = getattr(request.config, "workerinput", {}).get("cluster")
    return _shared_cluster(request.config) if told is None else Cluster(Places(Path(told)))


@pytest.fixture(scope="session")
def redis_command() -> Path:
    """The Redis that there is; where there is none, whatever asks for it is left out by name."""
    command = redis.executable()
    assert command is not None
    return command


@pytest.fixture(scope="session")
def database_name(request: pytest.FixtureRequest) -> str:
    """The database of this worker process."""
    return "test_" + getattr(request.config, "workerinput", {}).get("workerid", "alone")


class Again(NamedTuple):
    """Two ways to the database as it was copied: copied anew, or what was written deleted."""

    copied: Callable[[], None]
    put_back: Callable[[], None]


@pytest.fixture(scope="session")
def django_db_setup(
    cluster: Cluster, database_name: str, monkeypatch_session: pytest.MonkeyPatch, django_db_blocker: Any
) -> Iterator[Again]:
    """Point both roles at this process's own copy of the migrated database; commits are undone."""
    server = {"HOST": str(cluster.places.sockets), "PORT": "5432", "PASSWORD": "", "OPTIONS": PLANNED_ONCE}
    place = {"NAME": database_name, **server}
    for alias, role in (("default", APPLICATION), ("owner", OWNER)):
        values = {**place, "USER": role}
        connections.settings[alias].update(values)
        connections[alias].settings_dict.update(values)
    monkeypatch_session.setattr(settings, "CELERY_BROKER_URL", cluster.redis_url)
    monkeypatch_session.setattr(settings, "DURABILITY_IS_PROVED", cluster.durable)
    app.conf.broker_url = cluster.redis_url
    url = cluster.url(database_name, role=SUPERUSER)
    original: Original | None = None

    def copy() -> None:
        nonlocal original
        connections.close_all()
        cluster.copy_database(database_name)
        with django_db_blocker.unblock():
            builders.make_a_company_ready()
        connections.close_all()
        original = look_at(url)

    # Of all threads, for the server that a browser asks keeps its own too, and threads may open one at any time.
    opened: dict[int, ref[BaseDatabaseWrapper]] = {}

    def put_back_or_copy() -> None:
        standing = [own.connection for one in list(opened.values()) if (own := one()) and own.connection is not None]
        left = [one for one in standing if one.info.dbname == database_name and leave(one)]
        for own in connections.all(initialized_only=True):
            if own.connection not in left:
                own.close()
        if original is None or not put_back(url, original, left=left):
            copy()

    copy()
    connection_created.connect(
        lambda connection, **_signal: opened.update({id(connection): ref(connection)}), weak=False
    )
    monkeypatch_session.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: put_back_or_copy())
    monkeypatch_session.setattr(TransactionTestCase, "_should_reload_connections", lambda _case: False)
    yield Again(copy, put_back_or_copy)
    connections.close_all()


@pytest.fixture(scope="session")
def fresh_copy(django_db_setup: Again) -> Callable[[], None]:
    """What a module calls that has written much for all of its tests: the next one finds the database copied anew."""
    return django_db_setup.copied


@pytest.fixture(scope="session")
def database_put_back(django_db_setup: Again) -> Callable[[], None]:
    """What a module calls that has written little for all of its tests: that is deleted, at a tenth of the price."""
    return django_db_setup.put_back


@pytest.fixture(scope="session")
def monkeypatch_session() -> Iterator[pytest.MonkeyPatch]:
    """Changes that last for the whole run."""
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture
def program_environment(cluster: Cluster, database_name: str, transactional_db: None) -> dict[str, str]:
    """The environment for a process of the program (worker, poller, command) on this test's database."""
    return cluster.environment(database_name)


@pytest.fixture
def own_cluster() -> Iterator[Cluster]:
    """Servers of this test's own, with every durability setting on, for tests that crash them."""
    own = migrated_cluster(durable=True, name="own")
    try:
        yield own
    finally:
        own.stop()


@pytest.fixture(scope="session", autouse=True)
def _quick_settings(monkeypatch_session: pytest.MonkeyPatch) -> None:
    """Spare each test what costs time and proves nothing: slow passwords, signing in, a look at every static file."""
    monkeypatch_session.setattr(Client, "_login", sessions.go_on)
    monkeypatch_session.setattr(settings, "PASSWORD_HASHERS", ["tests.passwords.QuickHasher"])
    monkeypatch_session.setattr(settings, "WHITENOISE_AUTOREFRESH", True, raising=False)
    # However busy the machine is, a close page comes with its counts.
    monkeypatch_session.setattr(settings, "CLOSE_COUNTED_WITHIN_SECONDS", 3_600)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Start each test in English: a request in another language leaves that language behind."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def chromium(monkeypatch_session: pytest.MonkeyPatch) -> Iterator[Browser]:
    """A headless Chromium, for which axe is among the files of the program."""
    axe = ("axe", ROOT / "node_modules" / "axe-core")
    monkeypatch_session.setattr(settings, "STATICFILES_DIRS", [*settings.STATICFILES_DIRS, axe])
    finders.get_finder.cache_clear()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright keeps an event loop in this thread
    with sync_playwright() as playwright:
        arguments = [*launch_arguments(), *_THRIFTY]
        browser = playwright.chromium.launch(executable_path=chromium_executable(), args=arguments)
        expect.set_options(timeout=30_000)  # a busy machine is slow, not wrong
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def browser_profile(chromium: Browser, live_server: Any) -> Iterator[BrowserContext]:
    """A browser profile, which keeps what pages load: styles and scripts are compiled once."""
    with _profile(chromium, live_server) as context:
        yield context


@pytest.fixture(scope="session")
def profile_without_scripts(chromium: Browser, live_server: Any) -> Iterator[BrowserContext]:
    """A browser profile in which no script runs."""
    with _profile(chromium, live_server, java_script_enabled=False) as context:
        yield context


@contextmanager
def _profile(chromium: Browser, live_server: Any, **values: Any) -> Iterator[BrowserContext]:
    """Give a profile on a laptop's screen, with a page of the program that stays open, and so the process for them all.

    Nothing moves in it: else each change of a colour is drawn ten times, and a colour is on its way when it is asked.
    """
    screen = {"width": 1366, "height": 768}
    context = chromium.new_context(
        viewport=screen, reduced_motion="reduce", locale="en-GB", timezone_id="UTC", **values
    )
    context.set_default_timeout(30_000)
    context.new_page().goto(live_server.url + static("arclose/mark.svg"))
    yield context
    context.close()


@pytest.fixture
def browser_context(browser_profile: BrowserContext) -> Iterator[BrowserContext]:
    """The browser profile without a page or a cookie of the test before."""
    yield browser_profile
    _clear(browser_profile)


@pytest.fixture
def page_without_scripts(profile_without_scripts: BrowserContext) -> Iterator[Page]:
    """A page on which no script runs."""
    yield profile_without_scripts.new_page()
    _clear(profile_without_scripts)


def _clear(profile: BrowserContext) -> None:
    _stays_open, *opened = profile.pages
    for page in opened:
        page.close()
    profile.clear_cookies()


@pytest.fixture
def page(browser_context: BrowserContext) -> Iterator[Page]:
    """A page; an error in one of its scripts, or anything its security policy refused, fails the test."""
    page = browser_context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if _is_refusal(message.text) else None)
    yield page
    page.close()
    assert not problems, problems


def _is_refusal(text: str) -> bool:
    return "Content Security Policy" in text
