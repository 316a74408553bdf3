//! Setting values when something happens (ODK XForms: actions and events).
//!
//! An action is done once, after everything that the event itself changed has been computed, and its value stays until somebody
//! changes it. Actions may set off one another; a circle of them is stopped.

use phieu_form::{ActionKind, Event, Kind, NodeId};

use crate::recompute::Work;
use crate::{At, Held, Instance, RowId};

/// One edit sets off at most this many actions.
pub const MOST_ACTIONS: usize = 10_000;

impl Instance {
    /// Puts the actions on the list that wait for an event at a place.
    pub(crate) fn fire(&self, work: &mut Work, event: Event, at: At) {
        if work.quiet {
            return;
        }
        for (index, action) in self.form.actions.iter().enumerate() {
            let observes = match event {
                Event::ValueChanged => action.observed == Some(at.node),
                // An action without a repeat of its own is about the one its target lies in.
                Event::NewRepeat => action.observed.unwrap_or(self.scope_of(action.target)) == at.node,
                Event::FirstLoad | Event::Load => false,
            };
            if observes && action.events.contains(&event) {
                work.fired.push_back((index, at.row));
            }
        }
    }

    fn scope_of(&self, node: NodeId) -> NodeId {
        self.form.scopes[self.form.node(node).scope.index()].node
    }

    /// Does the actions that wait for the report to be opened.
    pub(crate) fn fire_all(&mut self, events: &[Event]) {
        let mut work = Work::default();
        let waiting = self.form.actions.iter().enumerate().filter(|(_, action)| action.events.iter().any(|each| events.contains(each)));
        work.fired.extend(waiting.map(|(index, _)| (index, RowId(0))));
        self.run(&mut work);
    }

    /// Does one action in all rows of its target that share the row it was set off in.
    pub(crate) fn act(&mut self, work: &mut Work, action: usize, row: RowId) {
        work.done += 1;
        let form = self.form.clone();
        let action = &form.actions[action];
        let Kind::Field(field_type) = form.node(action.target).kind else { return };
        if work.done > MOST_ACTIONS {
            if let Some(value) = action.value {
                self.failures.insert((value, row), "actions set off one another without end".to_owned());
            }
            return;
        }
        let scope = form.node(action.target).scope;
        let common = self.row_at(row, form.common_scope(scope, self.row(row).scope));
        for row in self.rows_within(common, scope).into_owned() {
            let held = match (action.kind, action.value) {
                (ActionKind::SetValue, Some(value)) => self.value_of(&form, value, row, field_type),
                (ActionKind::SetValue, None) => Held::Blank,
                (ActionKind::SetGeopoint, _) => {
                    let point = self.context.properties.get("geopoint").cloned().unwrap_or_default();
                    Held::read(field_type, &point)
                }
            };
            // What cannot be computed any more would only be a blank, and take an answer away.
            if self.is_spent() {
                break;
            }
            self.hold(work, At { row, node: action.target }, held);
        }
        self.settle(work);
    }
}
