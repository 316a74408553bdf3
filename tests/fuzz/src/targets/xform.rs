//! An XForm as XML, and data that comes beside a form.

use phieu::form::Definition;
use phieu::xlsform;

/// The first byte: an XForm, or a file of data as CSV, XML or GeoJSON.
pub fn run(data: &[u8]) {
    let (way, bytes) = super::split(data, 8);
    let data = ["a.csv", "a.xml", "a.geojson"];
    match data.get(usize::from(way)) {
        Some(name) => {
            let mut definition = Definition::default();
            match xlsform::attach(&mut definition, name, bytes) {
                Ok(()) => assert!(definition.data.iter().any(|each| each.root.is_some())),
                Err(errors) => assert!(!errors.is_empty()),
            }
        }
        None => {
            if let Ok((definition, _)) = xlsform::read("a.xml", bytes) {
                super::forms::used(&definition);
            }
        }
    }
}
