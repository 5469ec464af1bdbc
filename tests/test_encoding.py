"""Bytes of any encoding as text: what organisers' spreadsheets are saved in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.encoding import UNREADABLE, decode

WESTERN = "title,authors\nÜber Vögel,Zoë Ångström\nLes bateaux,François Müller\nBarcos,José Núñez\n"
CENTRAL = "title,authors\nO ptakach,Łukasz Żółkiewski\nLodě,Jiří Šťastný\nMadarak,Kőműves Győző\n"
CYRILLIC = "название,авторы\nО птицах,Иван Петров\nСовы и лодки,Анна Кузнецова\n"
TURKISH = "başlık,yazarlar\nKuşlar üzerine,Gülşen Yılmaz\n"
JAPANESE = "題名,著者\n小舟のしくみ,佐藤花子\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((WESTERN, encoding) for encoding in ("latin-1", "cp1252", "mac-roman", "cp850")),
        *((CENTRAL, encoding) for encoding in ("iso8859-2", "cp1250")),
        *((CYRILLIC, encoding) for encoding in ("cp1251", "koi8-r")),
        (TURKISH, "cp1254"),
        (JAPANESE, "shift-jis"),
        *(
            (text, encoding)
            for text in (WESTERN, CENTRAL, CYRILLIC, TURKISH, JAPANESE)
            for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
        ),
    ],
)
def test_names_keep_their_letters(text, encoding):
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("name", ["Zoë Ångström", "José Núñez", "François Müller", "Søren Ærø", "Þóra Ýr"])
def test_one_western_name_is_enough(name):
    assert decode(f"title,authors\nOwls,{name}\n".encode("latin-1")).endswith(f"{name}\n")


@pytest.mark.parametrize("name", ["Łukasz Żak", "Jiří Šťastný", "Tomáš Dvořák", "Željko Čašić"])
def test_one_central_european_name_is_enough(name):
    assert decode(f"title,authors\nOwls,{name}\n".encode("cp1250")).endswith(f"{name}\n")


def test_quotation_marks_and_dashes_of_windows_are_read():
    text = "title\n“Owls” – it’s fine…\n"
    assert decode(text.encode("cp1252")) == text


def test_korean_is_known_by_its_letters():
    text = "제목,저자\n새에 관하여,김철수\n작은 배의 구조와 움직임,이영희\n"
    assert decode(text.encode("euc-kr")) == text


def test_a_single_broken_letter_leaves_utf_8_as_it_is():
    assert decode("Zoë Ångström, Émile".encode() + b" \xff") == f"Zoë Ångström, Émile {UNREADABLE}"


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=300))
def test_any_bytes_are_text(data):
    assert isinstance(decode(data), str)


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=100).filter(lambda text: "\x00" not in text and not text.startswith("\ufeff")))
def test_utf_8_is_read_as_it_is(text):
    assert decode(text.encode()) == text
