"""FORMATS: the one table of programme formats, and the choice among them.

A format is a module with ``sniff(data) -> bool`` and ``parse(data, *, name) -> Parsed``. It reads bytes and
returns records with a report; it never opens a file, and no format imports another.
"""
