"""Answers: one question a file; an inventory or its graph in, an `Answer` out."""
