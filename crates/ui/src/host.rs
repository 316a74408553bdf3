//! The host of a drawing: what is done after a change, and with files.

use std::rc::Rc;

use crate::dom::View;
use crate::kept::Kept;

/// What is done once the host has kept a file: it takes the name that becomes the answer, or why it could not be kept.
pub type OnKept = Rc<dyn Fn(Result<String, &'static str>)>;

/// The address of a file by its name, where it can be had.
pub type Address = Rc<dyn Fn(&str) -> Option<String>>;

/// Draws the button that has a question read aloud. It takes the tag of the language in which the form speaks, and the text, which is asked
/// for when it is pressed.
pub type Aloud = Rc<dyn Fn(String, Rc<dyn Fn() -> String>) -> View>;

/// What a host of the drawing does: it hears of changes, and takes files.
#[derive(Clone)]
pub struct Host {
    /// Called after every edit.
    pub changed: Rc<dyn Fn()>,
    /// Called with the path and the file that somebody chose, and with what is to be told once it is kept.
    pub file: Rc<dyn Fn(String, web_sys::File, OnKept)>,
    /// Finds what was kept; none where nothing is.
    pub kept: Option<Kept>,
    /// Whether files are kept by their paths: those of rows, which move, are then told by their names alone.
    pub by_path: bool,
    /// The kinds of files that the host takes, as in HTML's `accept`; blank for all.
    pub kinds: &'static str,
    /// What becomes of a file that was taken, said beside it; blank where the host says nothing of it.
    pub about_kept: &'static str,
    /// What the host does with pictures, said where one is asked for; blank where nothing is to be said.
    pub about_pictures: &'static str,
    /// The address of a picture, sound or film that the form names; none where the host has no such file.
    pub media: Address,
    /// Draws the button that has a question read aloud; none where the host does not read.
    pub aloud: Option<Aloud>,
}

/// A host that keeps nothing: a file's name is its answer, and no picture is shown.
impl Default for Host {
    fn default() -> Host {
        Host {
            changed: Rc::new(|| ()),
            file: Rc::new(|_, file, told| told(Ok(file.name()))),
            kept: None,
            by_path: false,
            kinds: "",
            about_kept: "",
            about_pictures: "",
            media: Rc::new(|_| None),
            aloud: None,
        }
    }
}
