"""Short forms of given names that do not begin the name they stand for: "mike" for Michael, "bill" for William.

A form that begins the name ("geoff", "dan") needs no entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def _names(**forms: str) -> dict[str, frozenset[str]]:
    return {short: frozenset(names.split()) for short, names in forms.items()}


SHORT_NAMES: Final[Mapping[str, frozenset[str]]] = _names(
    abby="abigail", andy="andrew andreas", becky="rebecca", beth="elizabeth", betty="elizabeth", bill="william",
    billy="william", bob="robert", bobby="robert", cathy="catherine katherine", charlie="charles charlotte",
    chuck="charles", debbie="deborah", dick="richard", dirk="diederik", eddie="edward edgar edmund",
    fritz="friedrich", ginny="virginia", greta="margarete margareta", hal="harold henry", hank="henry",
    hans="johannes", harry="harold henry", jack="john", jake="jacob jakob", jamie="james", jenny="jennifer",
    jerry="gerald jerome jeremy", jim="james", jimmy="james", joe="joseph", johnny="john",
    kate="katherine catherine katharina", kathy="katherine kathleen", katie="katherine", kenny="kenneth",
    larry="lawrence laurence", liz="elizabeth", lizzie="elizabeth", maggie="margaret", meg="margaret",
    mickey="michael", mike="michael", mikey="michael", ned="edward", nick="nicholas nikolaos",
    nicky="nicholas nicole", peggy="margaret", randy="randall randolph", rick="richard frederick", ricky="richard",
    robbie="robert", ronnie="ronald", sally="sarah", sandy="alexander alexandra sandra",
    sasha="alexander alexandra aleksandr", sascha="alexander", sepp="josef", susie="susan", suzy="susan",
    ted="edward theodore", teddy="edward theodore", tina="christina martina", tony="anthony antonio",
    trish="patricia", vicky="victoria", willy="william wilhelm", xander="alexander", zack="zachary zachariah",
)  # fmt: skip
