//! A report as exchanged: unit, period, due date, revision, status machine, canonical bytes.
