"""Words as the index and the query both see them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.text import CHAT_WORDS, WORD_LENGTH, analyse, content_chunks, stem, without_umlauts

ANY_TEXT = st.text(st.characters(), max_size=60) | st.text("aeEé'’-–_$\\{}^ \x00\ud800深カ1.&\u0308", max_size=30)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Lähdesmäki", ["lahdesmaki"]),
        ("LA\u0308HDESMA\u0308KI", ["lahdesmaki"]),
        ("Łukasz Kaiser, Søren", ["lukasz", "kaiser", "soren"]),
        ("Parikh's talk, the workers’ rights", ["parikh", "talk", "the", "workers", "rights"]),
        ("O'Brien", ["obrien"]),
        ("few-shot", ["few", "shot", "fewshot"]),
        ("few‑shot", ["few", "shot", "fewshot"]),
        ("Pad -- holes", ["pad", "holes"]),
        ("DD-PPO and kNN-LM", ["dd", "ppo", "ddppo", "and", "knn", "lm", "knnlm"]),
        ("AdamP, GShard", ["adamp", "gshard"]),
        ("wav2vec 2", ["wav2vec", "2"]),
        ("wav2vec2", ["wav2vec", "2", "wav2vec2"]),
        ("16×16", ["16x16"]),
        ("B&W", ["b", "and", "w"]),
        ("eﬃcient ﬁne–tuning", ["efficient", "fine", "tuning", "finetuning"]),
        ("snake_case", ["snake", "case"]),
        ("обучение", ["обучение"]),
        ("深度学习", ["深度", "度学", "学习", "深度学习"]),
        ("BERT模型", ["bert", "模型", "bert模型"]),
        ("", []),
        ("--- ' …", []),
    ],
)
def test_words_of_a_text(written: str, words: list[str]) -> None:
    assert analyse(written) == words


@pytest.mark.parametrize(
    ("source", "typeset"),
    [
        (r"$\ell_2$", "l2"),
        (r"\mathcal{O}(\log n)", "O(log n)"),
        (r"at time $T$", "at time T"),
        (r"$x_{t}^{2}$", "xt2"),
        (r"an $n$-gram", "an n-gram"),
        (r"Bernhard Sch\"olkopf", "Bernhard Schölkopf"),
        (r"Sch{\"o}lkopf and \v{S}im\'{a}nek", "Schölkopf and Šimánek"),
        (r"as shown \citep{smith2020} for \textbf{graphs}", "as shown for graphs"),
        ("it costs $5", "it costs 5"),
    ],
)
def test_tex_reads_as_it_is_typeset(source: str, typeset: str) -> None:
    assert analyse(source) == analyse(typeset)


@pytest.mark.parametrize(
    "forms",
    [
        "network networks",
        "colour color colours coloring",
        "behaviour behaviors",
        "neighbourhood neighborhoods",
        "optimise optimize optimised optimising optimisation optimization",
        "generalising generalize",
        "analyse analyzing",
        "modelling modeling models",
        "centre centers",
        "catalogue catalog",
        "judgement judgments",
        "programme programs",
        "precise precisely precision",
        "promise promising",
        "surprise surprisingly",
        "supervised supervision",
    ],
)
def test_inflections_and_spellings_of_one_word_share_a_stem(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(("one", "other"), [("four", "for"), ("hour", "hor"), ("noise", "nose"), ("1990s", "1990")])
def test_other_words_do_not(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("schoelkopf", "scholkopf"),
        ("mueller", "muller"),
        ("schroedinger", "schrodinger"),
        ("value", "value"),
        ("neural", "neural"),
        ("michael", "michael"),
        ("xue", "xue"),
        ("joel", "joel"),
    ],
)
def test_umlauts_spelt_out(written: str, plain: str) -> None:
    assert without_umlauts(written) == plain


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("the one where they colour in photos w/ a transformer", ["colour", "photos", "transformer"]),
        ("is there any paper about spiking neural nets, please?", ["spiking", "neural", "nets"]),
        ("few-shot learning, e.g. for speech", ["few", "shot", "learning", "speech"]),
        ("state-of-the-art parsing", ["state", "of", "the", "art", "parsing"]),
        ("what is this about", ["what", "is", "this", "about"]),
        ("", []),
    ],
)
def test_content_words_of_a_question(question: str, words: list[str]) -> None:
    assert [part for chunk in content_chunks(question) for part in chunk.parts] == words


@settings(max_examples=200, deadline=None)
@given(ANY_TEXT)
def test_any_text_has_plain_words(text: str) -> None:
    words = analyse(text)
    assert all(
        0 < len(word) <= WORD_LENGTH and word == word.casefold() and not set(word) & set(" -'&$\\@") for word in words
    )
    kept = [part for chunk in content_chunks(text) for part in chunk.parts]
    assert set(kept) <= set(words)
    chunks_ = content_chunks(text)
    chatty = [CHAT_WORDS.issuperset(chunk.parts) for chunk in chunks_]
    assert all(chatty) or not any(chatty)
    assert all(stem(word) for word in words)


def test_a_text_without_end_is_read() -> None:
    assert analyse("x" * 10_000) == ["x" * WORD_LENGTH]
    assert len(analyse("深" * 10_000)) == 10_000
