"""Jobs: postings and fairs."""
