"""The audit report: what was checked, found, and changed since the last time; no judgement passed."""
