"""Links to what the programme holds: which record they lead to, and what Slack shows of it."""

from typing import Any

import pytest
from fake_answers import hostile, items, viewers
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_bench import Bench, Held
from slack_stub import BOT, event
from toyconf import MORNING, records

from bot.blocks import STAR
from bot.blocks.unfurls import preview
from bot.desk import Desk
from bot.limits import violations
from bot.links import key_of, links_in, own_sites, record_at
from bot.models import Item, Viewer
from corpus.catalog import Catalog
from corpus.models import Link, Records


def linked(**links: str) -> Desk:
    """The made-up conference with an address for some of its records, by the ends of their references."""

    def with_link(record: Any) -> Any:
        more = tuple(Link(label="page", url=url) for name, url in links.items() if name.replace("_", "-") == record.id)
        return record.model_copy(update={"links": (*record.links, *more)})

    held = records()
    return Desk(
        Catalog(
            held.model_copy(
                update={
                    "papers": tuple(map(with_link, held.papers)),
                    "sessions": tuple(map(with_link, held.sessions)),
                }
            )
        )
    )


SAME = [
    [
        "https://openreview.net/forum?id=qrwe7XHTmYb",
        "https://openreview.net/pdf?id=qrwe7XHTmYb",
        "http://www.openreview.net/forum?id=qrwe7XHTmYb&noteId=abc#discussion",
        "https://openreview.net/attachment?id=qrwe7XHTmYb&name=supplementary_material",
    ],
    [
        "https://arxiv.org/abs/2006.16668",
        "http://arxiv.org/abs/2006.16668v1",
        "https://www.arxiv.org/pdf/2006.16668v12.pdf",
        "https://arxiv.org/pdf/2006.16668",
        "https://export.arxiv.org/abs/2006.16668?context=cs.CL",
        "https://arxiv.org/html/2006.16668v2",
        "https://doi.org/10.48550/arXiv.2006.16668",
    ],
    ["https://arxiv.org/abs/cs/0501001", "https://arxiv.org/pdf/cs/0501001v2"],
    [
        "https://aclanthology.org/2020.acl-main.1/",
        "https://www.aclanthology.org/2020.acl-main.1.pdf",
        "https://www.aclweb.org/anthology/2020.acl-main.1",
        "https://doi.org/10.18653/v1/2020.acl-main.1",
    ],
    ["https://aclanthology.org/P19-1001/", "https://www.aclweb.org/anthology/P19-1001.pdf"],
    ["https://doi.org/10.1145/3292500.3330701", "http://dx.doi.org/10.1145/3292500.3330701/"],
    [
        "https://birds.example/talk/7",
        "http://www.birds.example/talk/7/",
        "https://birds.example/talk/7/index.html?utm_source=chat#top",
    ],
    ["https://birds.example/talk?id=7&day=2", "https://birds.example/talk?day=2&id=7&utm_medium=x"],
]


def test_all_addresses_of_one_paper_have_one_key_and_no_two_papers_share_it() -> None:
    keys = [{key_of(url) for url in group} for group in SAME]
    assert [len(key) for key in keys] == [1] * len(keys)
    assert len(set.union(*keys)) == len(keys)


@pytest.mark.parametrize(
    "url",
    ["", "arxiv.org/abs/2006.16668", "ftp://arxiv.org/abs/2006.16668", "javascript:alert(1)", "http://[", "https://"],
)
def test_what_is_no_web_address_leads_nowhere(url: str) -> None:
    assert key_of(url) is None
    assert record_at(url, linked().catalog) is None


def test_a_link_leads_to_its_record_also_in_a_corpus_that_changed() -> None:
    before = linked(wrennet="https://arxiv.org/abs/2101.00001v1")
    after = linked(swift_flight="https://arxiv.org/abs/2101.00001v1")
    url = "https://arxiv.org/pdf/2101.00001v3"
    assert record_at(url, before.catalog) == "paper:wrennet"
    assert record_at(url, after.catalog) == "paper:swift-flight"
    assert record_at("https://arxiv.org/abs/2101.00002", before.catalog) is None
    assert record_at("https://arxiv.org/list/cs.CL/recent", before.catalog) is None
    assert record_at("https://github.com/acme/wrennet", before.catalog) == "paper:wrennet"


def test_a_page_that_several_share_is_of_the_session_that_they_are_in() -> None:
    page = "https://birds.example/tuesday"
    session = linked(morning_orals=page, wrennet=page, owls_at_night=page)
    assert record_at(page, session.catalog) == "session:morning-orals"
    assert record_at(page, linked(wrennet=page, owls_at_night=page).catalog) is None
    assert record_at(page, linked(morning_orals=page, gosling_gait=page).catalog) is None


def test_the_sites_of_a_corpus_are_those_of_its_own_pages() -> None:
    desk = linked(
        wrennet="https://birds.example/1",
        owls_at_night="https://birds.example/2",
        swift_flight="https://nest.example/3",
    )
    assert own_sites(desk.catalog, 5) == ("birds.example", "nest.example")  # and not that of its code
    assert own_sites(desk.catalog, 1) == ("birds.example",)


def test_the_links_of_a_message_are_read_once_each() -> None:
    text = (
        "see <https://a.example/x?y=1&amp;z=2|this> and <https://a.example/x?y=1&amp;z=2>, <@U1>, https://typed.example"
    )
    assert list(links_in(text)) == ["https://a.example/x?y=1&z=2"]


@settings(max_examples=80, deadline=None)
@given(st.one_of(hostile, hostile.map("https://arxiv.org/abs/{}".format), hostile.map("https://x.example/{}".format)))
def test_any_address_is_read(url: str) -> None:
    key = key_of(url)
    assert key is None or record_at(url, linked().catalog) is None
    list(links_in(f"<{url}>"))


@settings(max_examples=60, deadline=None)
@given(items, viewers)
def test_any_record_is_shown_within_slacks_limits(item: Item, viewer: Viewer) -> None:
    shown = preview(item, viewer)
    assert violations(shown["blocks"]) == []
    assert 0 < len(shown["preview"]["title"]["text"]) <= 150


# --- in Slack

URL = "https://arxiv.org/pdf/2101.00001v2"


async def share(bench: Bench, *urls: str, app: Any = None, **fields: Any) -> None:
    """Somebody posts a message with *urls*, of which Slack tells."""
    usual = {"type": "link_shared", "message_ts": "5.0", "links": [{"domain": "x", "url": url} for url in urls]}
    app = app or bench.app(Held(linked(wrennet="https://arxiv.org/abs/2101.00001")), lambda: MORNING)
    assert await bench.send(app, event("", **{**usual, **fields})) == 200
    await bench.settled()


async def test_a_link_to_a_paper_shows_what_when_and_where(bench: Bench) -> None:
    await share(bench, URL, "https://arxiv.org/abs/2101.99999", channel="C1")
    (sent,) = bench.stub.made("chat.unfurl")
    assert (sent["channel"], sent["ts"]) == ("C1", "5.0")
    assert list(sent["unfurls"]) == [URL]
    shown = str(sent["unfurls"][URL])
    for said in ("WrenNet: Hearing Small Birds", "Ada Byron, Bo Li", "Great Hall", "'timestamp': 1904367600"):
        assert said in shown
    assert "on now" not in shown
    (button,) = sent["unfurls"][URL]["blocks"][-1]["elements"]
    assert (button["action_id"], button["value"]) == (STAR, "paper:wrennet")
    assert bench.stub.refused == []


async def test_a_link_in_a_message_that_is_not_sent_yet_is_shown_too(bench: Bench) -> None:
    await share(bench, URL, channel="COMPOSER", message_ts="Uxx-1", unfurl_id="Uxx-1", source="composer")
    (sent,) = bench.stub.made("chat.unfurl")
    assert (sent["unfurl_id"], sent["source"]) == ("Uxx-1", "composer")
    assert "channel" not in sent
    assert sent["unfurls"][URL]["preview"]["title"]["text"].startswith("WrenNet")


async def test_of_links_that_the_programme_does_not_hold_nothing_is_said(bench: Bench) -> None:
    await share(bench, "https://arxiv.org/abs/2101.99999", "https://example.org")
    await share(bench, URL, user=BOT)
    empty = bench.app(Held(Desk(Catalog(Records()))))
    await share(bench, URL, app=empty)
    assert bench.stub.made("chat.unfurl") == []


async def test_many_links_are_shown_up_to_five(bench: Bench) -> None:
    await share(bench, *(f"https://arxiv.org/abs/2101.00001v{number}" for number in range(1, 40)))
    (sent,) = bench.stub.made("chat.unfurl")
    assert len(sent["unfurls"]) == 5


@pytest.mark.parametrize(
    "reply",
    [
        *({"error": code} for code in ("cannot_unfurl_url", "message_not_found", "cannot_find_message")),
        *({"error": code} for code in ("missing_scope", "not_in_channel", "cannot_find_channel")),
        (429, "0"),
        (500, "no"),
        (200, "not JSON"),
    ],
)
async def test_where_slack_takes_no_preview_nobody_is_disturbed(
    bench: Bench, reply: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.unfurls._PATIENCE", 0.5)
    bench.stub.replies["chat.unfurl"] = reply
    await share(bench, URL)
    assert bench.stub.made("chat.unfurl")
    assert "failed" not in caplog.text
    assert URL not in caplog.text
    assert bench.stub.made("chat.postMessage") == bench.stub.made("chat.postEphemeral") == []
