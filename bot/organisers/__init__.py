"""The organisers' page: load a programme, see what is in it, try it and compare it before it goes live; take it back.

The draft is on the disk beside the corpus, and belongs to no browser. What reads and writes programmes runs in a
process of its own (``work``); what is said of a draft is a plain value (``models``); ``routes`` serves the page.
"""
