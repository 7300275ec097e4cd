"""Spreadsheets, because that is what people have: templates out, filled sheets in, what is recorded out again."""
