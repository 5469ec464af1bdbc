"""What people type for times, by what it means, and what is no time at all."""

from __future__ import annotations

from datetime import tzinfo

import pytest
from when_asked import BERLIN, NEW_YORK, PACIFIC, TOKYO, cases, congress, shown, talk

EVE = {  # asked in California on Monday 3 May 2021 at 16:00
    "instant Tue 4 May 11:00": """
        tue 11 | 11 | 11am | 11 am | 11a | 11 a.m. | 1100 | tue 1100 | 11h | 11:00 | 11:00h | 11.00 | 11 o'clock
        | 11 oclock | 11ish | around 11 | ~11 | at 11 | @ 11 | @11 | kl 11 | um 11 Uhr | eleven | at eleven
        | eleven o'clock | about 11am | tuesday at 11 | tue @11 | Tuesday, 11am | tuesday - 11:00 | 11 on tuesday
        | 11 tue | at 11 tomorrow | tomorrow 11 | tmrw 11 | 4 may 11 | may 4 11am | 4th of may, 11:00
        | 2021-05-04 11:00 | 2021-05-04T11:00 | 4.5. 11:00 | 2021-05-04T11:00-07:00 | 2021-05-04T18:00Z
        | 2021-05-04 18:00:00+00:00 | 20210504T180000Z | 5/4 11am | 04/05/2021 11:00 | 2021/05/04 11:00
        | Tuesday, May 4, 2021 at 11am PDT | Tue 4 11:00 | tue 4 at 11 | 18:00 UTC | tue 18:00 gmt | 20:00 CEST tue
        | 8pm berlin time | 20:00 europe/berlin | 20:00 +02:00 | 20:00 utc+2 | wed 3am JST
        | 3am tokyo time on wednesday | 14:00 in new york | 2pm ET | 2pm eastern time | 11 PT | 11 pacific time
        | 11 conference time | 11 my time | 11 local time | tuesday PDT 11 | wed 5 may 3:00 jst | １１：００ | ١١:٠٠
        | tuesday\u200f 11 | what's on at 11 tomorrow | 11 in the morning | 11 tomorrow morning
        | tomorrow morning at 11 | an hour before noon | day 1 at 11 | 1 hour before noon on tue""",
    "instant Tue 4 May 11:05": """
        tue 4 may 11:05 | 11:05 | 1105 | tue 1105 | tue 11.05 | 11.05 | 11h05 | 11 05 | tue 11 05 | five past eleven
        | 5 past 11 | 11:05am | 1105am | 4 May 2021 11:05 | Tue. 4 May, 11:05 | teusday 11:05 | tomorow 11:05
        | tue 11:05? | what talk is on at 11:05 on tuesday?""",
    "instant Tue 4 May 11:30": """
        half past 11 | half 11 | half past eleven | eleven thirty | 11 30 | 11:30 tue | 30 minutes past 11
        | half an hour before noon""",
    "instant Tue 4 May 11:45": "quarter to 12 | a quarter to noon | 15 minutes to 12 | tue quarter to twelve | 11:45am",
    "instant Tue 4 May 11:55": "tue 11:55 | at 5 to 12 | five minutes to noon | 11.55 tue",
    "instant Tue 4 May 12:00": "noon | midday | 12 | 12pm | 12 noon | tue noon | at noon tomorrow | 12:00 | twelve",
    "instant Tue 4 May 12:20": "May 4 12:20pm | 20 past 12 | twenty past twelve | 12:20 tomorrow",
    "instant Tue 4 May 13:05": "1:05pm | 1:05 | 13:05 | 1:05 p.m. | tue 1:05 | tomorrow 1.05pm | five past one | 1305",
    "instant Tue 4 May 13:15": "quarter past one | 1:15 | a quarter past 1 tomorrow | tomorrow at one fifteen",
    "instant Tue 4 May 01:05": "01:05 | 1:05am | tue 01:05",
    "instant Tue 4 May 15:00": "tue at three | 3pm tue | 3 in the afternoon | tue afternoon at 3 | 15h tue | 1500 tue",
    "instant Tue 4 May 03:00": "tue 3",
    "instant Wed 5 May 00:00": "midnight | tue midnight | tomorrow at midnight | 12 midnight | tue 24:00",
    "instant Mon 3 May 16:00": """
        now | right now | currently | at the moment | atm | rn | what's on now? | who is speaking now""",
    "instant Mon 3 May 16:20": "in 20 min | in 20 minutes | in twenty minutes | in 20m | 20 minutes from now",
    "instant Mon 3 May 17:00": "in an hour | in 1h | an hour from now | in 60 min | in one hour",
    "instant Mon 3 May 16:30": "in half an hour | in 30 min | half an hour from now | in 1/2 hour",
    "instant Mon 3 May 17:30": """
        in 1h30 | in 90 minutes | in 1.5 hours | in an hour and a half | in 1 hour and 30 minutes""",
    "instant Mon 3 May 15:40": "20 minutes ago | 20 min ago",
    "instant Mon 3 May 15:30": "half an hour ago",
    "instant Mon 3 May 20:00": "8 tonight | tonight at 8 | this evening at 8 | today 8pm | 20:00 today",
    "instant Tue 4 May 16:00": "this time tomorrow | in 24 hours | same time tomorrow | tue 4pm",
    "range Tue 4 May 11:00 - 12:00": """
        tue 11-12 | 11-12 | 11 - 12 | 11–12 | 11—12 | 11 to 12 | from 11 to 12 | between 11 and 12 | 11 till 12
        | 11 until 12 | 11:00-12:00 | 11am-12pm | 11 am to noon | eleven to twelve | 11-12 tue
        | btw 11 and 12 tuesday
        | between 11 and 12 tomorrow | tue 11.00-12.00 | tue 4 may 11:00 - 12:00 PDT | 11-12 may 4 | may 4 11-12
        | on tuesday between 11 and noon | 18:00-19:00 UTC | from 11 on tuesday until noon | 11-12 PDT
        | 11 for an hour | tue 11 for 1 hour | 1100-1200 | tue from 11 to 12 | after 11 but before 12 on tue
        | for 1 hour from 11 | what is on tuesday from 11am to 12pm""",
    "range Tue 4 May 11:00 - 12:30": "11–12:30 | 11 to half past 12 | 11-12.30 tue",
    "range Tue 4 May 11:00 - 13:00": "11am-1pm | 11-1pm | 11-1 | 11 to 1 | tue 11-1 | tue 11 for 2 hours | 11:00-13:00",
    "range Tue 4 May 12:30 - 13:00": "12:30 to 1pm | 12:30 to 1pm tuesday | 12:30-1 | tue 12.30 to 1",
    "range Tue 4 May 15:00 - 16:00": "3-4pm | from 3 to 4pm | 3pm-4 | tue 3-4 in the PM | tue afternoon 3-4",
    "range Tue 4 May 22:00 - Wed 5 May 02:00": "tue 10pm-2am | 22:00-02:00 | 10pm to 2 tue",
    "range Tue 4 May 11:00 - Wed 5 May 10:00": """
        tue 11 till wed 10 | from tue 11:00 to wed 10am | between tue 11 and wed 10""",
    "range Tue 4 May 00:00 - 12:00": """
        before noon | anything before noon on tue? | tue before 12 | until noon | tuesday until noon
        | before 12 tomorrow | tue am | earlier than 12 on tuesday""",
    "range Tue 4 May 12:30 - Wed 5 May 00:00": """
        after 12:30 | spotlights after 12:30 on tue | from 12:30 on | 12:30 onwards | since 12:30 | 12:30pm or later
        | not before 12:30 | tue 12:30+ | later than 12:30 on tuesday | tuesday from 12:30""",
    "range Tue 4 May 10:00 - Wed 5 May 00:00": "after 10 | tue from 10 on",
    "range Tue 4 May 14:00 - Wed 5 May 00:00": "after 2 | tue after 2",
    "range Tue 4 May 00:00 - 14:00": "before 2 | tue before 2pm",
    "range Tue 4 May 13:00 - Wed 5 May 00:00": "after 1 | tue after 1 | from 1pm on",
    "range Tue 4 May 00:00 - 15:00": "by 3pm | until 3pm | before 3pm tue | no later than 3pm",
    "range Tue 4 May 05:00 - 12:00": """
        tue morning | tomorrow morning | in the morning | tuesday in the morning | morning of may 4 | tomorrow mornign
        | the morning of the 4th of may | last morning | first morning | morning""",
    "range Tue 4 May 12:00 - 18:00": """
        tues afternoon | tuesday afternoon | tomorrow afternoon | tue aftenoon | afternoon | in the afternoon of may 4
        | afternoon talks""",
    "range Tue 4 May 10:00 - 12:00": "late tuesday morning | tue late morning",
    "range Tue 4 May 17:00 - Wed 5 May 00:00": "tue evening | tomorrow evening",
    "range Tue 4 May 20:00 - Wed 5 May 05:00": "tuesday night | tomorrow night",
    "range Tue 4 May 12:00 - 14:00": "at lunchtime | tue lunchtime | tue lunch | during lunch tomorrow",
    "range Mon 3 May 17:00 - Tue 4 May 00:00": "tonight | this evening | today evening",
    "range Mon 3 May 05:00 - 12:00": "this morning",
    "range Sun 2 May 20:00 - Mon 3 May 05:00": "last night",
    "range Mon 3 May 16:00 - Tue 4 May 00:00": """
        later | later today | the rest of the day | rest of today | before tuesday""",
    "range Mon 3 May 16:00 - 18:00": "next 2 hours | for 2 hours | in the next two hours | the next couple of hours",
    "range Mon 3 May 16:00 - 17:00": "next hour | within the next hour | within an hour | in the next 60 min",
    "range Mon 3 May 16:00 - 16:30": "within the next 30 minutes | next 30 min | the next half hour",
    "range Mon 3 May 15:00 - 16:00": "last hour | in the past hour",
    "range Mon 3 May 00:00 - 16:00": "earlier today | so far",
    "range Tue 4 May 11:00 - 12:00 ": "first thing tuesday | first thing tomorrow | start of tuesday",
    "range Tue 4 May 12:48 - 13:48": "end of the day | end of tuesday | last thing tomorrow",
    "range Tue 4 May 12:00 - 13:48": "after the break | tue after the first break | after the coffee break",
    "range Tue 4 May 13:13 - 13:48": """
        after lunch | after the lunch break | after the second break | after the last break""",
    "range Tue 4 May 00:00 - 11:50": "before the break | until the break tomorrow",
    "range Tue 4 May 11:50 - 12:00": "during the break | in the coffee break tomorrow",
    "range Mon 3 May 00:00 - Thu 6 May 00:00": "mon-wed | monday to wednesday | mon, tue and wed | mon through wed",
    "range Tue 4 May 00:00 - Thu 6 May 00:00": """
        4-5 May | May 4-5 | tue and wed | tue/wed | tuesday or wednesday | 4 and 5 may""",
    "range Tue 4 May 00:00 - Fri 7 May 00:00": """
        May 4 to May 6 | from tuesday to thursday | between tuesday and thursday | 4th - 6th of may | tue-thu""",
    "range Mon 3 May 00:00 - Mon 10 May 00:00": "this week | all week | the whole week",
    "range Mon 10 May 00:00 - Mon 17 May 00:00": "next week | the following week",
    "range Sat 8 May 00:00 - Mon 10 May 00:00": "weekend | this weekend | on the weekend | sat and sun",
    "range Mon 3 May 16:00 - Thu 6 May 00:00": "next 2 days | until wednesday | by wed | the next couple of days",
    "range Fri 1 Nov 00:00 - Sun 1 Dec 00:00": "nov 2019 | in november 2019 | november, 2019",
    "next Mon 3 May 16:00 - Tue 4 May 13:48": """
        next | whats next | what's next? | what is up next | next talk | next spotlight | next 3 talks | upcoming
        | coming up | upcoming orals | who's next | next one | the following talk | soon | in a moment
        | next few posters""",
    "day Tue 4 May": """
        tue | tuesday | tues | Tue. | TUESDAY | teusday | tusday | tomorrow | tmrw | tmr | 2morrow | tomorow
        | tommorow | tomorrow? | 4 may | may 4 | May 4th | 4th of may | the 4th | on the 4th | 4.5. | 5/4 | 4/5/2021
        | 04.05.2021 | 2021-05-04 | 20210504 | tue 4 may | Tuesday, May 4 | tuesday the 4th | Tuesday, May 4, 2021
        | next tuesday | this tuesday | tue 4 | 4 may 21 | day 1 | day one | first day | the first day | last day
        | opening day | final day | 1st day | all day | all day tomorrow | every day | whole conference
        | the entire conference | tomorrow's talks | tuesday's schedule | what's on on tuesday | in a day | in 1 day
        | tue at ICLR""",
    "day Mon 3 May": "today | 2day | todya | mon | all day today | today's sessions | monday",
    "day Wed 5 May": "wed | wensday | wedensday | day after tomorrow | in 2 days | tue 5 may | 5 may",
    "day Thu 6 May": "thu | thurs | thursday | thrusday | in three days",
    "day Sun 2 May": "yesterday | sunday 2 may",
    "day Sat 1 May": "day before yesterday | 2 days ago",
    "day Tue 27 Apr": "last tuesday | 27 april | 6 days ago",
    "day Mon 10 May": "in a week | a week from now | next week monday | monday next week",
    "day Sun 24 Nov": "nov 24 2019 | what came out on nov 24 2019 | 24.11.2019 | 11/24/2019 | 24 nov '19 | 2019-11-24",
    "day Thu 4 Feb": "4 febuary | feb 4 | Feb4",
}


@pytest.mark.parametrize(("phrase", "meaning"), cases(EVE))
def test_what_is_meant_the_day_before(phrase: str, meaning: str) -> None:
    assert shown(talk(phrase)) == meaning.strip()


DURING = {  # asked in California on Tuesday 4 May 2021 at 11:22
    "instant Tue 4 May 11:15": "11:15 | today 11:15 | tue 11:15 | quarter past 11",
    "instant Tue 4 May 13:30": "1:30 | at 1:30 | half past one | half 1",
    "instant Tue 4 May 11:42": "in 20 minutes | what's on in 20 min?",
    "range Tue 4 May 11:22 - 12:00": """
        until noon | until 12 | till noon | by noon | now until 12 | between now and noon""",
    "range Tue 4 May 11:22 - 11:50": "until the break | before the break now until 11:50",
    "range Tue 4 May 12:00 - 13:48": "after the break | what's after the coffee break",
    "range Tue 4 May 11:22 - Wed 5 May 00:00": """
        later | later today | from now on | rest of the day | the remaining talks""",
    "range Tue 4 May 00:00 - 13:00": "before 1",
    "next Tue 4 May 11:22 - 13:48": "next | whats next | next oral | upcoming talks",
    "next Tue 4 May 11:22 - Wed 5 May 00:00": "next talk today",
    "day Tue 11 May": "next tuesday",
}


@pytest.mark.parametrize(("phrase", "meaning"), cases(DURING))
def test_what_is_meant_during_the_session(phrase: str, meaning: str) -> None:
    assert shown(talk(phrase, now="2021-05-04T11:22")) == meaning


ELSEWHERE = {
    (BERLIN, "2021-05-04T10:00"): {
        "instant Tue 4 May 20:05": """
            tue 20:05 | 20:05 | 8:05 | 8:05pm | 11:05 PDT | today 11:05am pdt | 11:05 conference time""",
        "instant Tue 4 May 11:00": "11 | 11:00 | tue 11",
        "range Tue 4 May 20:00 - 21:00": "8-9 | 20-21 | between 8 and 9 | 11-12 PDT",
    },
    (TOKYO, "2021-05-04T18:00"): {
        "instant Wed 5 May 04:20": "wed 5 may 4:20 | 4:20 | tomorrow 4:20 | 4:20am | day 1 4:20 | tue 12:20pm PDT",
        "instant Tue 4 May 18:00": "now",
        "day Wed 5 May": "wed | tomorrow | day 1 | last day | 5 may",
        "day Tue 4 May": "tue | today | 4 may",
        "range Wed 5 May 00:00 - 12:00": "wed morning | tomorrow morning",
        "range Wed 5 May 03:00 - 04:00": "3-4 | wed 3 to 4",
    },
    (NEW_YORK, "2021-05-04T13:00"): {
        "instant Tue 4 May 15:45": "12:45 pdt | 3:45 | 12:45 pacific",
        "range Tue 4 May 14:00 - 15:00": "2-3 | between 2 and 3",
    },
    (PACIFIC, "2026-11-20T13:00"): {  # years after
        "instant Tue 4 May 11:00": "tue 11am | 11 | 11am | 4 may 11am",
        "instant Tue 4 May 13:30": "1:30",
        "day Tue 4 May": "tue | tuesday | 4 may | may 4 | day 1",
        "day Fri 20 Nov": "today | fri",
        "day Tue 24 Nov": "next tuesday",
        "next Fri 20 Nov 13:00 - Sat 21 Nov 13:00": "next",
    },
}


@pytest.mark.parametrize(
    ("zone", "now", "phrase", "meaning"),
    [(zone, now, *case) for (zone, now), table in ELSEWHERE.items() for case in cases(table)],
)
def test_what_is_meant_in_other_places_and_years(zone: tzinfo, now: str, phrase: str, meaning: str) -> None:
    assert shown(talk(phrase, now=now, zone=zone), zone) == meaning


AT_THE_CONGRESS = {
    "2020-12-14T20:00": {  # Monday evening, when the day's talks are over
        "instant Tue 15 Dec 09:30": "9:30 | 9:30 am | half past nine",
        "instant Tue 15 Dec 15:00": "3 | 3pm | at three",
        "instant Wed 16 Dec 10:00": "16th 10am | wed 10 | the 16th at 10 | 12/16 10:00 | day 3 at 10 | last day 10am",
        "instant Mon 14 Dec 21:00": "9pm | 21:00 today",
        "range Tue 15 Dec 05:00 - 12:00": "morning | in the morning | tue morning | day 2 morning",
        "range Tue 15 Dec 13:30 - 17:00": "after lunch | tomorrow after lunch | after the lunch break on day 2",
        "range Wed 16 Dec 15:30 - 17:00": "wed after the coffee break | last day after the second break",
        "range Tue 15 Dec 00:00 - 12:00": "tomorrow before lunch | before lunch on day 2",
        "range Tue 15 Dec 00:00 - Thu 17 Dec 00:00": "day 2-3 | day 2 to day 3 | tue and wed | 15-16 dec",
        "range Mon 14 Dec 00:00 - Thu 17 Dec 00:00": "whole conference | every day | all days | mon-wed",
        "range Mon 14 Dec 20:00 - Thu 17 Dec 00:00": "rest of the conference",
        "range Wed 16 Dec 09:00 - 10:00": "wed first thing",
        "range Wed 16 Dec 09:00 - 17:00": "wed 9-5 | 16 dec 9am-5pm",
        "day Tue 15 Dec": "day 2 | second day | tue | tomorrow | 15/12 | 15.12. | 12/15 | dec 15",
        "day Mon 14 Dec": "first day | today | mon",
    },
    "2020-12-15T14:00": {  # Tuesday, in the talks after lunch
        "range Tue 15 Dec 15:30 - 17:00": "after the break",
        "range Tue 15 Dec 15:00 - 15:30": "during the break",
        "range Tue 15 Dec 14:00 - 15:00": "until the break | until 3",
        "instant Tue 15 Dec 15:40": "3:40",
        "instant Mon 14 Dec 10:00": "yesterday 10am | monday 10 | first day at 10",
        "day Mon 14 Dec": "monday | last monday | yesterday",
        "day Mon 21 Dec": "next monday",
    },
    "2020-12-01T12:00": {  # two weeks before
        "instant Mon 14 Dec 09:30": "9:30",
        "day Tue 15 Dec": "tue | next tuesday | day 2",
        "day Tue 1 Dec": "today | this tuesday",
    },
}


@pytest.mark.parametrize(
    ("now", "phrase", "meaning"), [(now, *case) for now, table in AT_THE_CONGRESS.items() for case in cases(table)]
)
def test_what_is_meant_at_a_longer_conference(now: str, phrase: str, meaning: str) -> None:
    assert shown(congress(phrase, now), BERLIN) == meaning


NOT_TIMES = """
    gradient vaccine | an image is worth 16x16 words | 2.5 billion frames | 3D | in 3d | wav2vec 2.0 | vq-wav2vec
    | resnet-50 | stargan v2 | poster session 10 | poster sesion 10 | session 3 | iclr 2021 | iclr '21 | ICLR'21
    | gpt-3 | 2020 | in 2020 | may I ask who wrote this | may be | march madness | second author | a second look
    | the first talk | last author | sun et al | sun et al 2020 | papers by sun | Kim, Sun | papers on SAT
    | sat solvers | which papers deal with the next token | next-token prediction | next steps in rl | long-term | one
    | one to one | one-to-many | the 3 best papers | top 10 | top-1 | day-ahead forecasting | day-to-day | end-to-end
    | DD-PPO | a closer look now | now you see me | 5 papers | 10 spotlights | at ICLR | 11 authors | at 3 workshops
    | 2-3 papers | 3-4 layers | Monte Carlo | Marc | Sunday's child | tomorrow's world | Training ImageNet in 1 Hour
    | imagenet in 18 minutes | 10 minutes of labeled speech | two-day workshop | 1 day | 2018-2020 | since 2019
    | from 2018 to 2020 | 25 | 128 | 50% | $11 | #11 | 1/2 of it | 3/4 of the papers | 24/7 | Acc@1
    | at 8 bit precision | 10 pt font | CT scans | after 3 epochs | before 2 layers | by 1.42 | 1e-4 | at 0.75 | v1.5
    | 1,335,475 | 650-650-6500 | fig. 3 | page 11 | room 11 | good morning | good afternoon everyone | night vision
    | mourning | monday.com | later layers | blah o'clock someday | o'clock | orals | help | who wrote dd-ppo?
    | what time is lecuns keynote | PDT | what is the conference time | before | until | at | in | the | - | ? | 99:99
    | 32 may | in 99999999 days | 0 may 0
    """


@pytest.mark.parametrize("text", [text.strip() for text in NOT_TIMES.split("|")])
def test_what_is_no_time(text: str) -> None:
    assert talk(text, now="2021-05-04T11:22") is None
