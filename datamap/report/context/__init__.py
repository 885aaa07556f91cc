"""From results to plain dictionaries: what each report says, in one language, chapter by chapter."""
