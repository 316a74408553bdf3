//! A report taken apart: what says which report it is, and the answers, which are not copied.

use phieu_form::json::Tree;
use phieu_report::{Error, Report};
use serde_json::{Map, Value as Json};

/// The report without its answers, and these.
pub(crate) fn open(report: Tree<'_>) -> Result<(Report, Tree<'_>), Error> {
    let Tree::Members(members) = report else { return Err(Error::NotAnObject) };
    let (mut envelope, mut answers) = (Map::new(), Tree::Null);
    for (name, value) in members {
        let value = match value {
            Tree::Members(_) if name == "answers" => {
                answers = value;
                Json::Object(Map::new())
            }
            value => value.into(),
        };
        envelope.insert(name.into_owned(), value);
    }
    Ok((Report::from_json(&Json::Object(envelope))?, answers))
}
