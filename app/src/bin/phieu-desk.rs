//! The officers' desk: review, totals, units, people.

fn main() {
    phieu_app::desk();
}
