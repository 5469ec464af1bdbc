"""The shipped corpus: facts and our own summaries, as YAML."""
