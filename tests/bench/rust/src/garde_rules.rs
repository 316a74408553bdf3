//! The rules between fields, as functions that garde's attributes name.

type Number = Option<i64>;

fn told(holds: Option<bool>) -> garde::Result {
    // A rule is not asked while one of its fields is missing.
    if holds.unwrap_or(true) { Ok(()) } else { Err(garde::Error::new("rule")) }
}

pub fn balance(b: Number, c: Number, d: Number) -> impl FnOnce(&Number, &()) -> garde::Result {
    move |a, ()| told(a.zip(b).zip(c.zip(d)).map(|((a, b), (c, d))| a == b + c - d))
}

pub fn at_most(b: Number) -> impl FnOnce(&Number, &()) -> garde::Result {
    move |a, ()| told(a.zip(b).map(|(a, b)| a <= b))
}

pub fn near(b: Number) -> impl FnOnce(&Number, &()) -> garde::Result {
    move |a, ()| told(a.zip(b).map(|(a, b)| a - b < 1000))
}
