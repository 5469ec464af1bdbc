"""The organisers' page: a programme is loaded, looked at, tried and compared; published, and taken back."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from local_site import body, site
from organisers_page import HOW, SHEET, Page, organisers
from toyconf import FILE, MORNING, records

from bot.asked import Verdict
from bot.organisers.folder import Folder, file_name
from bot.organisers.models import Draft
from bot.personal import Who
from corpus.ingest import jsonl
from corpus.models import Records
from corpus.refresh import add
from corpus.sources import Origin
from corpus.store import save

ADA = Who(team="T1", person="U1")


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    async with organisers(tmp_path) as page:
        yield page


def toy(*, without: str = "", **slot: object) -> bytes:
    """The programme in use as somebody exports it again, with a slot of WrenNet changed, or *without* a paper."""
    held = records()
    slots = tuple(one.model_copy(update=slot) if one.paper == "wrennet" else one for one in held.slots)
    kept: Records = held.model_copy(
        update={
            "slots": tuple(one for one in slots if one.paper != without),
            "papers": tuple(one for one in held.papers if one.id != without),
        }
    )
    return "\n".join(jsonl.dump(kept)).encode()


async def test_a_sheet_with_mistakes_is_understood_as_far_as_it_can_be(page: Page) -> None:
    assert (await page.upload(SHEET)).json() == {"ok": True}
    report = await page.report()
    told = report["understood"]
    assert (told["format"], told["lacks_event"], told["lacks_zone"]) == ("csv", True, True)
    columns = {column["header"]: column for column in report["columns"]}
    assert {name for name, column in columns.items() if not column["field"]} == {"Who speaks", "Dietary needs"}
    assert columns["Talk"]["field"] == "title"
    assert columns["Who speaks"]["samples"] == ["Ada Byron", "Ben Okri", "Chitra Rao"]


async def test_what_it_lacks_is_said_by_the_organiser_and_it_is_read_again(page: Page) -> None:
    await page.upload(SHEET)
    assert (await page.post("how", HOW)).status_code == 200
    told = (await page.report())["understood"]
    assert told["events"] == ["Lantern Week 2031"]
    assert told["zone"] == "Europe/Oslo"
    assert told["days"] == ["Wed 7 May 2031"]
    assert told["holds"] == ["4 talks and papers", "4 people", "2 rooms"]
    assert not told["lacks_event"]
    assert not told["lacks_zone"]


async def test_findings_say_the_line_that_they_are_in_weightiest_first(page: Page) -> None:
    await page.upload(SHEET)
    await page.post("how", HOW)
    found = await page.sorts()
    assert found["Could not be read"] == [
        ("line 6", "No time: “25:70”."),
        ("line 7", "1 cell more than the header has columns: the row is left out."),
    ]
    ((where, text),) = found["Two things in one room at once"]
    assert where == "line 4"
    assert "“Owls at Noon” overlaps “Larks at Dawn” in Great Hall" in text
    assert [where for where, _ in found["Titles all in capitals"]] == ["line 5"]
    weights = [one["weight"] for one in (await page.report())["sorts"]]
    assert weights == sorted(weights, key=["mend", "look", "fuller"].index)


async def test_what_is_private_is_neither_shown_nor_kept(page: Page) -> None:
    await page.upload(SHEET)
    (column,) = [one for one in (await page.report())["columns"] if one["header"] == "Dietary needs"]
    assert column["private"]
    assert "vegan" not in json.dumps(await page.state())


async def test_a_sheet_without_a_known_title_asks_which_column_it_is(page: Page) -> None:
    await page.upload("Was;Von;Bis;Ort\nLarks at Dawn;09:00;09:30;Annexe\nOwls at Noon;10:00;10:30;Annexe\n")
    report = await page.report()
    assert report["error"] == "No column is known to hold titles. Say below which one does, and read it again."
    await page.post("how", {"columns": {"title": "Was"}})
    assert (await page.report())["error"] == ""
    assert (await page.report())["understood"]["holds"][0].startswith("2 ")


async def test_the_draft_is_asked_beside_the_programme_in_use(page: Page) -> None:
    await page.upload(SHEET)
    await page.post("how", HOW)
    said = await page.ask("/paper larks at dawn")
    assert "Ada Byron" in said["draft"]["text"]
    assert "9:00" in json.dumps(said["draft"]["blocks"]) or "date" in json.dumps(said["draft"]["blocks"])
    assert "Ada Byron" not in said["live"]["text"]
    assert not said["same"]


async def test_an_answer_has_only_the_buttons_that_work_there_and_they_do(page: Page) -> None:
    await page.upload(FILE.read_bytes(), "birdconf.yaml")
    said = await page.ask("which papers are there?", now=MORNING.isoformat())
    buttons = [one for block in said["draft"]["blocks"] for one in block.get("elements", ()) if one["type"] == "button"]
    assert {one["action_id"] for one in buttons} <= {"page:next", "page:previous", "page:zone"}
    following = next(one for one in buttons if one["action_id"] == "page:next")
    body = {"value": following["value"], "now": MORNING.isoformat(), "zone": "Europe/Berlin"}
    assert (await page.post("ask", body)).json()["draft"]["text"] != said["draft"]["text"]


async def test_publishing_changes_what_the_bot_answers_from_and_undo_takes_it_back(page: Page) -> None:
    before = page.titles()
    await page.upload(SHEET)
    await page.post("how", {**HOW, "instead_of": "*"})
    assert page.titles() == before
    assert (await page.publish()).json() == {"ok": True}
    assert "Larks at Dawn" in page.titles()
    assert not page.titles() & before
    assert (await page.state())["by_hand"][0]["name"] == "lanterns.csv"
    assert (await page.post("undo")).json() == {"ok": True}
    assert page.titles() == before
    assert (await page.state())["draft"]["name"] == "lanterns.csv"
    assert (await page.post("undo")).status_code == 409


async def test_a_programme_is_added_unless_it_replaces_one_and_the_same_name_replaces_itself(page: Page) -> None:
    before = page.titles()
    await page.upload(SHEET)
    await page.post("how", {**HOW, "instead_of": ""})
    await page.publish()
    assert before < page.titles()
    mended = SHEET.replace("25:70", "09:00").replace("Owls at Noon", "Owls after Noon")
    await page.upload(mended)
    await page.post("how", HOW)
    assert (await page.report())["instead_of"] == (await page.state())["by_hand"][0]["key"]
    assert "1 talk or paper is added" not in (await page.report())["summary"]
    await page.publish()
    assert before < page.titles()
    assert "Owls after Noon" in page.titles()
    assert "Owls at Noon" not in page.titles()


async def test_the_difference_is_told_in_words_with_how_many_people_starred_it(page: Page) -> None:
    wrennet = next(one for one in page.live.desk.catalog.records.slots if one.paper == "wrennet")
    assert wrennet.start
    assert wrennet.end
    for record in ("paper:wrennet", "paper:owls-at-night"):
        await page.kept.stars.add(ADA, record, title=record, event=None, now=MORNING)
    later = {"start": wrennet.start + timedelta(hours=1), "end": wrennet.end + timedelta(hours=1), "room": "Attic"}
    await page.upload(toy(**later), "birdconf.jsonl")
    await page.post("how", {"instead_of": "*"})
    report = await page.report()
    assert report["summary"] == ["1 talk or paper moved", "1 talk or paper is in another room"]
    assert [one["what"] for one in report["differences"]] == ["moved", "room"]
    assert report["differences"][1]["text"].endswith("-> Attic")
    assert (await page.state())["starred"] == 1


async def test_what_somebody_else_loaded_meanwhile_is_not_published_unseen(page: Page) -> None:
    await page.upload(SHEET)
    seen = (await page.state())["draft"]["id"]
    await page.upload(FILE.read_bytes(), "birdconf.yaml")
    answer = await page.post("publish", {"id": seen})
    assert answer.status_code == 409
    assert answer.json()["error"].startswith("Somebody has loaded another programme")


async def test_a_draft_outlives_the_bot_and_the_browser(tmp_path: Path) -> None:
    async with organisers(tmp_path) as page:
        await page.upload(SHEET)
        await page.post("how", HOW)
        report = await page.report()
    async with organisers(tmp_path) as page:
        assert await page.report() == report
        assert "Ada Byron" in (await page.ask("/paper larks at dawn"))["draft"]["text"]
        await page.publish()
        assert "Larks at Dawn" in page.titles()


async def test_a_reading_that_was_broken_off_is_no_report(page: Page, tmp_path: Path) -> None:
    await page.upload(SHEET)
    kept = tmp_path / "usher.sqlite.draft" / "draft.json"
    kept.write_text(Draft(id="another", origin=Origin(location="x.csv"), at=MORNING).model_dump_json())
    assert (await page.state())["report"] is None
    assert (await page.publish()).status_code == 409


async def test_a_publishing_falls_on_the_programme_as_it_is_by_then(page: Page) -> None:
    await page.upload(SHEET)
    await page.post("how", {**HOW, "instead_of": ""})
    assert not (await page.state())["behind"]
    other = page.target.parent / "boats.csv"
    other.write_text("title,speaker\nBoats That Answer Back,Eli Moss\n")
    built = add(page.target, [Origin(location=str(other))])
    save(built.records, page.target, built.parts)
    assert (await page.state())["behind"]
    await page.publish()
    assert {"Larks at Dawn", "Boats That Answer Back"} < page.titles()


async def test_an_address_is_read_and_a_private_one_or_a_path_is_refused(tmp_path: Path) -> None:
    with site() as server:
        url = server.put("/schedule.csv", body(SHEET.encode()))
        async with organisers(tmp_path / "closed") as page:
            await page.post("address", {"location": url})
            assert "private" in (await page.report())["error"]
            assert server.asked == []
            for path in ("/etc/passwd", "file:///etc/passwd", "schedule.csv", "ftp://example.org/a.csv"):
                assert (await page.post("address", {"location": path})).status_code == 400
        async with organisers(tmp_path / "open", usher_private_sources=True) as page:
            await page.post("address", {"location": url.replace("http://", "http://ada:hunter2@") + "?key=s3cret"})
            assert (await page.report())["columns"]
            shown = json.dumps(await page.state())
            assert "hunter2" not in shown
            assert "s3cret" not in shown


@pytest.mark.parametrize(
    "data", [b"", b"\x00\xff\xfe" * 50, b"{", b"PK\x03\x04 a workbook", b"hello there", b"<a" * 99]
)
async def test_what_cannot_be_read_is_said_in_a_sentence(page: Page, data: bytes) -> None:
    answer = await page.upload(data, "thing")
    said = answer.json()["error"] if answer.status_code != 200 else (await page.report())["error"]
    assert said.splitlines()[0].endswith((".", ":"))
    assert (await page.post("publish", {"id": "x"})).status_code == 409


async def test_the_draft_can_be_discarded(page: Page) -> None:
    await page.upload(SHEET)
    await page.post("discard")
    state = await page.state()
    assert (state["draft"], state["report"]) == (None, None)
    assert not list(page.target.with_name("usher.sqlite.draft").rglob("lanterns.csv"))
    assert (await page.post("how", {})).status_code == 409


async def test_sources_are_shown_with_their_last_look_and_looked_at_on_demand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "boats.csv"
    source.write_text("title,speaker\nBoats That Answer Back,Eli Moss\nSails at Sea,Eli Moss\n")
    monkeypatch.setenv("USHER_SOURCES", str(source))
    async with organisers(tmp_path, usher_sources=(str(source),)) as page:
        (shown,) = (await page.state())["sources"]
        assert (shown["at"], shown["every"]) == (None, 30)
        await page.post("look")
        (shown,) = (await page.state())["sources"]
        assert shown["at"]
        assert "Boats That Answer Back" in page.titles()
        assert (await page.state())["everything"] is None


async def test_what_was_asked_and_how_answers_helped_is_listed(page: Page) -> None:
    for text in ("where is lunch?", "Where is lunch", "is there wifi?"):
        await page.kept.questions.keep("mention", text, now=MORNING)
    verdict = Verdict(helpful=False, surface="mention", text="who sings?", at=MORNING)
    await page.kept.feedback.give(ADA, "m1", verdict)
    asked = (await page.state())["asked"]
    assert [(one["text"], one["times"]) for one in asked["unanswered"]] == [
        ("Where is lunch", 2),
        ("is there wifi?", 1),
    ]
    assert (asked["helpful"], asked["unhelpful"], asked["not_helped"]) == (0, 1, ["who sings?"])


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_a_file_name_from_anyone_is_a_plain_name_in_the_folder(name: str) -> None:
    safe = file_name(name)
    assert safe
    assert Path(safe).name == safe
    assert not safe.startswith(".")
    assert len(safe.encode()) <= 255


def test_the_last_five_programmes_can_be_gone_back_to(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "usher.sqlite")
    times = [MORNING + timedelta(minutes=number) for number in range(8)]
    for at in times:
        folder.version(at).write_bytes(b"")
    assert [at for at, _ in folder.versions()] == times[:2:-1]
