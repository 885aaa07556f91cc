"""Facts about what there is little of: clauses, groups, places, the organisation, the notice."""
