"""Lists of papers and talks, a row each: what tables and JSON lists of other people's making share."""
