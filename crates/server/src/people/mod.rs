//! The people around the reports: what their roles let them do, and who they are to one another.

pub(crate) mod role;
