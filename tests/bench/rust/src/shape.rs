//! The forms, for the build script and the program alike: groups of fields with bounds, and rules between fields of one group.

/// A form.
pub struct Shape {
    /// What it is called; also the name of its module.
    pub name: &'static str,
    pub groups: Vec<Group>,
}

/// A group. Rules tell its numbers by their place in it.
pub struct Group {
    /// Unique in the form.
    pub name: String,
    /// Whole numbers from 0 to [`LARGEST`] that must be given.
    pub numbers: Vec<String>,
    /// Texts of up to [`LONGEST`] characters that may be missing.
    pub texts: Vec<String>,
    /// What must be true between numbers.
    pub rules: Vec<Rule>,
}

/// A rule; what is wrong is told at its first field, and nothing is while one of its fields has no number.
#[derive(Clone, Copy)]
pub enum Rule {
    /// The first is the second and the third without the fourth.
    Balance([usize; 4]),
    /// The first is not above the second.
    AtMost([usize; 2]),
    /// The first is less than 1,000 above the second.
    Near([usize; 2]),
}

pub const LARGEST: i64 = 100_000;
pub const LONGEST: usize = 2_000;

impl Rule {
    pub fn fields(&self) -> &[usize] {
        match self {
            Rule::Balance(fields) => fields,
            Rule::AtMost(fields) | Rule::Near(fields) => fields,
        }
    }

    /// The rule as Rust, cel and phieu write it: they differ in how a field is named and in the sign for "equal".
    pub fn written(&self, group: &Group, field: impl Fn(&str) -> String, equal: &str) -> String {
        let word = |at: usize| field(&group.numbers[at]);
        match *self {
            Rule::Balance([a, b, c, d]) => format!("{} {equal} {} + {} - {}", word(a), word(b), word(c), word(d)),
            Rule::AtMost([a, b]) => format!("{} <= {}", word(a), word(b)),
            Rule::Near([a, b]) => format!("{} - {} < 1000", word(a), word(b)),
        }
    }
}

/// All forms of the tables.
pub fn shapes() -> [Shape; 3] {
    [club(), flat("flat_60", 60), flat("flat_500", 500)]
}

/// Like a club's monthly report: twelve groups of five counts, five texts, 34 rules.
fn club() -> Shape {
    let group = |section: usize| {
        let numbers = ["opening", "joined", "left", "closing", "women"].map(|what| format!("members_of_section_{section}_{what}"));
        let mut rules = vec![Rule::Balance([3, 0, 1, 2]), Rule::AtMost([4, 3])];
        rules.extend((section < 10).then_some(Rule::AtMost([2, 0])));
        let texts = if section == 11 { 5 } else { 0 };
        let texts = (0..texts).map(|text| format!("remarks_{text}")).collect();
        Group { name: format!("section_{section}"), numbers: numbers.to_vec(), texts, rules }
    };
    Shape { name: "club", groups: (0..12).map(group).collect() }
}

/// So many numbers in groups of twenty, a rule for every second pair.
fn flat(name: &'static str, fields: usize) -> Shape {
    let group = |first: usize| {
        let last = fields.min(first + 20);
        let rules = (0..last - first).step_by(4).map(|at| Rule::Near([at, at + 1])).collect();
        let numbers = (first..last).map(|number| format!("f{number}")).collect();
        Group { name: format!("g{}", first / 20), numbers, texts: Vec::new(), rules }
    };
    Shape { name, groups: (0..fields).step_by(20).map(group).collect() }
}
