"""The tables of the state database, as the newest migration leaves them.

Instants are whole seconds since 1970, UTC. What belongs to a workspace names it: *team* is its id in Slack, and
a *person* or *channel* means something only within it. A *record* is a reference to the corpus, "paper:gshard";
the corpus may no longer hold it, so its title is kept beside it.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import JSON, BigInteger, Boolean, Column, Integer, LargeBinary, MetaData, Table, Text

_TABLES: Final = MetaData()

SEEN: Final = Table(
    "seen_events",
    _TABLES,
    Column("event_id", Text, primary_key=True),
    Column("seen_at", BigInteger),
)

# what a person chose; a column that is null was not chosen
PEOPLE: Final = Table(
    "people",
    _TABLES,
    Column("team", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("zone", Text),
    Column("lead", Integer),  # minutes before a starred talk
    Column("language", Text),
    Column("public", Boolean),
    Column("followups", Boolean),
    Column("feed", Text),  # the secret in the address of the person's calendar
    Column("home_seen", BigInteger),  # when their App Home was opened last
)

STARS: Final = Table(
    "stars",
    _TABLES,
    Column("team", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("record", Text, primary_key=True),
    Column("title", Text),
    Column("event", Text),
    Column("starred_at", BigInteger),
)

# messages that Usher sends of itself, from when they are wanted until Slack has them (see bot.state.outbox)
OUTBOX: Final = Table(
    "outbox",
    _TABLES,
    Column("key", Text, primary_key=True),
    Column("team", Text),
    Column("recipient", Text),  # a person or a channel
    Column("owner", Text),  # what wants it: "reminders:U1", "subscription:5"
    Column("post_at", BigInteger),  # null: at once
    Column("message", JSON),
    Column("about", JSON),  # references of the records that it tells of
    Column("state", Text),
    Column("tried_at", BigInteger),  # when it was claimed last
    Column("retry_at", BigInteger),  # not before
    Column("channel", Text),  # where Slack has it, and as what
    Column("slack_id", Text),
    Column("made_at", BigInteger),
)

SUBSCRIPTIONS: Final = Table(
    "subscriptions",
    _TABLES,
    Column("id", Integer, primary_key=True),
    Column("team", Text),
    Column("channel", Text),
    Column("kind", Text),  # digest, starting or changes
    Column("topic", Text),  # words that limit it, as typed; "" for all
    Column("minute", Integer),  # of a digest: minutes after midnight
    Column("zone", Text),  # of a digest: whose midnight
    Column("made_by", Text),
    Column("made_at", BigInteger),
)

CHANNELS: Final = Table(
    "channels",
    _TABLES,
    Column("team", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("event", Text),
)

# threads that Usher was asked in
THREADS: Final = Table(
    "threads",
    _TABLES,
    Column("team", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("thread", Text, primary_key=True),
    Column("asked_at", BigInteger),
)

# what was asked and not answered, without who asked
UNANSWERED: Final = Table(
    "unanswered",
    _TABLES,
    Column("id", Integer, primary_key=True),
    Column("surface", Text),
    Column("text", Text),
    Column("asked_at", BigInteger),
)

FEEDBACK: Final = Table(
    "feedback",
    _TABLES,
    Column("key", Text, primary_key=True),  # a hash of who said it of which message: one verdict each
    Column("helpful", Boolean),
    Column("surface", Text),
    Column("text", Text),
    Column("given_at", BigInteger),
)

# the programme that people were last told of, one row
TOLD: Final = Table(
    "told_programme",
    _TABLES,
    Column("id", Integer, primary_key=True),
    Column("version", Text),
    Column("records", LargeBinary),  # JSON lines, compressed
    Column("told_at", BigInteger),
    Column("made_at", BigInteger),  # when it last changed; of two processes the one with the newer tells
)

# what one process of several does, and which one
LEASES: Final = Table(
    "leases",
    _TABLES,
    Column("name", Text, primary_key=True),
    Column("holder", Text),
    Column("until", BigInteger),
)

# an installation, of a workspace or of a whole organisation
INSTALLATIONS: Final = Table(
    "installations",
    _TABLES,
    Column("holder", Text, primary_key=True),  # the workspace or the organisation
    Column("sealed", Text),  # what it is, with its tokens, encrypted
    Column("expires_at", BigInteger),  # of its token; null: it does not
    Column("installed_at", BigInteger),
    Column("renewing_at", BigInteger),  # since when one process gets its next token
)

# a workspace that an installation serves: its own, its organisation's, or that of one it shares a channel with
WORKSPACES: Final = Table(
    "workspaces",
    _TABLES,
    Column("team", Text, primary_key=True),
    Column("holder", Text),
    Column("left_at", BigInteger),  # since when it is not served any more
)

# installing that is under way, by a hash of the secret that the browser has
INSTALLING: Final = Table(
    "installing",
    _TABLES,
    Column("digest", Text, primary_key=True),
    Column("until", BigInteger),
)
