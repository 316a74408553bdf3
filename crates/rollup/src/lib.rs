//! Totals, completeness, timeliness over units and periods.
