"""Fetching: from folders and files, and from a real server on this machine that does all that servers do."""

import gzip
import logging
import os
import shutil
import socket
import ssl
import subprocess
import time
import traceback
import zlib
from email.utils import formatdate

import pytest
from local_site import Site, body, site

from corpus import net
from corpus.addresses import file_name, is_public, shown
from corpus.fetch import fetch, unreachable
from corpus.models import SourceError
from corpus.net import Bounds

QUICK = Bounds(connect=1, read=0.3, total=1, tries=3, pause=0.01, longest_pause=0.05, size=100_000)
PROGRAMME = b'{"title": "Birds"}' * 100


@pytest.fixture(scope="module")
def running():
    with site() as server:
        yield server


@pytest.fixture
def server(running):
    running.pages.clear()
    running.asked.clear()
    return running


def get(url: str, **options):
    return fetch(url, **{"private": True, "bounds": QUICK} | options)


def refused(url: str, **options) -> str:
    """The sentence with which *url* is refused."""
    with pytest.raises(SourceError) as caught:
        get(url, **options)
    message = str(caught.value)
    assert message.startswith(shown(url))
    assert message.endswith(".")
    return message.removeprefix(shown(url))


@pytest.fixture
def names(monkeypatch):
    """What host names stand for, in place of the real answer; nobody outside is asked."""
    known: dict[str, list[str]] = {}
    asked: list[str] = []
    real = socket.getaddrinfo

    def resolve(host, port, *args, **kwargs):
        if host[:1].isdigit() or ":" in host:
            return real(host, port, *args, **kwargs)
        asked.append(host)
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [entry for address in known[host] for entry in real(address, port, *args, **kwargs)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    known["asked"] = asked
    return known


# What comes


def test_a_page_comes_under_the_name_of_its_file(server):
    url = server.put(
        "/2031/programme.json", body(PROGRAMME, etag='"v1"', last_modified="Tue, 04 May 2021 18:00:00 GMT")
    )
    assert get(f"{url}?key=open-sesame") == (
        {"programme.json": PROGRAMME},
        '"v1"',
        "Tue, 04 May 2021 18:00:00 GMT",
        False,
    )
    [(_, headers)] = server.asked
    assert headers["Host"] == f"127.0.0.1:{server.server_port}"
    assert headers["Accept-Encoding"] == "gzip"
    assert "If-None-Match" not in headers


def test_an_unchanged_page_is_told_by_its_tag(server):
    def page(request):
        same = request.headers["If-None-Match"] == '"v1"'
        request.answer(b"" if same else PROGRAMME, 304 if same else 200, etag='"v1"')

    url = server.put("/a.json", page)
    first = get(url)
    again = get(url, etag=first.etag, modified=first.modified)
    assert (again.files, again.etag, again.unchanged) == ({}, '"v1"', True)
    assert get(url, etag='"v0"').files == {"a.json": PROGRAMME}


def test_an_unchanged_page_is_told_by_its_date(server):
    day = formatdate(1_900_000_000, usegmt=True)

    def page(request):
        request.answer(status=304 if request.headers["If-Modified-Since"] == day else 200, last_modified=day)

    url = server.put("/a.json", page)
    assert get(url).modified == day
    assert get(url, modified=day) == ({}, "", day, True)


def test_what_is_unchanged_keeps_the_tag_that_the_server_does_not_repeat(server):
    url = server.put("/a.json", lambda request: request.answer(status=304))
    assert get(url, etag='"v1"') == ({}, '"v1"', "", True)


def test_unchanged_is_no_answer_to_who_holds_nothing(server):
    assert refused(server.put("/a.json", body(status=304))) == " answered 304."


def test_a_tag_that_cannot_be_sent_back_is_not_kept(server):
    assert get(server.put("/a.json", body(PROGRAMME, etag='"ä"'))).etag == ""


@pytest.mark.parametrize(
    "packed",
    [gzip.compress(PROGRAMME), gzip.compress(PROGRAMME[:700]) + gzip.compress(PROGRAMME[700:])],
    ids=["whole", "in-two-parts"],
)
def test_gzip_is_unpacked(server, packed):
    url = server.put("/a.json", body(packed, content_encoding="gzip"))
    assert get(url).files == {"a.json": PROGRAMME}


def test_no_cookie_is_kept(server):
    url = server.put("/a.json", body(status=302, location="/b.json", set_cookie="id=1"))
    server.put("/b.json", body(PROGRAMME, set_cookie="id=2"))
    get(url)
    get(url)
    assert not any("Cookie" in headers for _, headers in server.asked)


# What does not come


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (404, " answered 404: nothing is there."),
        (410, " answered 410: it is gone."),
        (401, " answered 401: a user and password are needed."),
        (403, " answered 403: access is refused."),
        (418, " answered 418."),
        (204, " answered 204."),
    ],
)
def test_what_is_refused_for_good_is_asked_for_once(server, status, said):
    assert refused(server.put("/a.json", body(b"<h1>Oh no", status))) == said
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_in_trouble_is_asked_again(server, status):
    url = server.put("/a.json", body(status=status), body(PROGRAMME))
    assert get(url).files == {"a.json": PROGRAMME}


def test_a_server_that_stays_in_trouble_is_given_up(server):
    assert refused(server.put("/a.json", body(status=500))) == " answered 500."
    assert len(server.asked) == QUICK.tries


def test_a_server_that_is_asked_too_often_gets_the_time_it_asks_for(server):
    url = server.put("/a.json", body(status=429, retry_after="1"), body(PROGRAMME))
    begun = time.monotonic()
    assert get(url, bounds=QUICK._replace(longest_pause=5, total=9)).files
    assert time.monotonic() - begun >= 1


@pytest.mark.parametrize(
    "when",
    ["3600", formatdate(time.time() + 3600, usegmt=True), formatdate(0, usegmt=True), "99999999999", "soon", "²"],
    ids=["an hour", "at a time", "long ago", "for ever", "soon", "no number"],
)
def test_no_server_is_given_more_time_than_there_is(server, when):
    url = server.put("/a.json", lambda request: request.answer(status=429, retry_after=when), body(PROGRAMME))
    begun = time.monotonic()
    assert get(url).files
    assert time.monotonic() - begun < 1


def test_a_server_that_says_nothing_is_given_up(server):
    url = server.put("/a.json", lambda _: time.sleep(0.6))
    assert refused(url, bounds=QUICK._replace(tries=1)) == " sent nothing for 0.3 seconds."


@pytest.mark.parametrize("answer", [b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 60, b"HTTP/1.0 200 OK\r\n\r\n" + b"x" * 60])
def test_a_server_that_drips_is_given_up(server, answer):
    url = server.put("/a.json", lambda request: request.send_slowly(answer, 0.02))
    begun = time.monotonic()
    assert refused(url, bounds=QUICK._replace(total=0.5)) == " did not send all of it within 0.5 seconds."
    assert time.monotonic() - begun < 1.5
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "page",
    [
        body(PROGRAMME, content_length="5000"),
        body(gzip.compress(PROGRAMME)[:-9], content_encoding="gzip"),
        lambda request: request.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nBirds\r\n"),
        lambda request: request.wfile.write(b"SSH-2.0-OpenSSH_9.6\r\n"),
        lambda _: None,
    ],
    ids=["shorter-than-said", "gzip", "chunked", "another-protocol", "nothing"],
)
def test_a_body_that_is_cut_off_is_no_programme(server, page):
    assert "broke off" in refused(server.put("/a.json", page))
    assert len(server.asked) == QUICK.tries


def test_a_body_that_is_cut_off_once_is_asked_for_again(server):
    assert get(server.put("/a.json", body(PROGRAMME, content_length="5000"), body(PROGRAMME))).files


@pytest.mark.parametrize(
    "page",
    [
        body(b"x" * 100_001),
        body(gzip.compress(b"x" * 50_000_000), content_encoding="gzip"),
        body(gzip.compress(b"") * 6000, content_encoding="gzip"),
        lambda request: request.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n" + b"x" * 100_001),
    ],
    ids=["said", "bomb", "many-parts", "unsaid"],
)
def test_what_is_too_large_is_refused_before_it_is_all_held(server, page):
    assert refused(server.put("/a.json", page)) == " is larger than 0.0953674 MiB."
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("packing", "said"), [("br", "packed as br"), ("deflate", "packed as deflate"), ("gzip", "is not")]
)
def test_a_packing_that_was_not_asked_for_is_refused(server, packing, said):
    assert said in refused(server.put("/a.json", body(zlib.compress(PROGRAMME), content_encoding=packing)))


# Whether anything is there


def test_links_that_lead_nowhere_are_told_and_nothing_large_is_loaded(server):
    there = server.put("/large", body(b"x", content_length=str(2**40)))
    members = server.put("/members", body(status=403))
    moved = server.put("/moved", body(status=301, location="/members"))
    gone = server.put("/gone", body(status=410))
    seen: list[str] = []
    found = unreachable([there, members, moved, gone], private=True, step=seen.append)
    assert found == {gone: f"{gone} answered 410: it is gone."}
    assert sorted(seen) == sorted([there, members, moved, gone])
    assert "private network" in unreachable([there], step=seen.append)[there]


# Where it leads


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(server, status):
    url = server.put("/latest.json", body(status=status, location="v2/all.json"))
    server.put("/v2/all.json", body(PROGRAMME))
    assert get(url).files == {"latest.json": PROGRAMME}


def test_a_redirect_without_an_end_is_given_up(server):
    assert refused(server.put("/a", body(status=302, location="/a"))) == " is redirected more than 5 times."
    assert len(server.asked) == 6


def test_a_sentence_names_both_ends_of_a_redirect(server):
    url = server.put("/a", body(status=302, location="/b?token=hush"))
    assert refused(url) == f" leads to {server.url('/b')}, which answered 404: nothing is there."


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://conf.example/a", "javascript:alert(1)", "data:,x"])
def test_a_redirect_out_of_the_web_is_refused(server, location):
    url = server.put("/a", body(status=302, location=location))
    assert f"redirected to a {location.partition(':')[0]}: address" in refused(url)


@pytest.mark.parametrize("location", ["http://", "http://[", "http://conf.example:99999/", "http://\x7f/", "//"])
def test_a_redirect_to_nowhere_is_refused_in_words(server, location, names):
    assert refused(server.put("/a", body(status=302, location=location)))
    assert refused(server.put("/b", body(status=302))) == " answered 302."


def test_a_redirect_into_a_private_network_is_refused(server, monkeypatch):
    monkeypatch.setattr("corpus.net.is_public", lambda address: address == "127.0.0.1" or is_public(address))
    url = server.put("/a", body(status=302, location="http://169.254.169.254/latest/meta-data"))
    assert "meta-data, which is within a private network" in refused(url, private=False)


def test_user_and_password_are_sent_to_their_own_host_alone(server, names):
    names |= {"conf.example": ["127.0.0.1"], "other.example": ["127.0.0.1"]}
    server.put("/a", body(status=302, location="/b"))
    server.put("/b", body(status=302, location=f"http://eve:apple@other.example:{server.server_port}/c"))
    server.put("/c", body(status=302, location=server.url("/d", "conf.example")))
    server.put("/d", body(PROGRAMME))
    get(server.url("/a", "conf.example", user="ada:p%40ss@"))
    sent = [headers.get("Authorization") for _, headers in server.asked]
    assert sent == ["Basic YWRhOnBAc3M=", "Basic YWRhOnBAc3M=", None, None]
    assert [headers["Host"].partition(":")[0] for _, headers in server.asked] == [
        "conf.example",
        "conf.example",
        "other.example",
        "conf.example",
    ]


# Which addresses


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",  # noqa: S104
        "10.0.0.7",
    ],
)
def test_a_private_address_is_refused_in_every_spelling(server, host, names):
    url = server.url("/a", host)
    server.put("/a", body(PROGRAMME))
    assert "private network" in refused(url, private=False)
    assert not server.asked


def test_a_host_with_one_private_address_is_refused(server, names):
    names["conf.example"] = ["93.184.215.14", "127.0.0.1"]
    assert "private network" in refused("http://conf.example/a", private=False)


def test_a_host_is_asked_for_once_and_what_was_checked_is_used(server, names):
    names["conf.example"] = ["127.0.0.1"]
    server.put("/a", body(PROGRAMME))
    get(server.url("/a", "conf.example"))
    assert names["asked"] == ["conf.example"]
    assert server.asked[0][1]["Host"] == f"conf.example:{server.server_port}"


def test_the_next_address_of_a_host_is_tried(server, names):
    names["conf.example"] = ["127.0.0.2", "127.0.0.1"]  # the site listens on the second alone
    server.put("/a", body(PROGRAMME))
    assert get(server.url("/a", "conf.example")).files


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("0.0.0.0", False),  # noqa: S104
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("172.16.0.1", False),
        ("192.168.0.1", False),
        ("198.18.0.1", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("2606:4700::1111", True),
        ("::", False),
        ("::1", False),
        ("::127.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("::ffff:10.0.0.1", False),
        ("::ffff:0:127.0.0.1", False),
        ("64:ff9b::8.8.8.8", True),
        ("64:ff9b::10.0.0.1", False),
        ("64:ff9b:1::1", False),
        ("2002:808:808::", True),
        ("2002:7f00:1::", False),
        ("2001::1", False),
        ("2001:db8::1", False),
        ("fc00::1", False),
        ("fe80::1", False),
        ("fe80::1%1", False),
        ("fec0::1", False),
        ("ff02::1", False),
    ],
)
def test_an_address_is_public_or_not(address, public):
    assert is_public(address) is public


def test_an_unknown_host_is_said_to_be_so(names):
    assert refused("http://programme.invalid/a") == " cannot be found: its host has no address."
    assert names["asked"] == ["programme.invalid"]


def test_a_resolver_in_trouble_is_asked_again(server, names, monkeypatch):
    names["conf.example"] = ["127.0.0.1"]
    known, failures = socket.getaddrinfo, [socket.gaierror(socket.EAI_AGAIN, "Temporary failure")]

    def resolve(*args, **kwargs):
        if failures:
            raise failures.pop()
        return known(*args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    server.put("/a", body(PROGRAMME))
    assert get(server.url("/a", "conf.example")).files


def test_a_host_where_nobody_listens_is_said_to_be_so():
    with Site() as closed:
        url = closed.url("/a")
    assert refused(url) == " cannot be reached."


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "https:/conf.example/a",
        "http://[",
        "http://a..b/",
        "http://conf.example:0/",
        "http://" + "a" * 64 + "/",
    ],
)
def test_what_is_no_address_is_refused_in_words(url):
    assert refused(url)


@pytest.mark.parametrize("url", ["ftp://conf.example/a", "file:///etc/passwd", "gopher://conf.example/"])
def test_only_http_and_https_are_fetched(url):
    assert refused(url) == " is neither an http nor an https address."


def test_a_calendar_address_is_told_how_it_is_written():
    assert "https://" in refused("webcal://conf.example/a.ics")


# https


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    if not (openssl := shutil.which("openssl")):
        pytest.skip("openssl makes the certificate")
    path = tmp_path_factory.mktemp("tls") / "conf.pem"
    options = ["-subj", "/CN=conf.example", "-addext", "subjectAltName=DNS:conf.example", "-keyout", path, "-out", path]
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    made = subprocess.run([openssl, "req", "-x509", *curve, *options], check=False, capture_output=True)  # noqa: S603
    if made.returncode:
        pytest.skip("this openssl makes no such certificate")
    both = path.read_bytes()
    path.write_bytes(both + path.with_name("key.pem").read_bytes() if b"PRIVATE KEY" not in both else both)
    return path


@pytest.fixture
def secure(certificate, names):
    names |= {"conf.example": ["127.0.0.1"], "other.example": ["127.0.0.1"]}
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with site() as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        yield server


def https(server: Site, path: str, host: str = "conf.example") -> str:
    return f"https://{host}:{server.server_port}{path}"


@pytest.fixture
def trusted(certificate, monkeypatch):
    monkeypatch.setattr(net, "_trust", lambda: ssl.create_default_context(cafile=certificate))


def test_a_certificate_is_checked_against_the_name_that_was_asked_for(secure, trusted):
    secure.put("/a", body(PROGRAMME))
    assert get(https(secure, "/a")).files == {"a": PROGRAMME}
    assert refused(https(secure, "/a", "other.example")) == " has a certificate that cannot be trusted."


def test_a_certificate_of_nobody_is_refused(secure):
    assert refused(https(secure, "/a")) == " has a certificate that cannot be trusted."


def test_a_redirect_from_https_to_http_is_refused(secure, trusted, server):
    secure.put("/a", body(status=302, location=server.url("/a")))
    assert "redirected from https to http" in refused(https(secure, "/a"))
    assert not server.asked


# Secrets

SECRETS = ("ada", "s3same", "0123abcd", "hush", "whisper")


def test_no_secret_is_said_or_logged(server, caplog):
    caplog.set_level(logging.DEBUG)
    path = "/ical/ada%40conf.example/private-0123abcd/basic.ics"
    pages = [
        body(PROGRAMME, etag='"whisper"'),
        body(status=404),
        body(status=500),
        body(PROGRAMME, content_length="9999"),
        body(status=302, location="//[/?hush"),
        body(status=302, location="http://ada:hush@127.0.0.1:1/private-0123abcd?hush"),
        body(status=302, location="file:///private-0123abcd"),
        lambda _: time.sleep(0.5),
    ]
    said = ""
    for page in pages:
        server.put(path, page)
        try:
            get(server.url(f"{path}?key=hush#hush", user="ada:s3same@"), bounds=QUICK._replace(tries=1))
        except SourceError as error:
            said += "".join(part for part in traceback.format_exception(error) if not part.startswith("  "))
    assert said.count("…/basic.ics") >= len(pages) - 1
    for secret in SECRETS:
        assert secret not in said
        assert secret not in caplog.text


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://ada:pw@conf.example:8443/a.json?token=1#x", "https://conf.example:8443/a.json"),
        ("HTTPS://conf.example", "https://conf.example"),
        ("http://[::1]:80/a;jsessionid=1/b", "http://[::1]:80/a/b"),
        ("https://ada:p/ss@conf.example/a", "https://…/…/a"),
        ("https://ada:p?w@conf.example/a", "https://…"),
        (
            "https://calendar.google.com/calendar/ical/a1%40group.calendar.google.com/private-0123abcd/basic.ics",
            "https://calendar.google.com/calendar/ical/…/…/basic.ics",
        ),
        ("https://x.example/owa/8f14e45fceea167a5a36dedd4bea2543/c.ics", "https://x.example/owa/…/c.ics"),
        ("https://x.example/f/01234567-89ab-cdef-0123-456789abcdef.ics", "https://x.example/f/….ics"),
        ("https://x.example/t/dQw4w9WgXcQ", "https://x.example/t/…"),
        ("https://x.example/aB3-dE5f_gH7iJ9kL1mN/", "https://x.example/…/"),
        ("https://x.example/a%1b[31m\x1b[31m/b", "https://x.example/…/b"),
        ("https://pretalx.com/democon-2031/schedule/export/schedule.json", None),
        ("https://x.example/ICLR2021PosterPapers_v2.json", None),
        ("https://api2.openreview.net/notes", None),
        ("http:/conf.example/a?key=1", "http://…/conf.example/a"),
        ("ftp+x://ada:pw@conf.example/a", "ftp+x://conf.example/a"),
        ("programmes/2031?.json", None),
        ("C:\\programmes\\a.json", None),
    ],
)
def test_an_address_is_shown_without_its_secrets(url, safe):
    assert shown(url) == (safe or url)


def test_a_file_without_a_name_that_may_be_shown_has_that_of_its_host():
    assert file_name("https://conf.example/private-0123abcd") == "conf.example"
    assert file_name("https://conf.example/") == "conf.example"


# Files and folders


def test_a_file_is_told_to_be_unchanged_without_being_read(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_bytes(PROGRAMME)
    first = fetch(str(path))
    assert (first.files, first.unchanged) == ({"a.csv": PROGRAMME}, False)
    with monkeypatch.context() as patched:
        patched.setattr("corpus.fetch._read", lambda *_: pytest.fail("it was read"))
        assert fetch(str(path), etag=first.etag, modified=first.modified) == ({}, first.etag, "", True)
    path.write_bytes(PROGRAMME + b"\n")
    again = fetch(str(path), etag=first.etag)
    assert again.files == {"a.csv": PROGRAMME + b"\n"}
    assert again.etag != first.etag
    os.utime(path, (1, 1))
    assert not fetch(str(path), etag=again.etag).unchanged


def test_a_folder_is_unchanged_while_all_of_its_files_are(tmp_path):
    (tmp_path / "days").mkdir()
    (tmp_path / "days" / "b.json").write_bytes(b"{}")
    (tmp_path / "a.json").write_bytes(b"[]")
    (tmp_path / ".hidden").write_bytes(b"")
    first = fetch(str(tmp_path))
    assert first.files == {"a.json": b"[]", "days/b.json": b"{}"}
    assert fetch(str(tmp_path), etag=first.etag) == ({}, first.etag, "", True)
    (tmp_path / ".hidden").write_bytes(b"x")
    assert fetch(str(tmp_path), etag=first.etag).unchanged
    (tmp_path / "a.json").rename(tmp_path / "c.json")
    assert list(fetch(str(tmp_path), etag=first.etag).files) == ["c.json", "days/b.json"]


@pytest.mark.parametrize("name", ["missing.csv", "a" * 300, "a\0b", ""])
def test_what_is_no_file_is_refused_in_words(tmp_path, name):
    (tmp_path / "empty").mkdir()
    path = f"{tmp_path}/{name}" if name else f"{tmp_path}/empty"
    with pytest.raises(SourceError, match=r"^/.* (?:cannot be read: .*|is an empty folder)\.$"):
        fetch(path)


def test_too_many_or_too_large_files_are_refused(tmp_path, monkeypatch):
    for name in "abc":
        (tmp_path / name).write_bytes(b"x" * 50_000)
    with pytest.raises(SourceError, match=r"larger than 0\.0953674 MiB"):
        fetch(str(tmp_path), bounds=QUICK)
    with pytest.raises(SourceError, match="larger than"):
        fetch(str(tmp_path / "a"), bounds=QUICK._replace(size=10))
    monkeypatch.setattr("corpus.fetch._MAX_FILES", 2)
    with pytest.raises(SourceError, match="more than 2 files"):
        fetch(str(tmp_path))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_a_pipe_is_read_and_never_unchanged(tmp_path):
    read, write = os.pipe()
    os.write(write, PROGRAMME)
    os.close(write)
    piped = fetch(f"/dev/fd/{read}")
    os.close(read)
    assert (list(piped.files.values()), piped.etag) == ([PROGRAMME], "")
