//! The association's forms, choice lists, units, targets and calendar: data, no logic.
