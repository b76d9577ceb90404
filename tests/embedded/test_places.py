"""Where sockets lie, and how servers are named."""

import os
from pathlib import Path

import pytest

from arclose.embedded.places import SOCKET_PATH_BYTES, Places, UnsafeSocketFolder
from arclose.embedded.processes import birth, end_leftovers
from arclose.embedded.secret_key import own_secret_key
from arclose.operations.programs import NoFreePort, free_port
from arclose.server_addresses import UnknownDatabase, client_address, database_from_url


def test_it_keeps_sockets_below_var_while_their_path_is_short():
    assert Places(Path("/srv/arclose/var")).sockets.is_relative_to("/srv/arclose/var")


def test_it_moves_sockets_out_of_a_path_that_is_too_long(tmp_path):
    deep = Places(tmp_path.joinpath(*["ä" * 20] * 3))
    assert not deep.sockets.is_relative_to(tmp_path)
    assert len(os.fsencode(deep.sockets / ".s.PGSQL.5432.lock")) <= SOCKET_PATH_BYTES


@pytest.mark.parametrize("how", ["open to others", "a link to somewhere else"])
def test_it_refuses_a_socket_folder_that_is_not_ours_alone(how, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    places = Places(tmp_path.joinpath(*["a-long-name-of-a-folder"] * 5))
    if how == "open to others":
        places.sockets.mkdir(mode=0o755)
    else:
        places.sockets.symlink_to(tmp_path)
    with pytest.raises(UnsafeSocketFolder):
        places.make()


def test_it_makes_one_secret_key_for_each_installation(tmp_path):
    key = own_secret_key(Places(tmp_path))
    assert len(key) > 50
    assert own_secret_key(Places(tmp_path)) == key
    assert (tmp_path / "state" / "secret-key").stat().st_mode & 0o777 == 0o600


def test_it_never_ends_a_process_that_only_has_the_number_of_an_old_one(tmp_path):
    memory = tmp_path / "servers.json"
    memory.write_text(f'[[{os.getpid()}, "1", "SIGKILL"]]')
    assert birth(os.getpid()) != "1"
    assert end_leftovers(memory) == 0


def test_it_reads_the_address_of_a_server():
    address = database_from_url("postgresql://us%40er:pass%2Fword@db.example:5433/books?sslmode=require")
    assert address == {
        "NAME": "books", "USER": "us@er", "PASSWORD": "pass/word", "HOST": "db.example", "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }  # fmt: skip


def test_it_reads_the_address_of_a_socket():
    assert database_from_url("postgresql://me@/books?host=/run/postgresql")["HOST"] == "/run/postgresql"


@pytest.mark.parametrize(
    "url", ["mysql://me@host/books", "books", "postgresql://me@host", "postgresql://me@host:a/books"]
)
def test_it_refuses_what_is_no_address_of_a_database(url):
    with pytest.raises(UnknownDatabase, match="postgresql://user"):
        database_from_url(url)


@pytest.mark.parametrize(("host", "port"), [("203.0.113.9", 8000), ("127.0.0.1", 70_000)])
def test_it_says_why_nobody_can_listen_there(host, port):
    with pytest.raises(NoFreePort, match=rf"{host} at {port} .* Set ARCLOSE_HOST"):
        free_port(host=host, wanted=port)


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "expected"),
    [(False, "198.51.100.1", "203.0.113.9"), (True, "198.51.100.1, 192.0.2.7", "192.0.2.7"), (True, "", "203.0.113.9")],
)
def test_it_believes_only_the_proxy_about_who_asks(behind_proxy, forwarded, expected, rf, settings):
    settings.BEHIND_PROXY = behind_proxy
    request = rf.get("/", REMOTE_ADDR="203.0.113.9", headers={"X-Forwarded-For": forwarded})
    assert client_address(request) == expected
