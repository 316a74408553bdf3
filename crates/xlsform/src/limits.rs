//! How large a file may be, and what is said of a larger one. `docs/reference/limits.md` is written from this table; the numbers
//! stand where they are used.

use phieu_form::limits::{Limit, MOST_NODES};

use crate::data::MOST_DATA_ROWS;
use crate::rows::{MOST_COLUMNS, MOST_TAKEN};
use crate::workbook::{LARGEST_FILE, LARGEST_UNPACKED, LONGEST_CELL, MOST_CELLS, MOST_TEXT};
use crate::xml::{DEEPEST, LARGEST, MOST_ATTRIBUTES, MOST_ELEMENTS};

/// Every limit of the readers.
pub const TABLE: &[Limit] = &[
    Limit {
        about: "A workbook as it comes",
        most: LARGEST_FILE as u64,
        unit: "bytes",
        reason: "it is held in memory",
        error: "the workbook has … bytes, more than the {most} that are read",
        test: "a_workbook_that_is_too_large_is_refused_before_it_is_unpacked",
    },
    Limit {
        about: "What a workbook unpacks to",
        most: LARGEST_UNPACKED,
        unit: "bytes",
        reason: "a few kilobytes can be packed so that they fill a disk",
        error: "the workbook unpacks to more than the {most} bytes that are read",
        test: "what_unpacks_to_too_much_is_refused_before_it_is_read",
    },
    Limit {
        about: "Cells with text, on all sheets of a workbook together",
        most: MOST_CELLS as u64,
        unit: "cells",
        reason: "what a sheet says of its size is not believed, cells and rows may be repeated by number",
        error: "the workbook has more than the {most} cells that are read",
        test: "repeated_cells_are_made_up_to_the_limit",
    },
    Limit {
        about: "One cell of a workbook",
        most: LONGEST_CELL as u64,
        unit: "bytes",
        reason: "Excel holds 32,767 characters in a cell",
        error: "a cell has more than the {most} bytes that are read",
        test: "spaces_that_are_only_counted_make_no_endless_text",
    },
    Limit {
        about: "All cells of a workbook together",
        most: MOST_TEXT as u64,
        unit: "bytes",
        reason: "a text that stands in the file once may stand in a million cells",
        error: "the cells have more than the {most} bytes that are read",
        test: "a_text_that_is_written_once_does_not_stand_in_a_million_cells",
    },
    Limit {
        about: "Attributes of an element, in XML and in workbooks",
        most: MOST_ATTRIBUTES as u64,
        unit: "attributes",
        reason: "the readers of XML compare each with all before it",
        error: "has more than {most} attributes",
        test: "what_is_too_large_is_refused",
    },
    Limit {
        about: "An XML file",
        most: LARGEST as u64,
        unit: "bytes",
        reason: "it is held in memory as a tree",
        error: "the file has … bytes; at most {most} are read",
        test: "what_is_too_large_is_refused",
    },
    Limit {
        about: "Elements of an XML file",
        most: MOST_ELEMENTS as u64,
        unit: "elements",
        reason: "each takes a hundred bytes of memory, however short it is written",
        error: "the file has more than {most} elements",
        test: "what_is_too_large_is_refused",
    },
    Limit {
        about: "Elements of an XML file in one another",
        most: DEEPEST as u64,
        unit: "levels",
        reason: "the stack of whatever walks the tree",
        error: "elements stand more than {most} deep",
        test: "what_is_too_large_is_refused",
    },
    Limit {
        about: "Elements of an XForm's instance, and its binds",
        most: MOST_NODES as u64,
        unit: "elements",
        reason: "a form has no more nodes",
        error: "the instance has more than the {most} elements that are read",
        test: "an_instance_has_no_more_elements_than_a_form_has_nodes",
    },
    Limit {
        about: "Rows of a file of data beside a form",
        most: MOST_DATA_ROWS as u64,
        unit: "rows",
        reason: "all villages of a country fit",
        error: "at most {most} rows are read",
        test: "data_has_as_many_rows_as_are_read",
    },
    Limit {
        about: "Rows taken from a table into a report",
        most: MOST_TAKEN as u64,
        unit: "rows",
        reason: "a report with more is larger than a server takes",
        error: "too_many_rows",
        test: "a_table_gives_as_many_rows_as_are_taken",
    },
    Limit {
        about: "Columns of a table that are looked at for a report",
        most: MOST_COLUMNS as u64,
        unit: "columns",
        reason: "each heading is compared with each question",
        error: "too_many_columns",
        test: "a_table_gives_as_many_columns_as_are_looked_at",
    },
];
