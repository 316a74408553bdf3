//! How much an evaluation may still compute. It is counted in steps and never in time, so that every build gives up at the
//! same place.
//!
//! A step is an expression evaluated, a node gone through, or 64 bytes of text made. Loops take their steps as they go and are
//! stopped at the next expression or step of a path; what a single function does to the nodes it was given needs no check of its
//! own, as those nodes were counted when they were found.

use std::cell::Cell;

use crate::ast::Span;
use crate::error::{Error, ErrorCode, Eval};
use crate::limits::{BYTES_PER_STEP, MAX_STEPS, MAX_TEXT};
use crate::world::World;

/// The steps that are left.
pub(crate) struct Steps {
    given: u32,
    left: Cell<u32>,
}

impl Steps {
    /// As many as the world still gives, and never more than the limit.
    pub fn of(world: &dyn World) -> Self {
        // What the world did before is not this evaluation's.
        world.own_steps();
        let given = world.steps_left().min(MAX_STEPS);
        Steps { given, left: Cell::new(given) }
    }

    /// Takes steps, as far as there are any.
    pub fn take(&self, steps: usize) {
        let steps = u32::try_from(steps).unwrap_or(u32::MAX);
        self.left.set(self.left.get().saturating_sub(steps));
    }

    /// Takes the steps that a text costs.
    pub fn take_text(&self, bytes: usize) {
        self.take(bytes / BYTES_PER_STEP);
    }

    /// Fails where no step is left.
    pub fn check(&self, span: Span) -> Eval<()> {
        if self.left.get() == 0 { Err(too_much(span)) } else { Ok(()) }
    }

    /// Tells the world what was taken since [`Steps::of`].
    pub fn tell(&self, world: &dyn World) {
        self.take(world.own_steps() as usize);
        world.took(self.given - self.left.get());
    }
}

#[cold]
fn too_much(span: Span) -> Box<Error> {
    let error = Error::new(ErrorCode::TooMuch, span, format!("too much to compute: more than {MAX_STEPS} steps"));
    Box::new(error.with_hint("a path that begins with `//` goes through every node; inside a predicate it does so for every node"))
}

/// Fails for a text that is longer than any may become.
pub(crate) fn check_length(bytes: usize, span: Span) -> Eval<()> {
    if bytes <= MAX_TEXT {
        return Ok(());
    }
    Err(Box::new(Error::new(ErrorCode::TooMuch, span, format!("too much to compute: a text of more than {MAX_TEXT} bytes"))))
}
