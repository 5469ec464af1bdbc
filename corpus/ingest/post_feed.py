"""A feed of blog posts saved as text: before each post "Categories" and the feed's category, then its title.

A post "Acme at ICLR 2021" lists who takes part there, papers and workshops: it is a source of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from corpus.models import Note, Parsed, Post, Record, Records, Source, SourceError
from corpus.names import slug
from corpus.pages.lines import Line, blocks, head, is_whole, left_out, parts, printed, problem, read_lines, unreadable
from corpus.pages.occasion import Occasion, read_occasion
from corpus.pages.publications import read_lists
from corpus.report import identifiers, read_note

_START: Final = "categories"
_ONLY_TITLE: Final = "The feed prints only the title of this post."


class _Item(NamedTuple):
    """A post as printed: what it is filed under, its title where it has one, and the lines of its body."""

    start: Line
    category: str
    title: Line | None
    body: list[Line]


def sniff(data: bytes) -> str:
    """What keeps *data* from being such a feed; nothing where it is one."""
    return "" if any(map(_starts, head(data))) else "no line “Categories” near its top"


def parse(data: bytes, *, name: str) -> Parsed:
    """The posts, and what those about a conference list. Raises SourceError where no post has a title."""
    lines = read_lines(data)
    above, filed = parts(lines, _starts)
    items = [_item(part) for part in filed]
    titles = [item.title.text for item in items if item.title]
    if not titles:
        raise SourceError(f"{name} holds no post with a title.")
    feed_title = " ".join([*dict.fromkeys(item.category for item in items if item.category), "feed"])
    feed = Source(id=slug(feed_title), title=feed_title, format="post_feed")
    records: list[Record] = [feed]
    notes = [read_note((len(titles), "post"))]
    ids = iter(identifiers(titles))
    told = {feed.id}
    for item in items:
        if item.title is None:
            notes.append(problem("a post without a title", item.start))
            continue
        occasion = read_occasion(item.title.text)
        if occasion and slug(occasion.title) in told:
            notes.append(problem("a second post of this title: its lists are not read", item.title))
            occasion = None
        told |= {slug(occasion.title)} if occasion else set()
        made, report = (
            _about(occasion, item.body, next(ids), feed) if occasion else _post(item.title, item.body, next(ids), feed)
        )
        records += made
        notes += report
    notes += [left_out("before the first post", line) for line in printed(above)]
    return Parsed(records=Records.of(records), notes=(*notes, *_cut_off(items[-1]), *unreadable(lines)))


def _starts(line: Line) -> bool:
    return line.text.rstrip(":").casefold() == _START


def _item(lines: Sequence[Line]) -> _Item:
    """The post that *lines* print: from "Categories" up to the next one."""
    start, *below = printed(lines)
    filed, *rest = blocks(lines)
    count = max(len(filed) - 1, 1) if rest else 1  # without empty lines, all is one block
    title = next(iter(below[count:]), None)
    body = [line for line in lines if title and line.number > title.number]
    return _Item(start, " and ".join(line.text for line in below[:count]), title, body)


def _post(title: Line, body: Sequence[Line], name: str, feed: Source) -> tuple[list[Record], list[Note]]:
    text = "\n\n".join("\n".join(line.text for line in block) for block in blocks(body))
    notes = () if text else (_ONLY_TITLE,)
    report = [] if text else [problem(f"only the title of a post is printed: “{title.text}”", title)]
    return [Post(id=name, title=title.text, body=text, notes=notes, sources=(feed.id,))], report


def _about(occasion: Occasion, body: Sequence[Line], name: str, feed: Source) -> tuple[list[Record], list[Note]]:
    """The records of a post about a conference; its lists are records, and no part of its body."""
    source = Source(
        id=slug(occasion.title), title=occasion.title, format="post_feed", org=occasion.org, event=occasion.event_id
    )
    lists = read_lists(occasion, body, (source.id,))
    post = Post(
        id=name,
        title=occasion.title,
        org=occasion.org,
        event=occasion.event_id,
        body="\n\n".join(line.text for line in lists.introduction),
        sources=(feed.id,),
    )
    return [source, lists.event, *lists.workshops, *lists.papers, post], lists.notes


def _cut_off(last: _Item) -> list[Note]:
    """A report where the page ends amid the text of its last post (its lists report on themselves)."""
    text = printed(last.body)
    if not text or is_whole(text[-1].text) or (last.title and read_occasion(last.title.text)):
        return []
    return [problem("the last post breaks off", text[-1])]
