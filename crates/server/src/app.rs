//! What every handler works with: the store, the forms, the calendar, the clock, the brake on guessing.

use std::sync::Arc;

use phieu_report::Date;
use phieu_store::{Moment, Store};

use crate::clock::{Clock, day};
use crate::daily::CarriedOut;
use crate::forms::Forms;
use crate::password::Passwords;
use crate::throttle::Throttle;

/// The server's parts.
pub(crate) struct App {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) forms: Forms,
    pub(crate) clock: Clock,
    pub(crate) passwords: Passwords,
    pub(crate) throttle: Throttle,
    /// Whether cookies are always marked `Secure`.
    pub(crate) secure: bool,
    pub(crate) carried_out: CarriedOut,
    /// Whether hooks may be sent into the own network, and without https.
    pub(crate) inside_hooks: bool,
}

impl App {
    pub(crate) fn now(&self) -> Moment {
        (self.clock)()
    }

    /// Today in Viet Nam.
    pub(crate) fn today(&self) -> Date {
        day(self.now())
    }
}
