"""One module for each version of the state database's schema."""
