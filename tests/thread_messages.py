"""What people write in threads that Usher is in, to Usher and to each other, about the made-up conference.

One message a line: who spoke last (u Usher, s the same person, o another), what its author asked before in the thread
where that is another question than OWLS, and the message.
"""

from bot.addressed import Speaker

OWLS = "when is the owls talk?"
ORALS = "which talks are in the morning orals?"
_SPEAKERS: dict[str, Speaker] = {"u": "usher", "s": "same", "o": "other", "-": None}


def _read(table: str) -> list[tuple[str, Speaker]]:
    lines = [line.split(" ", 1) for line in table.strip().splitlines()]
    return [(text, _SPEAKERS[speaker]) for speaker, text in lines]


TO_USHER = _read("""
u who wrote it?
u and where is it
u which room
u ok and who's the first author?
u thanks! what's it about?
u how long is it?
u and the second one?
u the second one
u what about wednesday?
u and bo li?
u what else is on then?
u is it in the great hall?
u anything on swifts?
u whats on next
u can you tell me who moderates the morning orals
u cool, any other papers by ada byron?
u does it clash with wrennet?
u what comes after it?
u which talks are on tuesday?
u tell me more about goslinggait
u how many posters are there?
u is it an oral?
u code for wrennet?
u great, and what's on at 10?
s sorry, where is it?
s i mean who wrote wrennet?
s and which room is wrennet in?
u who organises birds and machines?
u same room?
u is bo li speaking on tuesday?
o when is wrennet?
o which room is the swift talk in?
o who wrote goslinggait?
u hm, what accuracy does wrennet reach?
u show me all spotlights
""")

BETWEEN_PEOPLE = _read("""
u thanks!
u great, see you there
u perfect, thank you
u <@U0BO> are you going?
u are you going to the owls talk?
u lol
u i'll be there
u who's going?
u is anyone going to the owls talk?
u let's meet at the great hall at 10
u nice, i wanted to see that one
u oh no, that clashes with wrennet
u the owl one was great last year
u i think it's in the great hall
u bo, when is your talk?
u where do we meet?
u lunch after?
u what a talk!
u really?
u how was it?
u we should go to the one on swifts
u it's at 9:20 in the great hall
u cool, the owl talk then
u is it raining?
u is the coffee any good?
u and then we eat
u and the owl one was really good too
u did you read the wrennet paper?
u i asked ada byron about it yesterday, she said that the code will be out soon
u what time does your train leave?
u same
u +1
u can you save me a seat?
o when is it?
o which one?
o where?
o the second one
o ada byron's
o is it good?
o tuesday at 10
o yes, in the great hall
o me too
o sounds good, which room?
s going there now
s anyone else?
s see you at the owl talk
s they found the prey by ear, wild
s which is what bo does too
""")

# kept aside while the rule was made, and looked at once it was
TO_USHER_LATER = _read("""
u and who presents it
u when does it end?
u what's the next talk after that?
u ok what about poster session 3?
u is gus angstrom giving a talk?
u where can I find the code for wrennet?
u any talks on migration?
u what's on tuesday afternoon?
u who is the moderator?
u and its authors?
u what is goslinggait about
u list the spotlights pls
s oh and who chairs it?
s where's the heron talk?
o what time is the heron talk?
u which papers are by acme?
u how big is the data set of wrennet?
u was it at birdconf 2029?
""")
BETWEEN_PEOPLE_LATER = _read("""
u got it
u awesome, adding it to my calendar
u that's right before my poster
u what do you all think about the owls paper?
u who wants to grab a coffee before the orals?
u kim, have you seen this?
u i'm in the great hall, where are you guys?
u is there a hashtag?
u any plans for tonight?
u wow 71% is a lot
u ada's talks are always good
u what did she say about the noise?
u ha, owls with closed eyes
u does anybody have slides from this morning?
o when?
o who?
o any idea?
o what is it about?
o the one in the great hall
o how long did it take?
s ah found it, great hall
s nvm
s the wifi is down again
s is it only me or is the stream frozen?
""")
