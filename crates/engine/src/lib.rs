//! One report being filled or checked: edits in, changes and issues out.
