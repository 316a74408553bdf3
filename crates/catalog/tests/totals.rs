//! What totals need of the catalogue: turns and persons are kept apart, and every target names figures that there are.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use phieu::Validator;
use phieu::form::Aggregate;
use phieu::rollup::{measure_of, mixed_measures};
use phieu_catalog::{Take, form, forms, targets};

/// Persons that are added over months, because each is counted once: when it happens, or in the one list of the year.
const COUNTED_ONCE: &[(&str, &[&str])] = &[
    ("bc-thang", &["members/members_admitted", "members/members_moved_in", "members/members_moved_out", "members/members_died"]),
    ("mt", &["totals/", "eligible_", "presented_"]),
    ("ph-nct", &["security/people_reformed"]),
    // Of a month's one meeting each is counted once; over months the sum is attendance.
    (
        "clb-thang",
        &["members/members_joined", "members/members_left", "loans/new_borrowers", "meeting/meeting_attendance", "meeting/meeting_guests"],
    ),
    (
        "tk-tch",
        &[
            "members/members_admitted",
            "members/members_moved_in",
            "members/members_moved_out",
            "members/members_died",
            "members/members_removed",
        ],
    ),
];

fn validators() -> impl Iterator<Item = Validator> {
    forms().iter().map(|form| Validator::from_toml(form.file, form.text).unwrap_or_else(|error| panic!("{error}")))
}

#[test]
fn no_total_adds_turns_and_persons_or_money_and_clubs() {
    for validator in validators() {
        assert_eq!(mixed_measures(validator.form()), [], "{}", validator.form_id());
    }
}

#[test]
fn different_persons_are_not_added_over_months() {
    let mut added = 0;
    for validator in validators() {
        let once = COUNTED_ONCE.iter().find(|(form, _)| *form == validator.form_id()).map_or(&[][..], |(_, paths)| paths);
        let form = validator.form();
        for id in form.ids().filter(|id| form.node(*id).aggregate == Aggregate::Sum) {
            let path = &form.node(id).path;
            let is_persons = measure_of(form, id).is_some_and(|measure| measure == "người");
            let is_once = once.iter().any(|begin| path.starts_with(begin));
            assert!(!is_persons || is_once, "{} {path} would count persons twice over months", validator.form_id());
            added += usize::from(is_persons);
        }
    }
    assert!(added > 20, "{added}: the unit of measure of persons has another name now");
}

#[test]
fn every_target_names_figures_that_there_are() {
    let targets = targets().unwrap();
    assert_eq!(targets.iter().map(|target| &target.id).collect::<BTreeSet<_>>().len(), targets.len(), "ids are unique");
    for target in &targets {
        let id = &target.id;
        let figure = |named: &str, path: &str| {
            let source = form(named).unwrap_or_else(|| panic!("{id}: no form {named}"));
            let validator = Validator::from_toml(source.file, source.text).unwrap();
            let (field, choice) = path.split_once('=').map_or((path, None), |(field, choice)| (field, Some(choice)));
            let node = validator.form().find(field).unwrap_or_else(|| panic!("{id}: no field {field} in {named}"));
            let node = validator.form().node(node);
            let list = node.field_type().and_then(|kind| kind.list()).map(|list| &validator.form().list(list).choices);
            assert!(
                choice.is_none_or(|name| list.is_some_and(|all| all.iter().any(|choice| choice.name == name))),
                "{id}: no choice {path}"
            );
            match choice {
                Some(_) => assert_eq!((node.aggregate, target.take), (Aggregate::Count, Take::Having), "{id}"),
                None => {
                    assert!(matches!(node.aggregate, Aggregate::Sum | Aggregate::Last | Aggregate::Recompute), "{id}: {path} is no number")
                }
            }
            let is_kept = !matches!(node.aggregate, Aggregate::Recompute);
            assert!(target.take != Take::Having || is_kept, "{id}: a rate is not kept unit by unit");
        };
        figure(&target.form, &target.path);
        target.of.iter().for_each(|of| figure(of.form.as_deref().unwrap_or(&target.form), &of.path));
        target.least_path.iter().for_each(|path| figure(&target.form, path));
        assert!(target.least.is_some() || target.least_path.is_some() || target.most.is_some(), "{id} has no bound");
        assert!(target.from <= target.to && !target.levels.is_empty(), "{id}");
        assert_eq!(target.take == Take::Having, target.units.is_some(), "{id}");
        for texts in std::iter::once(&target.source).chain(&target.label) {
            assert_eq!(texts.keys().map(String::as_str).collect::<Vec<_>>(), ["en", "vi"], "{id}");
        }
    }
}
