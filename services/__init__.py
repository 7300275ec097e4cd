"""The six services; each owns its data and tells the world facts."""
