"""SECURITY.md: each test that is said to hold a promise is there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROWS = [line for line in (ROOT / "SECURITY.md").read_text().splitlines() if line.startswith("| ")][1:]
NAMED = re.compile(r"`(test_\w+\.py)::(test_\w+)`")


def test_each_promise_names_tests_and_each_of_them_is_there() -> None:
    assert len(ROWS) > 15
    for row in ROWS:
        named = NAMED.findall(row)
        assert named, row
        for file, test in named:
            code = (ROOT / "tests" / file).read_text()
            assert re.search(rf"^(async )?def {test}\(", code, re.MULTILINE), f"{file}::{test}"


def test_no_name_of_a_test_is_written_in_another_way() -> None:
    for row in ROWS:
        tests = row.split("|")[2]
        assert NAMED.sub("", tests).strip(" ,") == "", row
