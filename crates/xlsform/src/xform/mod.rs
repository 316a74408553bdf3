//! ODK XForm XML (ODK XForms specification 1.0): what Collect, Enketo and Kobo read.

mod read;

pub use read::from_xform;
