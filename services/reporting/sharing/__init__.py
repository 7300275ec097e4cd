"""What everybody may see: the daily published table, in which small figures are hidden once and for all viewers."""
