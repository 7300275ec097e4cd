"""The mechanism under every service; of the domain it knows only places, days and organisations."""
