//! How much may be computed after one change, in steps: no clock decides, so every build stops at the same place.
//!
//! One evaluation has its own bound (`phieu_xpath::limits::MAX_STEPS`), and one that exceeds it fails like any other. This bound is for all
//! evaluations after one change together. Where it is reached, the computation is given up: the report says so in an issue that
//! blocks, and the next change computes everything anew. It stops hostile forms.

use std::cell::Cell;

use phieu_form::Severity;
use serde_json::json;

use crate::issues::facts;
use crate::recompute::Work;
use crate::{Code, Instance, Issue};

/// All that is computed after one change, or read at once, takes at most this many steps: four times what one evaluation may take, and
/// more than a hundred times what a report of ten thousand questions takes.
pub const MOST_STEPS: u32 = 40_000_000;

/// What is left, and what has been told already.
#[derive(Debug, Default)]
pub(crate) struct Steps {
    left: Cell<u32>,
    /// Steps that this world went by itself during an evaluation.
    pub own: Cell<u32>,
    /// How many labels of choices ask for one another just now.
    pub naming: Cell<u8>,
    /// Whether the last computation was given up.
    given_up: Cell<bool>,
}

impl Instance {
    /// Begins to count anew: somebody changes or reads something.
    pub(crate) fn begin(&self) {
        self.steps.left.set(MOST_STEPS);
    }

    pub(crate) fn spend(&self, steps: usize) {
        let steps = u32::try_from(steps).unwrap_or(u32::MAX);
        self.steps.left.set(self.steps.left.get().saturating_sub(steps));
    }

    pub(crate) fn left(&self) -> u32 {
        self.steps.left.get()
    }

    pub(crate) fn is_spent(&self) -> bool {
        self.left() == 0
    }

    /// Notes steps that this world goes by itself for an expression.
    pub(crate) fn went(&self, steps: usize) {
        let steps = u32::try_from(steps).unwrap_or(u32::MAX);
        self.steps.own.set(self.steps.own.get().saturating_add(steps));
    }

    /// Whether the last computation took more steps than there are: the state is then not that of the answers.
    pub fn has_given_up(&self) -> bool {
        self.steps.given_up.get()
    }

    /// Leaves the rest undone.
    pub(crate) fn give_up(&self, work: &mut Work) {
        work.queue.clear();
        work.begun.clear();
        work.fired.clear();
        self.steps.given_up.set(true);
    }

    /// After a computation that was given up the next one computes everything.
    pub(crate) fn resume(&self, work: &mut Work) {
        if self.steps.given_up.take() {
            self.queue_all(work);
        }
    }

    pub(crate) fn given_up_issue(&self) -> Option<Issue> {
        let reason = format!("too much to compute: more than {MOST_STEPS} steps after one change");
        let facts = facts([("reason", json!(reason)), ("formula", json!(""))]);
        let gave_up = self.has_given_up() || self.is_spent();
        gave_up.then(|| Issue {
            code: Code::Expression,
            severity: Severity::Error,
            at: Some(self.root()),
            path: String::new(),
            fields: Vec::new(),
            facts,
            rule: None,
        })
    }
}
