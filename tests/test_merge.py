"""One record for one paper: what counts as the same, what each source adds, and what stays apart."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.merge import merge
from corpus.models import Event, Link, Paper, Parsed, Records, Session, Slot, Source
from corpus.titles import KnownTitle


def page(name, *papers, event=None, session=None):
    source = Source(id=name, title=name, format="jsonl", event=event)
    return Parsed(
        records=Records(
            sources=(source,),
            events=(Event(id=event, name=event),) if event else (),
            sessions=(Session(id=session, title=session, sources=(name,)),) if session else (),
            papers=tuple(p.model_copy(update={"sources": (name,), "event": event}) for p in papers),
            slots=tuple(Slot(id=f"{session}/{p.id}", paper=p.id, session=session, type="poster") for p in papers)
            if session
            else (),
        )
    )


def paper(title, *authors, **fields):
    return Paper(id=fields.pop("id", title.casefold().replace(" ", "-")), title=title, authors=authors, **fields)


def test_one_paper_on_two_pages_is_one_record_that_names_both():
    one = paper("Sharpness-aware Pruning", "Ada Byron", "Bo Li", abstract="Short.")
    two = paper(
        "Sharpness-Aware Pruning!",
        "A. Byron",
        "Bo Li",
        abstract="A longer abstract.",
        links=(Link(label="blog post"),),
    )
    merged = merge([page("first", one), page("second", two)]).records
    assert len(merged.papers) == 1
    assert merged.papers[0].title == "Sharpness-aware Pruning"
    assert merged.papers[0].sources == ("first", "second")
    assert merged.papers[0].abstract == "A longer abstract."
    assert merged.papers[0].links == (Link(label="blog post"),)
    assert merged.papers[0].authors == ("Ada Byron", "Bo Li")


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        (paper("Encodingfor Birds", "Ada Byron"), paper("Encoding for Birds", "Ada Byron"), True),
        (
            paper("A Study of Wrens in Winter", "Ada Byron", "Bo Li"),
            paper("A Study of Wrens in Wintr", "Bo Li", "Ada Byron"),
            True,
        ),
        (
            paper("A Study of Wrens in Winter", "Ada Byron"),
            paper("A Study of Wrens in Wintr", "Cy Young"),
            False,
        ),
        (paper("Introduction", "Ada Byron"), paper("Introduction", "Cy Young"), False),
        (paper("Introduction", "Ada Byron"), paper("Introduction"), True),
        (paper("Wrens I", "Ada Byron"), paper("Wrens II", "Ada Byron"), False),
        (paper("Café Culture", "Zoë Ång"), paper("CAFE CULTURE", "Zoe Ang"), True),
        (paper("Owls at Night", "Bea Schölk"), paper("Owls at Night", "Bea Schoelk"), True),
        (paper("Owls at Night", "Bea Schölk Jr."), paper("Owls at Night", "Bea Schölk"), True),
        (paper("Invited Talk", "Wei Zhang"), paper("Invited Talk", "Li Zhang"), False),
        (paper("Invited Talk", "Wei Zhang"), paper("Invited Talk", "W. Zhang"), True),
        (paper("Hyper Parameters of Wrens", "Ada Byron"), paper("Hyperparameters of Wrens", "Ada Byron"), True),
    ],
)
def test_what_is_the_same_paper(one, two, same):
    merged = merge([page("first", one), page("second", two.model_copy(update={"id": "other"}))]).records
    assert len(merged.papers) == (1 if same else 2)


def test_two_entries_of_one_page_stay_two():
    merged = merge([page("first", paper("Wrens", "Ada Byron"), paper("Wrens", "Ada Byron", id="wrens-b"))]).records
    assert len(merged.papers) == 2


def test_an_untitled_entry_takes_its_title_from_authors_or_opening():
    by_authors = paper("", "Ada Byron", "Bo Li", id="untitled-1")
    by_opening = paper("", id="untitled-2", abstract="We count wrens in winter by their song alone. It works.")
    unknown = paper("", id="untitled-3", abstract="Nobody knows what this one is called at all.")
    listed = page("list", paper("Counting Sparrows", "Bo Li", "Ada Byron"))
    known = KnownTitle(title="Counting Wrens", other_titles=("Wren Counts",), opens="We count wrens in winter by their")
    merged = merge([page("first", by_authors, by_opening, unknown, session="poster-1"), listed], [known])
    titles = [p.title for p in merged.records.papers]
    assert titles == ["Counting Sparrows", "Counting Wrens", ""]
    assert merged.records.papers[1].other_titles == ("Wren Counts",)
    assert [s.paper for s in merged.records.slots] == ["counting-sparrows", "counting-wrens", "untitled-3"]
    assert any(note.level == "problem" and "1 papers have no title" in note.text for note in merged.notes)


def test_slots_follow_the_record_that_their_paper_became():
    first = page("first", paper("Wrens at Dusk", "Ada Byron", id="x1"))
    second = page("second", paper("Wrens at dusk", "Ada Byron", id="y7"), session="poster-1")
    merged = merge([first, second]).records
    assert [(s.id, s.paper) for s in merged.slots] == [("poster-1/x1", "x1")]


def test_one_identifier_for_two_papers_is_made_two():
    merged = merge(
        [
            page("first", paper("Wrens", "Ada Byron", id="1")),
            page("second", paper("Owls", "Cy Young", id="1"), session="s"),
        ]
    )
    assert [p.id for p in merged.records.papers] == ["1", "1-2"]
    assert merged.records.slots[0].paper == "1-2"


def test_a_programme_page_without_event_takes_that_of_the_papers_it_shares():
    shared = paper("Wrens at Dusk", "Ada Byron")
    merged = merge(
        [
            page("posters", shared, paper("Owls", "Cy Young"), session="poster-1"),
            page("list", shared, event="birdconf-2030"),
            page("reading", paper("Larks", "Di Fox")),
        ]
    ).records
    assert {p.title: p.event for p in merged.papers} == {
        "Wrens at Dusk": "birdconf-2030",
        "Owls": "birdconf-2030",
        "Larks": None,
    }
    assert merged.sessions[0].event == "birdconf-2030"


def test_addresses_in_an_abstract_become_links():
    merged = merge(
        [
            page(
                "first",
                paper("Wrens", abstract="Code: https://github.com/a/wrens. See (https://wrens.example.org/x)."),
            )
        ]
    )
    assert merged.records.papers[0].links == (
        Link(label="code", url="https://github.com/a/wrens"),
        Link(label="link", url="https://wrens.example.org/x"),
    )


def test_nothing_merges_to_nothing():
    assert merge([]).records == Records()


# What tells that two records are one


def test_an_address_says_that_two_titles_are_one_paper():
    forum = (Link(label="openreview", url="https://openreview.net/forum?id=H1eA7AEtvS"),)
    pdf = (Link(label="pdf", url="https://openreview.net/pdf?id=H1eA7AEtvS"),)
    one = paper("Counting Wrens by Ear", "Ada Byron", links=forum)
    two = paper("Wren Counts", "Ada Byron", "Bo Li", links=pdf)
    [merged] = merge([page("first", one), page("second", two)]).records.papers
    assert merged.other_titles == ("Wren Counts",)
    assert merged.authors == ("Ada Byron", "Bo Li")


def test_versions_of_one_preprint_are_one_paper():
    one = paper("Wrens, v1", "Ada Byron", links=(Link(label="arxiv", url="http://arxiv.org/abs/2101.00001v1"),))
    two = paper("Of Wrens", "Ada Byron", links=(Link(label="arxiv", url="https://arxiv.org/pdf/2101.00001v3.pdf"),))
    assert len(merge([page("first", one), page("second", two)]).records.papers) == 1


LONG = "We listen to wrens in winter, when leaves have fallen, and count them by song alone. " * 3


def test_one_abstract_under_two_titles_is_one_paper():
    one = paper("Wrens in Winter", "Ada Byron", abstract=LONG)
    two = paper("A Song Census", "A. Byron", abstract=LONG.replace("wrens", "Wrens") + "More.")
    assert len(merge([page("first", one), page("second", two)]).records.papers) == 1


def test_a_paper_renamed_between_two_printings_of_its_abstract_is_one():
    told = " ".join(f"word{number}" for number in range(60))
    one = paper("Exploring with Neural Maps", "Ada Byron", "Bo Li", abstract=f"Neural maps. {told}")
    two = paper("Exploring by Sonar", "Bo Li", "Ada Byron", abstract=f"We use sonar. {told}")
    [merged] = merge([page("first", one), page("second", two)]).records.papers
    assert merged.other_titles == ("Exploring by Sonar",)
    other = two.model_copy(update={"authors": ("Ada Byron", "Cy Young")})
    assert len(merge([page("first", one), page("second", other)]).records.papers) == 2


def test_an_untitled_entry_takes_the_title_of_the_same_abstract():
    [merged] = merge(
        [page("first", paper("", id="untitled-1", abstract=LONG)), page("second", paper("Wrens", abstract=LONG))]
    ).records.papers
    assert (merged.title, merged.id) == ("Wrens", "wrens")


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("A Study of Singing Birds in Winter, Part I", "A Study of Singing Birds in Winter, Part II"),
        ("Supervised Learning of Bird Song at Dawn", "Unsupervised Learning of Bird Song at Dawn"),
        ("Bird Song at Dawn 2029", "Bird Song at Dawn 2030"),
    ],
)
def test_titles_that_differ_in_a_number_or_a_denial_are_two_papers(one, two):
    assert len(merge([page("a", paper(one, "Ada Byron")), page("b", paper(two, "Ada Byron"))]).records.papers) == 2


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Upper Bounds for the Number of Wrens in a Hedge", "Lower Bounds for the Number of Wrens in a Hedge"),
        ("Robust 2D Tracking of Small Birds from Video", "Robust 3D Tracking of Small Birds from Video"),
        ("A Tagger of Bird Names for Danish and its Dialects", "A Tagger of Bird Names for Spanish and its Dialects"),
        ("Homogeneous Flocks of Birds on the Move in Autumn", "Heterogeneous Flocks of Birds on the Move in Autumn"),
        ("Maximizing the Yield of a Winter's Bird Count", "Minimizing the Yield of a Winter's Bird Count"),
        ("Inter-Species Variation of Song in Wrens and Robins", "Intra-Species Variation of Song in Wrens and Robins"),
        ("Counting Birds in Great Flocks by Method A", "Counting Birds in Great Flocks by Method B"),
    ],
)
def test_titles_that_differ_in_another_word_are_two_papers(one, two):
    merged = merge([page("a", paper(one, "Ada Byron", "Bo Li")), page("b", paper(two, "Ada Byron", "Bo Li"))])
    assert [p.title for p in merged.records.papers] == [one, two]


def test_one_opening_under_two_counted_titles_is_two_talks():
    abstract = "What a great many birds have in common, told slowly and with pictures. " * 4
    one, two = (paper(f"Bird Tutorial (Part {n})", "Ada Byron", abstract=abstract) for n in (1, 2))
    careers, writing = (paper(f"Mentoring: {what}", abstract=abstract) for what in ("Careers", "Writing"))
    merged = merge([page("a", one, careers), page("b", two, writing)]).records
    assert len(merged.papers) == 4


def test_a_preprint_that_two_talks_link_does_not_make_them_one():
    link = Link(label="arxiv", url="https://arxiv.org/abs/2001.01234")
    one, two = paper("Larks", "Ada Byron", links=(link,)), paper("Terns", "Cy Young", links=(link,))
    assert len(merge([page("a", one), page("b", two)]).records.papers) == 2


def test_a_title_is_not_lost_to_one_that_is_nearly_it():
    right, wrong = "A Study of Wrens in Winter", "A Study of Wrens in Wintr"
    one, near, exact = paper(right, "Ada Byron"), paper(wrong, "Ada Byron"), paper(right, "Ada Byron", id="x")
    merged = merge([page("a", one), page("b", near, exact)]).records
    assert [(p.title, p.sources) for p in merged.papers] == [(right, ("a", "b")), (wrong, ("b",))]


@pytest.mark.parametrize(("kind", "merged"), [("keynote", "keynote"), ("tutorial", "tutorial"), ("poster", "paper")])
def test_what_a_list_calls_a_paper_stays_what_the_programme_says(kind, merged):
    one, two = paper("Larks", "Ada Byron", type=kind), paper("Larks", "Ada Byron")
    assert [p.type for p in merge([page("a", one), page("b", two)]).records.papers] == [merged]


def test_like_titles_with_other_abstracts_are_two_papers():
    one = paper("Learning to Count Wrens Well", "Ada Byron", abstract="We count wrens by ear with great care.")
    two = paper("Learning to Count Wrens Bell", "Ada Byron", abstract="A church tower is home for many owls, it seems.")
    assert len(merge([page("a", one), page("b", two)]).records.papers) == 2


def test_one_title_in_two_events_is_two_talks():
    talks = [page(year, paper("Opening", "Ada Byron"), event=f"birdconf-{year}") for year in ("2030", "2031")]
    assert [p.event for p in merge(talks).records.papers] == ["birdconf-2030", "birdconf-2031"]


# Sessions, slots, and what sources dispute


def timed(name, hour, title="Wrens at Dawn", room="", event="birdconf-2030"):
    start = datetime(2030, 5, 7, hour, tzinfo=UTC)
    return Parsed(
        records=Records(
            sources=(Source(id=name, title=name, format="jsonl"),),
            sessions=(Session(id=f"{name}-s", title=title, event=event, start=start, room=room, sources=(name,)),),
            papers=(Paper(id=f"{name}-p", title="Counting", authors=("Ada Byron",), event=event, sources=(name,)),),
            slots=(Slot(id=f"{name}-s/{name}-p", paper=f"{name}-p", session=f"{name}-s", start=start, room=room),),
        )
    )


def test_one_session_in_two_sources_is_one_and_its_papers_with_it():
    merged = merge([timed("a", 9), timed("b", 9, title="WRENS AT DAWN", room="Barn")]).records
    assert [(s.id, s.room) for s in merged.sessions] == [("a-s", "Barn")]
    assert [(s.paper, s.session, s.room) for s in merged.slots] == [("a-p", "a-s", "Barn")]
    assert merged.conflicts == ()


def test_where_two_sources_disagree_the_first_is_kept_and_the_other_is_told():
    merged = merge([timed("a", 9), timed("b", 10)]).records
    assert [s.start.hour for s in (*merged.sessions, *merged.slots)] == [9, 9]
    told = {(c.record, c.field, c.kept[11:16], c.other[11:16], c.source) for c in merged.conflicts}
    assert told == {
        ("session:a-s", "start", "09:00", "10:00", "b"),
        ("slot:a-s/a-p", "start", "09:00", "10:00", "b"),
    }


@pytest.mark.parametrize("hour", [8, 15])
def test_the_end_of_another_time_is_not_the_end(hour):
    one, two = timed("a", 9), timed("b", hour)
    session = two.records.sessions[0].model_copy(update={"end": datetime(2030, 5, 7, hour, 45, tzinfo=UTC)})
    slot = two.records.slots[0].model_copy(update={"end": datetime(2030, 5, 7, hour, 45, tzinfo=UTC)})
    other = two.records.model_copy(update={"sessions": (session,), "slots": (slot,)})
    merged = merge([one, two.model_copy(update={"records": other})]).records
    assert [(s.start.hour, s.end) for s in (*merged.sessions, *merged.slots)] == [(9, None), (9, None)]


def test_a_room_in_other_letters_is_no_conflict():
    assert merge([timed("a", 9, room="Great Hall"), timed("b", 9, room="great hall")]).records.conflicts == ()


def test_parallel_sessions_of_one_name_go_by_their_rooms():
    def both(name, rooms):
        parts = [timed(f"{name}{room}", 9, title="Workshop", room=room).records for room in rooms]
        fields = ("sessions", "papers", "slots")
        joined = {field: tuple(r for part in parts for r in getattr(part, field)) for field in fields}
        joined["papers"] = tuple(
            p.model_copy(update={"title": f"Talk of {room}"}) for p, room in zip(joined["papers"], rooms, strict=True)
        )
        return Parsed(records=parts[0].model_copy(update=joined))

    merged = merge([both("a", "AB"), both("b", "BA")]).records
    rooms = {session.id: session.room for session in merged.sessions}
    titles = {paper.id: paper.title for paper in merged.papers}
    assert {(titles[s.paper], rooms[s.session]) for s in merged.slots} == {("Talk of A", "A"), ("Talk of B", "B")}
    assert merged.conflicts == ()


def test_a_crowd_of_one_title_is_told_apart_by_its_times():
    def hours(name):
        times = [datetime(2030, 5, day, hour, tzinfo=UTC) for day in range(1, 11) for hour in range(8, 18)]
        sessions = [Session(id=f"{name}-{n}", title="Office hour", start=t) for n, t in enumerate(times)]
        return Parsed(records=Records(sources=(Source(id=name, title=name, format="jsonl"),), sessions=tuple(sessions)))

    assert len(merge([hours("a"), hours("b")]).records.sessions) == 100


def test_two_sessions_of_one_name_on_one_day_stay_two():
    one, two = timed("a", 9, title="Posters"), timed("a", 15, title="Posters")
    renamed = two.records.sessions[0].model_copy(update={"id": "a-s2"})
    both = one.model_copy(
        update={"records": one.records.model_copy(update={"sessions": (*one.records.sessions, renamed)})}
    )
    assert len(merge([both, timed("b", 15, title="Posters")]).records.sessions) == 2


def test_one_identifier_for_sessions_of_two_events_is_made_two():
    one, two = timed("a", 9), timed("a", 9, title="Owls at Night", event="owlconf-2030")
    merged = merge([one, two]).records
    assert [s.id for s in merged.sessions] == ["a-s", "a-s-2"]
    assert [s.session for s in merged.slots] == ["a-s", "a-s-2"]


def test_authors_that_only_are_spelt_otherwise_are_no_conflict():
    one = paper("Wrens", "Leo Hart-Dupont", "Bo Li")
    two = paper("Wrens", "Leo Hart", "Bo Li")
    three = paper("Wrens", "Cy Young", "Bo Li")
    assert merge([page("a", one), page("b", two)]).records.conflicts == ()
    [conflict] = merge([page("a", one), page("b", three)]).records.conflicts
    assert (conflict.field, conflict.other, conflict.source) == ("authors", "Cy Young, Bo Li", "b")


def test_a_talk_without_session_is_the_one_within_it_at_that_time():
    loose = timed("b", 9)
    loose = loose.model_copy(
        update={
            "records": loose.records.model_copy(
                update={"sessions": (), "slots": (loose.records.slots[0].model_copy(update={"session": None}),)}
            )
        }
    )
    assert len(merge([timed("a", 9), loose]).records.slots) == 1


# What holds of any sources

WORDS = ("wren", "owl", "song", "nest", "winter", "count", "flight", "egg", "dawn", "marsh")
any_papers = st.lists(
    st.builds(
        paper,
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join),
        st.sampled_from(("Ada Byron", "Bo Li", "Cy Young")),
        id=st.uuids().map(str),
    ),
    max_size=12,
    unique_by=lambda p: p.title,
)


@settings(max_examples=60, deadline=None)
@given(any_papers, st.randoms())
def test_however_papers_are_spread_over_sources_none_is_lost_or_doubled(papers, chance):
    lists = [[p for p in papers if chance.random() < 0.6] for _ in range(3)]
    named = {p.title for each in lists for p in each}
    merged = merge([page(str(n), *each) for n, each in enumerate(lists)]).records.papers
    assert {p.title for p in merged} == named
    assert len(merged) == len(named)
    for p in merged:
        assert set(p.sources) == {str(n) for n, each in enumerate(lists) if p.title in {q.title for q in each}}


@settings(max_examples=60, deadline=None)
@given(any_papers)
def test_merging_what_is_merged_changes_nothing(papers):
    once = merge([page("a", *papers, session="s"), page("b", *papers[::2])])
    assert merge([once]).records == once.records
    assert merge([once, once]).records == once.records


# What a person writes to correct the others


def written(**kinds):
    return Parsed(records=Records(**{kind: tuple(records) for kind, records in kinds.items()}))


def corrected(*records):
    """What timed("a", 9) becomes with *records* of a file of corrections, and what is disputed."""
    kinds = {f"{record.kind}s": [record] for record in records}
    merged = merge([timed("a", 9, room="Barn"), written(**kinds)]).records
    return merged.sessions, merged.papers, merged.slots, merged.conflicts


def test_a_title_is_corrected_by_its_identifier():
    _, [paper_], [slot], conflicts = corrected(Paper(id="a-p", title="Counting Owls"))
    assert (paper_.id, paper_.title, paper_.authors, slot.paper) == ("a-p", "Counting Owls", ("Ada Byron",), "a-p")
    assert conflicts == ()


def test_authors_kind_and_abstract_are_corrected_where_they_are_written():
    named = Paper(id="a-p", title="Counting Up", authors=("Cy Young",), type="keynote", abstract="Short.")
    long = timed("a", 9).records
    long = long.model_copy(update={"papers": (long.papers[0].model_copy(update={"abstract": "A longer one."}),)})
    [merged] = merge(
        [Parsed(records=long), written(papers=[named.model_copy(update={"title": "Counting Up"})])]
    ).records.papers
    assert (merged.authors, merged.type, merged.abstract, merged.sources) == (
        ("Cy Young",),
        "keynote",
        "Short.",
        ("a",),
    )


def test_a_time_and_a_room_are_corrected_by_the_identifier_of_the_slot():
    noon = datetime(2030, 5, 7, 12, tzinfo=UTC)
    _, _, slots, conflicts = corrected(Slot(id="a-s/a-p", paper="a-p", start=noon, room="Loft"))
    assert [(s.start, s.room, s.session) for s in slots] == [(noon, "Loft", "a-s")]
    assert conflicts == ()


def test_a_session_is_corrected_without_naming_its_event():
    sessions, _, _, conflicts = corrected(Session(id="a-s", title="Wrens at Dusk"))
    assert [(s.title, s.event, s.start.hour) for s in sessions] == [("Wrens at Dusk", "birdconf-2030", 9)]
    assert conflicts == ()


def test_one_identifier_by_chance_corrects_nothing():
    one = paper("Invited Talk", "Ada Byron", id="invited-talk")
    other = written(papers=[paper("Invited Talk", "Bo Li", id="invited-talk")])
    assert len(merge([page("a", one), other]).records.papers) == 2
