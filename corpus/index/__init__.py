"""What ``corpus.search`` is made of: vocabulary, spelling, the reading of a query, weights, the final ranking."""
