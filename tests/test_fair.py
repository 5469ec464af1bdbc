"""Whose turn it is, where many ask at once."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.fair import Line
from bot.personal import Who

ADA, BO, CY = Who(team="T1", person="ada"), Who(team="T1", person="bo"), Who(team="T2", person="cy")
people = st.builds(Who, team=st.sampled_from("ABC"), person=st.sampled_from("xyz"))


def taken(line: Line[str]) -> list[str]:
    return list(iter(lambda: line.take(lambda _: True), None))


def test_workspaces_take_turns_and_in_each_of_them_people_do():
    line: Line[str] = Line()
    for who, one in ((ADA, "a1"), (ADA, "a2"), (ADA, "a3"), (BO, "b1"), (CY, "c1"), (CY, "c2")):
        line.put(who, one)
    assert taken(line) == ["a1", "c1", "b1", "c2", "a2", "a3"]


def test_a_workspace_that_has_its_share_is_passed_over_and_keeps_its_place():
    line: Line[str] = Line()
    line.put(ADA, "a1")
    line.put(CY, "c1")
    assert line.take(lambda team: team != "T1") == "c1"
    assert line.take(lambda team: team != "T1") is None
    assert line.take(lambda _: True) == "a1"


@settings(deadline=None)
@given(st.lists(people))
def test_nothing_is_lost_each_persons_order_is_kept_and_nobody_waits_for_more_than_one_round(asked):
    line: Line[tuple[Who, int]] = Line()
    for number, who in enumerate(asked):
        line.put(who, (who, number))
    order = taken(line)
    assert sorted(number for _, number in order) == list(range(len(asked)))
    for who in set(asked):
        numbers = [number for other, number in order if other == who]
        assert numbers == sorted(numbers)
    teams = {who.team for who in asked}
    firsts = {team: next(place for place, (who, _) in enumerate(order) if who.team == team) for team in teams}
    assert all(place < len(teams) for place in firsts.values())
