"""What children's doors accept beside its acts, whose schemas are derived."""
