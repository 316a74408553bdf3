//! Namespaces by the prefixes that everybody gives them, so that the rest of the reader and every other spelling can go by these.

use crate::xml::{Child, Node};

/// ODK's own namespace.
pub(super) const ODK: &str = "http://www.opendatakit.org/xforms";

/// Namespaces with their usual prefixes (ODK XForms specification, section "Namespaces").
const USUAL: [(&str, &str); 3] = [("jr", "http://openrosa.org/javarosa"), ("orx", "http://openrosa.org/xforms"), ("odk", ODK)];

/// The functions that are called with a prefix.
const FUNCTIONS: [&str; 2] = ["itext(", "choice-name("];

/// Gives the prefixes that the root declares their usual names, where these are free.
pub(super) fn usual_prefixes(root: &mut Node) {
    for (usual, address) in USUAL {
        let wanted = format!("xmlns:{usual}");
        let found = root.attributes.iter().find(|(name, value)| value == address && name.starts_with("xmlns:"));
        let Some(prefix) = found.and_then(|(name, _)| name.strip_prefix("xmlns:")).map(str::to_owned) else { continue };
        if !root.attributes.iter().any(|(name, _)| *name == wanted) {
            root.attributes
                .iter_mut()
                .filter(|(name, _)| *name == format!("xmlns:{prefix}"))
                .for_each(|(name, _)| name.clone_from(&wanted));
            rename(root, &format!("{prefix}:"), usual);
        }
    }
}

/// How deep the tree is, the parser bounds.
fn rename(node: &mut Node, prefix: &str, usual: &str) {
    let names = std::iter::once(&mut node.name).chain(node.attributes.iter_mut().map(|(name, _)| name));
    for name in names {
        if let Some(local) = name.strip_prefix(prefix) {
            *name = format!("{usual}:{local}");
        }
    }
    // JavaRosa's functions carry its prefix as well.
    for function in FUNCTIONS {
        let written = format!("{prefix}{function}");
        for (_, value) in node.attributes.iter_mut().filter(|(_, value)| usual == "jr" && value.contains(&written)) {
            *value = value.replace(&written, &format!("jr:{function}"));
        }
    }
    for child in &mut node.children {
        if let Child::Node(node) = child {
            rename(node, prefix, usual);
        }
    }
}
