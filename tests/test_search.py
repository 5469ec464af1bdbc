"""The retriever, asked as people ask, over a small made-up programme."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from corpus.index.building import Named, pack
from corpus.index.fields import Fields
from corpus.index.matrix import spread
from corpus.index.vocabulary import Vocabulary
from corpus.index.weights import ROOT, Counts, Weights
from corpus.search import Document, Hit, Index

PROGRAMME = (
    Document(
        "tides",
        "TideNet: Forecasting Harbour Tides with Graph Networks",
        ("Ana Lähdesmäki", "Bo Kohli"),
        "Graph networks pass messages between buoys. Colourful charts show the water level a day ahead.",
        ("forecasting", "self-supervised learning"),
    ),
    Document(
        "bread",
        "When Does Bread Rise?",
        ("Raphael J. L. Townsend",),
        "A study of yeast, with object detection of bubbles and a model of $\\ell_2$ crust error.",
        ("baking",),
    ),
    Document(
        "knots",
        "DD-KNOT: Few-shot Untying of 16×16 Knots",
        ("Wei Zhang", "Bernhard Schölkopf"),
        "Robots untie ropes after few examples. A network of tension sensors helps.",
    ),
    Document(
        "ropes",
        "Rope Physics for Robots",
        ("Ming Li", "Yu Zhang"),
        "Simulated ropes bend. Objects are found by detection of edges, and few robots fail.",
    ),
    Document(
        "songs",
        "Singing wav2vec 2: Whales in Song",
        ("Sarah M Pratt", "Bo Schoelkopf"),
        "Whale song is transcribed by a pretrained speech model.",
        context="Poster Session 10",
        other_titles=("Whale Transcripts from Raw Audio",),
    ),
    Document(
        "maps",
        "Optimising Maps for Bees",
        ("Ming Zhang",),
        "Bees read maps. Behaviour is optimised by visual messages, and charts are drawn on detection of hives.",
    ),
)


INDEX = Index(PROGRAMME)


@pytest.fixture
def index() -> Index:
    return INDEX


def ids(hits: list[Hit]) -> list[str]:
    return [hit.id for hit in hits]


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("When Does Bread Rise?", "bread"),  # a title
        ("harbour tides graph", "tides"),  # some words of it
        ("harbor tide forecasts", "tides"),  # other inflections, the American way
        ("tidenet", "tides"),
        ("TIDE NET", "tides"),  # typed apart
        ("dd-knot", "knots"),
        ("ddknot", "knots"),
        ("few shot knots", "knots"),
        ("fewshot untying", "knots"),
        ("16x16", "knots"),
        ("wav2vec2", "songs"),
        ("l2 crust", "bread"),  # left in TeX by the source
        ("colorful charts of water", "tides"),
        ("optimization for bees", "maps"),
        ("whale transcripts", "songs"),  # an earlier title
        ("poster session 10 song", "songs"),
        ("could you find me the paper about the yeast?", "bread"),
        ("lahdesmaki", "tides"),  # names, as keyboards have them
        ("Lähdesmäki", "tides"),
        ("r. townsend", "bread"),
        ("townsend r", "bread"),
        ("s.m. pratt", "songs"),
        ("ming zhang", "maps"),  # one author's name, not two authors' words
        ("zhang knots", "knots"),
    ],
)
def test_what_people_type_finds_it(index: Index, query: str, best: str) -> None:
    assert ids(index.search(query))[0] == best


@pytest.mark.parametrize("query", ["Schölkopf", "Scholkopf", "Schoelkopf"])
def test_every_spelling_of_an_umlaut_finds_every_other(index: Index, query: str) -> None:
    assert set(ids(index.search(query))) == {"knots", "songs"}


@pytest.mark.parametrize(
    ("query", "best", "corrections"),
    [
        ("harbuor tides", "tides", (("harbuor", "harbour"),)),
        ("forcasting", "tides", (("forcasting", "forecasting"),)),
        ("townshend", "bread", (("townshend", "townsend"),)),
        ("khli graph", "tides", (("khli", "kohli"),)),
        ("townsends", "bread", (("townsends", "townsend"),)),
        ("graphnetworks", "tides", (("graphnetworks", "graph networks"),)),
        ("objectdetection", "bread", (("objectdetection", "object detection"),)),
        ("selfsupervised", "tides", ()),  # a compound of the programme, typed without its hyphen
        ("pre-trained speech", "songs", ()),  # and the other way round
        ("whale songs", "songs", ()),  # inflected, not misspelt
        ("abuot bees", "maps", ()),  # a misspelt chat word
    ],
)
def test_misspelt_words_are_read_and_reported(
    index: Index,
    query: str,
    best: str,
    corrections: tuple[tuple[str, str], ...],
) -> None:
    hit = index.search(query)[0]
    assert (hit.id, hit.corrections) == (best, corrections)
    assert hit.coverage == pytest.approx(1)


def test_a_correction_goes_with_the_other_words() -> None:
    index = Index(
        [
            Document("a", "Marsh birds"),
            Document("b", "March weather"),
            Document("c", "March rain"),
            Document("d", "Other"),
        ]
    )
    assert [(hit.id, hit.corrections) for hit in index.search("marhs birds", limit=1)] == [("a", (("marhs", "marsh"),))]
    assert [(hit.id, hit.corrections) for hit in index.search("marxh rain", limit=1)] == [("c", (("marxh", "march"),))]


def test_two_words_typed_as_one_are_both_wanted(index: Index) -> None:
    assert set(ids(index.search("objectdetection"))) == {"bread", "ropes"}  # "maps" is about detection only


def test_a_slip_of_one_letter_is_likelier_than_two_rare_words_typed_as_one() -> None:
    index = Index([Document("a", "Car pots"), Document("b", "Carrots"), Document("c", "Carrots again")])
    assert [(hit.id, hit.corrections) for hit in index.search("carpots")] == [
        ("b", (("carpots", "carrots"),)),
        ("c", (("carpots", "carrots"),)),
    ]


@pytest.mark.parametrize(
    ("query", "documents"),
    [
        # the first of each two has more of the words, or as much and precedence; the second is what was meant
        (
            "ming zhang",
            [Document("a", "Knots", ("Ming Li", "Yu Zhang")), Document("b", "Ropes", ("Ming Zhang", "Yu Li"))],
        ),
        ("r. townsend", [Document("a", "Knots", ("Ann Townsend",)), Document("b", "Ropes", ("Raphael Townsend",))]),
        (
            "bowline knots",
            [
                Document("a", "Knots in ropes", text="bowline knots and bowline knots: a bowline is the knot of knots"),
                Document(
                    "b",
                    "Bowline knots",
                    text="a guide for sailors with pictures of ropes, anchors, chains and a crew " * 2,
                ),
            ],
        ),
        (
            "alpine lake birds",
            [
                Document("a", "Alpine, alpine", text="alpine " * 9 + "lake " * 9),
                Document("b", "Fish", text="alpine lake birds"),
            ],
        ),
        ("tide net", [Document("a", "Nets and more nets, a net"), Document("b", "TideNet")]),
        ("schroedinger", [Document("a", "Schrodingerian"), Document("b", "Bridges of Schrödinger")]),
    ],
)
def test_what_was_meant_comes_before_what_has_its_words(query: str, documents: list[Document]) -> None:
    hits = Index([*documents, *PROGRAMME]).search(query)
    assert (hits[0].id, hits[0].corrections) == ("b", ())


def test_a_word_that_the_corpus_holds_is_never_corrected() -> None:
    index = Index([Document("a", "Moris"), Document("b", "Morris"), Document("c", "Morris and Morris")])
    assert ids(index.search("moris")) == ["a"]


@pytest.mark.parametrize("query", ["", "   ", "?!", "zebra", "xylophone zebra", "\ud800", "2021"])
def test_nothing_shares_a_word_with_these(index: Index, query: str) -> None:
    assert index.search(query) == []


def test_coverage_weighs_words_by_how_telling_they_are() -> None:
    index = Index([Document("a", "Alpha beta", ("Gamma",)), Document("b", "Beta"), Document("c", "Delta")])
    rare, common, unknown = (math.log(1 + (3 - df + 0.5) / (df + 0.5)) for df in (1, 2, 0))
    [both, *_] = index.search("alpha beta gamma zebra")
    mass = rare + common + rare + unknown
    assert both.id == "a"
    assert both.coverage == pytest.approx((rare + common + rare) / mass)
    assert both.title_coverage == pytest.approx((rare + common) / mass)
    assert both.author_coverage == pytest.approx(rare / mass)
    assert both.title_covered == pytest.approx(1)
    assert index.search("beta")[1].title_covered == pytest.approx(common / (rare + common))


def test_of_several_titles_the_one_that_was_asked_for_counts(index: Index) -> None:
    [hit, *_] = index.search("Whale Transcripts from Raw Audio")
    assert (hit.title, hit.title_coverage, hit.title_covered) == (
        PROGRAMME[4].title,
        pytest.approx(1),
        pytest.approx(1),
    )


def test_within_and_limit_narrow_the_hits(index: Index) -> None:
    everything = ids(index.search("robots network charts", limit=10))
    assert len(everything) == 4
    assert ids(index.search("robots network charts", limit=2)) == everything[:2]
    assert ids(
        index.search("robots network charts", within=[index.places["maps"], index.places["ropes"]], limit=10)
    ) == [each for each in everything if each in {"maps", "ropes"}]
    assert index.search("robots", within=[]) == index.search("robots", limit=0) == []


def test_ties_keep_the_documents_order() -> None:
    index = Index([Document(str(number), "The same title") for number in range(200)])
    assert ids(index.search("same title", limit=70)) == [str(number) for number in range(70)]


@pytest.mark.parametrize("size", [0, 1, 2])
def test_a_tiny_programme_is_searched_like_any_other(size: int) -> None:
    index = Index([Document(str(number), "Knots", text=f"number{number}") for number in range(size)])
    assert len(index) == size
    assert ids(index.search("knots")) == [str(number) for number in range(size)]
    assert all(hit.score > 0 and hit.coverage == pytest.approx(1) for hit in index.search("knots"))
    assert index.search("elephants") == []
    assert index.knows("knot") == bool(size)


def test_documents_without_words_are_no_obstacle() -> None:
    index = Index([Document("a", ""), Document("b", "…", ("",), "--"), Document("c", "Knots")])
    assert ids(index.search("knots")) == ["c"]
    assert index.similar("a") == []
    assert Index([Document("a", "")]).search("knots") == []


def test_similar_documents_share_what_a_document_is_about(index: Index) -> None:
    assert ids(index.similar("knots"))[0] == "ropes"
    assert "knots" not in ids(index.similar("knots", limit=10))
    assert ids(index.similar("knots", within=[index.places["tides"], index.places["knots"]])) == ["tides"]
    assert index.similar("no such document") == []


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("robots", True),
        ("robot", True),
        ("Zhang", True),
        ("Schoelkopf", True),
        ("few-shot", True),
        ("fewshot", True),
        ("zebra", False),
        ("few-zebra", False),
        ("", False),
        ("?", False),
    ],
)
def test_known_words(index: Index, word: str, known: bool) -> None:
    assert index.knows(word) is known


def test_weights_are_those_of_rank_bm25() -> None:
    """With the same idf, a word's column is what get_scores gives for it."""
    documents = [["knot", "rope", "knot"], ["rope"], ["rope", "bee", "bee", "map"], ["rope", "map"]]
    model = BM25Okapi(documents, k1=1.2, b=0.75)
    words = list(model.idf)
    cells = [
        (words.index(word), row, times) for row, held in enumerate(model.doc_freqs) for word, times in held.items()
    ]
    columns = (np.array(column, dtype=np.int32) for column in zip(*cells, strict=True))
    counts = Counts(*columns, np.array(model.doc_len, dtype=np.int32), model.k1, model.b)
    made = pack([Named(str(row), "", Fields(((),), ())) for row in range(len(documents))], words, counts)
    weights = Weights(made.words, made.roots, Vocabulary(made.blobs), len(documents))
    for word in words:
        df = sum(word in document for document in documents)
        model.idf[word] = math.log(1 + (len(documents) - df + 0.5) / (df + 0.5))
        as_root_and_exactly = spread(weights.word(word), len(documents))
        assert as_root_and_exactly / (ROOT + 1) == pytest.approx(model.get_scores([word]), rel=1e-6)


ANY_TEXT = st.text(st.characters(), max_size=80) | st.text("tidesknotrpe -'.\ud800é深$\\{}", max_size=60)


@settings(max_examples=150, deadline=None)
@given(query=ANY_TEXT, limit=st.integers(-1, 8))
def test_any_query_is_answered_in_order(query: str, limit: int) -> None:
    hits = INDEX.search(query, limit=limit)
    assert len(hits) <= max(limit, 0)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for hit in hits:
        shares = (hit.coverage, hit.title_coverage, hit.title_covered, hit.author_coverage)
        assert hit.score > 0
        assert all(-1e-9 <= share <= 1 + 1e-9 for share in shares)
        assert hit.coverage > 0


@settings(max_examples=60, deadline=None)
@given(st.lists(ANY_TEXT, min_size=1, max_size=4))
def test_any_title_finds_its_document(titles: list[str]) -> None:
    index = Index([Document(str(place), title, (title,), title) for place, title in enumerate(titles)])
    for place, title in enumerate(titles):
        if index.knows(title):
            assert str(place) in ids(index.search(title, limit=len(titles)))
        assert str(place) not in ids(index.similar(str(place)))


@pytest.mark.parametrize(
    "query", ["knots " * 2_000, "x" * 10_000, "\x00\u202e\ud800 " * 3_000, " ".join(map(str, range(3_000)))]
)
def test_a_query_without_end_is_answered(index: Index, query: str) -> None:
    assert len(index.search(query)) <= 5
