"""One suite over the whole house: its rooms, its contracts, its sizes, its published language."""
