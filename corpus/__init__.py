"""What the conferences know: records, where they come from, and how they are found."""
