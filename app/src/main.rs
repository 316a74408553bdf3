//! The volunteers' app.

fn main() {
    phieu_app::app();
}
