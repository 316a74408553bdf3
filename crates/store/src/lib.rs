//! What is kept: reports with their revisions, units, accounts, facts.
