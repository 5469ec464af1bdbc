"""What the readers of text pages share: lines, entries, dates and times, misprints, lists of publications."""
