//! Issue and language to sentence.
