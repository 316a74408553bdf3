//! ODK XForm XML (ODK XForms specification 1.0): what Collect, Enketo and Kobo read.

mod read;
mod write;

pub use read::from_xform;
pub use write::to_xform;
