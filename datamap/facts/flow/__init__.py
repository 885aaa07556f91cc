"""Facts about flows: what a row of the inventory says, asked of all rows at once."""
