//! The HTTP face of phieu.
