"""For how long what is kept: each sort goes when its time is over, and not before."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from slack_bench import Held
from slack_stub import CHANNEL, SECRET, SlackStub
from sqlalchemy import MetaData
from toyconf import MORNING, desk

from bot.app import open_usher
from bot.asked import Verdict
from bot.config import keeping, load_settings
from bot.installed import Installed
from bot.keeping import Keeping
from bot.outgoing import Outcome, Owner, outgoing, plan
from bot.personal import Who
from bot.state import Seal, State, cleaning, database_url, schema
from bot.state.sealed import new_key

TEAM = "T0KEPT"
ADA = Who(team=TEAM, person="U0ADA")
DAY = timedelta(days=1)
KEEPING = Keeping(questions=3 * DAY, threads=4 * DAY, sent=5 * DAY, stars=6 * DAY, left=2 * DAY)


async def threads(state: State) -> bool:
    return await state.threads.knows(TEAM, CHANNEL, "1.0", since=MORNING - DAY)


async def questions(state: State) -> bool:
    return any(one.text == TEAM for one in await state.questions.since(MORNING - DAY))


async def verdicts(state: State) -> bool:
    return any(one.text == TEAM for one in await state.feedback.since(MORNING - DAY))


async def stars(state: State) -> bool:
    return "paper:over" in {star.record for star in await state.stars.of(ADA)}


async def stars_of_what_is_on(state: State) -> bool:
    return "paper:on" in {star.record for star in await state.stars.of(ADA)}


async def sent(state: State) -> bool:
    return bool(await state.outbox.of(TEAM, "alerts:U0ADA"))


@pytest.fixture
def state(address: str) -> State:
    return State(database_url(address), Seal([new_key()]))


async def fill(state: State) -> None:
    """Keep one of each sort, at the same moment."""
    await state.upgrade()
    await state.threads.remember(TEAM, CHANNEL, "1.0", now=MORNING)
    await state.questions.keep("paper", TEAM, now=MORNING)
    await state.feedback.give(ADA, "1.0", Verdict(helpful=True, surface="mention", text=TEAM, at=MORNING))
    for record, event in (("paper:over", "gone-2020"), ("paper:on", "birdconf-2030")):
        await state.stars.add(ADA, record, title="x", event=event, now=MORNING)
    owner = Owner(team=TEAM, recipient=ADA.person, name="alerts:U0ADA")
    one = outgoing(owner, {"text": "x", "blocks": []}, at=None)
    await state.outbox.replace(TEAM, owner.name, lambda kept: plan([one], kept, now=MORNING), now=MORNING)
    for each in await state.outbox.claim(now=MORNING, most=100):
        done = Outcome(key=each.outgoing.key, was="handing", to="sent", channel="D1", slack_id="1.1")
        await state.outbox.settle([done])


@pytest.mark.parametrize(
    ("holds", "days"),
    [(threads, 4), (questions, 3), (verdicts, 3), (sent, 5), (stars, 6), (stars_of_what_is_on, None)],
)
async def test_each_sort_is_kept_as_long_as_is_set(
    state: State, holds: Callable[[State], Awaitable[bool]], days: int | None
) -> None:
    await fill(state)
    hour = timedelta(hours=1)
    for passed, held in (((days or 9) * DAY - hour, True), ((days or 9) * DAY + hour, days is None)):
        await state.clean(KEEPING, running=("birdconf-2030",), now=MORNING + passed)
        assert await holds(state) is held
    await state.clean(KEEPING, running=(), now=MORNING + 400 * DAY)
    assert not await holds(state)
    await state.close()


async def test_questions_are_not_kept_at_all_where_that_is_set(state: State) -> None:
    await fill(state)
    none = KEEPING.model_copy(update={"questions": timedelta(0)})
    await state.clean(none, running=(), now=MORNING)
    assert not await questions(state)
    assert await verdicts(state)  # of which only the count is kept then
    await state.close()


async def test_cleaning_twice_is_cleaning_once(state: State) -> None:
    await fill(state)
    late = MORNING + 400 * DAY
    both = await asyncio.gather(*(state.clean(KEEPING, running=(), now=late) for _ in range(2)))
    assert min(both) == 0
    assert await state.clean(KEEPING, running=(), now=late) == 0
    await state.close()


async def test_all_that_belongs_to_a_workspace_goes_with_it(state: State) -> None:
    await fill(state)
    await state.installations.save(Installed(team=TEAM, token="xoxb-1", installed_at=MORNING))
    await state.people.choose(ADA, zone="Asia/Tokyo")
    await state.channels.mean(TEAM, CHANNEL, "birdconf-2030")
    await state.channels.subscribe(ADA, CHANNEL, now=MORNING, kind="changes")
    await state.installations.end(TEAM, told=MORNING, now=MORNING)
    assert await state.channels.of(TEAM, CHANNEL) != ()
    await state.clean(KEEPING, running=("birdconf-2030",), now=MORNING + 2 * DAY)
    assert not any((await state.people.held(ADA)).values())
    assert await state.channels.of(TEAM, CHANNEL) == ()
    assert await state.channels.event(TEAM, CHANNEL) is None
    assert not await threads(state)
    await state.close()


def test_every_table_that_names_a_workspace_is_emptied_of_it() -> None:
    metadata: MetaData = schema.STARS.metadata
    named = {name for name, table in metadata.tables.items() if "team" in table.c}
    assert {table.name for table in cleaning.OF_A_TEAM} == named - {"workspaces"}  # which goes by itself


def test_times_are_settings() -> None:
    assert keeping(load_settings()) == Keeping()
    given = {"questions": 1, "threads": 2, "sent": 3, "stars": 4, "left": 0}
    named = {"usher_keep_days" if name == "questions" else f"usher_keep_{name}": days for name, days in given.items()}
    assert keeping(load_settings(**named)) == Keeping(**{name: days * DAY for name, days in given.items()})


async def test_a_running_bot_lets_go_by_itself(tmp_path: Path) -> None:
    now = [MORNING]
    async with SlackStub() as stub:
        settings = load_settings(
            slack_bot_token="xoxb-1",
            slack_signing_secret=SECRET,
            slack_api_url=stub.api_url,
            database_url=f"sqlite:///{tmp_path}/state.sqlite",
            usher_keep_days=1,
        )
        usher = await open_usher(settings, Held(desk()), clock=lambda: now[0])
        await usher.state.questions.keep("paper", TEAM, now=MORNING)
        now[0] += timedelta(days=1, minutes=1)
        usher.errands.wake()
        gone = False
        for _ in range(100):
            gone = not await usher.state.questions.since(MORNING - DAY)
            if gone:
                break
            await asyncio.sleep(0.05)
        assert gone
        await usher.close()
