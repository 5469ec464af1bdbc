"""Slack is busy, down, slow or breaks off: the answer comes once it is back, once, and in order."""

import pytest
from fake_answers import listing
from slack_bench import Bench, Recorder
from slack_stub import BOT, SlackStub, Trouble, command, event, until

NOT_TAKEN: list[Trouble] = [(429, "1"), (500, "no"), (503, "<html>"), {"error": "fatal_error"}, "drop"]
TAKEN: list[Trouble] = ["take and drop", "take and 500"]


def said(stub: SlackStub) -> list[str]:
    """What stands in the conversations of the stand-in, of the bot."""
    return [one["text"] for one in stub.messages if one.get("bot_id")]


def asked(text: str, **fields: object) -> dict[str, object]:
    return event(f"<@{BOT}> {text}", **fields)


class Echo(Recorder):
    """A programme that repeats the question."""

    def __call__(self, question):
        return listing(1, lines=((f"You asked: {question.text}",),))


@pytest.mark.parametrize("trouble", NOT_TAKEN, ids=str)
async def test_an_answer_that_slack_did_not_take_arrives_once_it_does(bench: Bench, trouble: Trouble) -> None:
    bench.stub.troubles["chat.postMessage"] = [trouble, trouble]
    await bench.send(bench.app(Echo()), asked("lanterns", ts="7.0"))
    await until(lambda: bool(said(bench.stub)), within=20)
    await bench.quiet("chat.postMessage", 3)
    assert len(said(bench.stub)) == 1


@pytest.mark.parametrize("trouble", TAKEN)
@pytest.mark.parametrize("where", [{"ts": "7.0"}, {"type": "message", "channel_type": "im", "channel": "D0ADA"}])
async def test_an_answer_that_slack_took_before_it_broke_off_stands_there_once(
    bench: Bench, trouble: Trouble, where: dict[str, str]
) -> None:
    bench.stub.troubles["chat.postMessage"] = [trouble]
    looked = "conversations.history" if "channel" in where else "conversations.replies"
    before = 1 if "channel" in where else 0  # what was said before in direct messages is read too
    await bench.send(bench.app(Echo()), asked("lanterns", **where))
    await bench.stub.wait_for(looked, 1 + before, within=20)
    await bench.settled()
    assert len(said(bench.stub)) == 1


async def test_a_question_that_is_repeated_is_answered_again_though_slack_breaks_off(bench: Bench) -> None:
    app = bench.app(Echo())
    await bench.send(app, asked("lanterns", ts="7.0"))
    await until(lambda: len(said(bench.stub)) == 1)
    bench.stub.troubles["chat.postMessage"] = ["drop"]
    await bench.send(app, asked("lanterns", ts="8.0", thread_ts="7.0"))
    await until(lambda: len(said(bench.stub)) == 2, within=20)


async def test_an_answer_that_cannot_be_looked_up_comes_rather_twice_than_never(bench: Bench) -> None:
    bench.stub.troubles["chat.postMessage"] = ["drop"]
    bench.stub.replies["conversations.replies"] = {"error": "missing_scope"}
    await bench.send(bench.app(Echo()), asked("lanterns", ts="7.0"))
    await until(lambda: len(said(bench.stub)) == 1, within=20)


async def test_while_it_cannot_be_looked_up_because_slack_is_down_it_is_not_sent_again(bench: Bench) -> None:
    bench.stub.troubles["chat.postMessage"] = ["take and drop"]
    bench.stub.troubles["conversations.replies"] = [(503, "no"), (503, "no"), (503, "no")]
    await bench.send(bench.app(Echo()), asked("lanterns", ts="7.0"))
    await bench.stub.wait_for("conversations.replies", 4, within=20)
    await bench.settled()
    assert len(said(bench.stub)) == 1


async def test_answers_in_one_thread_stay_in_order_while_slack_is_busy(bench: Bench) -> None:
    bench.stub.troubles["chat.postMessage"] = [(429, "1"), (503, "no")]
    app = bench.app(Echo())
    for number in range(5):
        await bench.send(app, asked(f"number {number}", ts=f"{8 + number}.0", thread_ts="7.0"))
    await until(lambda: len(said(bench.stub)) == 5, within=20)
    assert [text.split("number ")[1][0] for text in said(bench.stub)] == ["0", "1", "2", "3", "4"]


async def test_who_asks_elsewhere_does_not_wait_for_a_thread_that_does(bench: Bench) -> None:
    bench.stub.troubles["chat.postMessage"] = [(429, "3")]
    app = bench.app(Echo())
    await bench.send(app, asked("wrens", ts="7.0"))
    await bench.stub.wait_for("chat.postMessage")
    await bench.send(app, asked("herons", ts="8.0"))
    await until(lambda: len(said(bench.stub)) == 2, within=20)
    assert "herons" in said(bench.stub)[0]


@pytest.mark.parametrize("trouble", [(429, "1"), (500, "no"), (503, "<html>"), "drop"], ids=str)
async def test_a_command_is_answered_once_its_response_url_takes_it(bench: Bench, trouble: Trouble) -> None:
    bench.stub.troubles["respond"] = [trouble, trouble]
    await bench.send(bench.app(Echo()), command("lanterns", bench.stub.response_url()))
    told = await bench.stub.wait_for("respond", 3, within=20)
    assert all("lanterns" in one["text"] for one in told)
    await bench.quiet("respond", 3)


async def test_blocks_that_slack_refuses_after_it_was_down_give_way_to_the_text(bench: Bench) -> None:
    bench.stub.troubles["chat.postMessage"] = [(503, "no"), {"error": "invalid_blocks"}]
    await bench.send(bench.app(Echo()), asked("lanterns", ts="7.0"))
    posts = await bench.stub.wait_for("chat.postMessage", 3, within=20)
    assert ["blocks" in one for one in posts] == [True, True, False]


async def test_where_slack_asks_for_more_than_a_minute_nobody_waits(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    bench.stub.replies["chat.postMessage"] = (429, "90")
    await bench.send(bench.app(Echo()), asked("lanterns", ts="7.0"))
    await until(lambda: "failed to say so" in caplog.text)
