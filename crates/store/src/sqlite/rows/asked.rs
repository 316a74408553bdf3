//! Parts of statements about lists: what is asked for, the reports with these lists, and what is counted of a list.

/// What is asked for, ?1, as a table: each list by its place in the question.
macro_rules! asked {
    () => {
        "with asked as materialized (
             select key as place, value ->> 'form' as form, value ->> 'period' as period, value ->> 'list' as list, value ->> 'today' as today,
                 value ->> 'has_state' as has_state, value -> 'done' as done, value -> 'units' as units
             from json_each(?1))"
    };
}

/// The reports with these lists.
macro_rules! reports {
    () => {
        " from asked cross join json_each(asked.units) as own
          cross join report indexed by report_period
              on report.form = asked.form and report.period = asked.period and report.unit = own.value"
    };
}

/// Of them those whose lists are not told yet.
macro_rules! untold {
    () => {
        concat!(
            reports!(),
            " where not exists (select 1 from list_told as told
                 where told.form = asked.form and told.period = asked.period and told.list = asked.list and told.unit = report.unit)"
        )
    };
}

/// Whether a row is of a list asked for, and of a unit that was asked about.
macro_rules! of_list {
    () => {
        " item.form = asked.form and item.period = asked.period and item.list = asked.list and item.unit = own.value"
    };
}

/// Whether a row is in none of the states in which nothing is left to do. A state is the name of a choice, which holds neither quote nor comma:
/// in quotes it is found in their JSON only as a whole.
macro_rules! is_open {
    () => {
        "(asked.has_state and instr(asked.done, json_quote(coalesce(item.state, ''))) = 0)"
    };
}

/// Whether such a row is late on the day.
macro_rules! is_late {
    () => {
        concat!("coalesce(item.due < asked.today and item.due = date(item.due) and ", is_open!(), ", 0)")
    };
}

/// Of a unit's list how many rows it has, how many of them are not done, and how many are late: one value, so that each is read once.
macro_rules! numbers {
    () => {
        concat!(
            "(select json_array(count(*), count(nullif(",
            is_open!(),
            ", 0)), count(nullif(",
            is_late!(),
            ", 0))) from list_row as item where",
            of_list!(),
            ")"
        )
    };
}
