"""How a question becomes an answer, and how the answer reaches people."""
