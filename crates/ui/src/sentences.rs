//! What is said at a question: which of the report's issues, in which words, and where the whole sentence stands.
//!
//! A rule concerns several fields. On one page its sentence stands once; at the others an error is only pointed to.

use phieu_engine::{At, Issue, RowId, Severity};
use phieu_form::RuleId;

use crate::filling::Filling;
use crate::sections::section_of;

/// One thing said at a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// An issue's sentence.
    Issue {
        /// How it is dealt with.
        severity: Severity,
        /// The sentence.
        text: String,
        /// For what is to be explained: the rule and its row, and the explanation so far.
        explain: Option<((RuleId, RowId), String)>,
    },
    /// An error is said at another question.
    Pointer {
        /// That question's code or label.
        to: String,
    },
    /// A reviewer's remark.
    Remark(String),
    /// The server's refusal.
    Refused(String),
}

impl Line {
    /// Whether the question is to be corrected.
    pub fn is_wrong(&self) -> bool {
        match self {
            Line::Issue { severity, .. } => *severity == Severity::Error,
            Line::Pointer { .. } | Line::Refused(_) => true,
            Line::Remark(_) => false,
        }
    }
}

impl Filling {
    /// An issue in words.
    pub fn sentence(self, issue: &Issue) -> String {
        self.read(|instance| phieu_message::sentence(instance.form(), issue, self.language))
    }

    /// Everything that is to be said at a question now.
    pub fn lines(self, at: At) -> Vec<Line> {
        self.follow(at);
        let path = self.path(at);
        let issues = self.issues();
        let mut lines = Vec::new();
        for issue in issues.iter().filter(|issue| issue.fields.contains(&path) && self.may_show(issue)) {
            let anchor = self.anchor(issue, at);
            if anchor == at {
                lines.push(self.line(issue));
            } else if issue.severity == Severity::Error {
                lines.push(Line::Pointer { to: self.name(anchor) });
            }
        }
        lines.dedup();
        for said in self.said_at(&path) {
            if !said.refused {
                lines.insert(0, Line::Remark(said.text));
            } else if !lines.iter().any(|line| matches!(line, Line::Issue { text, .. } if *text == said.text)) {
                lines.push(Line::Refused(said.text));
            }
        }
        lines
    }

    fn line(self, issue: &Issue) -> Line {
        let explanation = || issue.facts.get("explanation").and_then(|text| text.as_str()).unwrap_or_default().to_string();
        let explain = issue.rule.filter(|_| issue.severity == Severity::Explain).map(|rule| (rule, explanation()));
        Line::Issue { severity: issue.severity, text: self.sentence(issue), explain }
    }

    /// The question at which an issue's sentence stands, on the page that shows `at`: the issue's own place, or, where
    /// that is on another page, the last one of its fields on this one.
    pub fn anchor(self, issue: &Issue, at: At) -> At {
        self.read(|instance| {
            let section = section_of(instance, at);
            if let Some(own) = issue.at.filter(|own| section_of(instance, *own) == section) {
                return own;
            }
            let places = issue.fields.iter().filter_map(|path| instance.find(path));
            places.filter(|place| section_of(instance, *place) == section).max_by_key(|place| (place.node, place.row)).unwrap_or(at)
        })
    }

    /// What a question is called in a sentence: its code on the paper, or its label.
    pub fn name(self, at: At) -> String {
        let code = self.read(|instance| instance.form().node(at.node).code.clone());
        if code.is_empty() { self.text_now(at, |node| &node.label) } else { code }
    }
}
