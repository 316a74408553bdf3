//! A report while it is being filled in: the handle through which every drawn question reads and edits it.
//!
//! An edit goes to the engine; only the nodes that the engine names are drawn again. Which issues may be shown when is
//! decided here too: none of a question that was not yet left, none that arises while somebody types, missing answers
//! only after trying to go on. What was shown may vanish at any time.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::OnceLock;

use leptos::prelude::*;
use phieu_engine::{At, Code, Edit, Instance, Issue, Named, RowId, Severity};
use phieu_form::{Kind, NodeId, RuleId, Type};
use phieu_message::Language;

use crate::host::{Aloud, Host};
use crate::kept::Kept;
use crate::reading::marks;
use crate::reading::numbers::Style;
use crate::sections::{Section, section_of};
use crate::show;
use crate::texts::{self, Texts};

/// What tells one issue at a place from another.
pub type Key = (Code, Option<(RuleId, RowId)>, String);

/// Something said about a field by somebody else: a reviewer's remark, or the server's refusal.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// The field's path; empty for the whole report.
    pub path: String,
    /// The sentence.
    pub text: String,
    /// Whether it is a refusal of the server's; otherwise a reviewer's remark.
    pub refused: bool,
}

/// What is going on with a file that was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taking {
    /// The host is keeping it. Files are counted as they are chosen: of two at one question the later becomes the answer.
    Busy(u32),
    /// Why it could not be kept.
    Failed(&'static str),
}

struct Inner {
    instance: Instance,
    /// Nobody, where the report is only read.
    host: Option<Host>,
    /// Who finds files, where anybody does.
    kept: Option<Kept>,
    nodes: BTreeMap<At, ArcRwSignal<()>>,
    /// Questions that were left, or had an answer from the start.
    left: BTreeSet<At>,
    /// Sections that somebody tried to leave: missing answers are told there.
    asked: BTreeSet<NodeId>,
    /// The question being typed in, and what was shown when that began.
    typing: Option<(At, BTreeSet<Key>)>,
    said: Vec<Said>,
    /// Whether no issue is ever shown.
    is_quiet: bool,
    /// Files that were chosen and are not answers yet, and how often one was.
    takings: BTreeMap<At, Taking>,
    turn: u32,
    /// All issues, until something changes.
    issues: Option<Rc<Vec<Issue>>>,
}

/// The handle. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Filling {
    inner: StoredValue<Inner, LocalStorage>,
    /// Changes with every edit: for what looks at the report as a whole.
    whole: RwSignal<()>,
    /// What depends on the reader's language.
    spoken: &'static Spoken,
}

/// What depends on a language. Two of them are ever made, so they stay.
pub struct Spoken {
    /// The language.
    pub language: Language,
    /// How numbers are written.
    pub style: Style,
    /// What the drawing says.
    pub texts: &'static Texts,
}

impl std::ops::Deref for Filling {
    type Target = Spoken;

    fn deref(&self) -> &Spoken {
        self.spoken
    }
}

fn spoken(tag: &str) -> &'static Spoken {
    static SPOKEN: [OnceLock<Spoken>; 2] = [const { OnceLock::new() }; 2];
    let style = Style::of(tag);
    let make = || Spoken { language: phieu_message::language(tag), style, texts: texts::of(tag) };
    SPOKEN[usize::from(style == Style::English)].get_or_init(make)
}

impl Filling {
    /// Takes a report to be filled in, in a language.
    pub fn new(instance: Instance, tag: &str, said: Vec<Said>, host: Host) -> Filling {
        Filling::with(instance, tag, said, Some(host))
    }

    /// Takes a report to be read.
    pub fn reading(instance: Instance, tag: &str, said: Vec<Said>) -> Filling {
        Filling::with(instance, tag, said, None)
    }

    fn with(instance: Instance, tag: &str, said: Vec<Said>, host: Option<Host>) -> Filling {
        let mut left = BTreeSet::new();
        answered(&instance, instance.root(), &mut left);
        let kept = host.as_ref().and_then(|host| host.kept.clone());
        let inner = Inner {
            instance,
            host,
            kept,
            nodes: BTreeMap::new(),
            left,
            asked: BTreeSet::new(),
            typing: None,
            said,
            is_quiet: false,
            takings: BTreeMap::new(),
            turn: 0,
            issues: None,
        };
        Filling { inner: StoredValue::new_local(inner), whole: RwSignal::new(()), spoken: spoken(tag) }
    }

    /// The report with its pictures, where it is only read.
    pub fn showing(self, kept: Kept) -> Filling {
        self.inner.update_value(|inner| inner.kept = Some(kept));
        self
    }

    /// The report without issues: the checks know less here than they did when it was sent.
    pub fn quiet(self) -> Filling {
        self.inner.update_value(|inner| inner.is_quiet = true);
        self
    }

    /// What the host says of pictures.
    pub fn about_pictures(self) -> &'static str {
        self.inner.with_value(|inner| inner.host.as_ref().map_or("", |host| host.about_pictures))
    }

    /// The kinds of files that the host takes; blank for all.
    pub fn kinds(self) -> &'static str {
        self.inner.with_value(|inner| inner.host.as_ref().map_or("", |host| host.kinds))
    }

    /// What the host says of a file that it has taken.
    pub fn about_kept(self) -> &'static str {
        self.inner.with_value(|inner| inner.host.as_ref().map_or("", |host| host.about_kept))
    }

    /// Whether the file of a question is kept anywhere, so that it is found again. Rows move, and files that are kept by path do not.
    pub fn keeps_file(self, at: At) -> bool {
        let (keeps, by_path) = self.inner.with_value(|inner| (inner.kept.is_some(), inner.host.as_ref().is_some_and(|host| host.by_path)));
        keeps && !(by_path && self.path(at).contains('['))
    }

    /// Whether the report is only read.
    pub fn is_reading(self) -> bool {
        self.inner.with_value(|inner| inner.host.is_none())
    }

    /// Reads the report, without being told of later changes.
    pub fn read<T>(self, look: impl FnOnce(&Instance) -> T) -> T {
        self.inner.with_value(|inner| look(&inner.instance))
    }

    /// Reads the report at a node, and is told when the node changes.
    pub fn at<T>(self, at: At, look: impl FnOnce(&Instance) -> T) -> T {
        self.follow(at);
        self.read(look)
    }

    /// Reads the report, and is told of every change.
    pub fn whole<T>(self, look: impl FnOnce(&Instance) -> T) -> T {
        self.whole.track();
        self.read(look)
    }

    /// Is told when a node changes.
    pub fn follow(self, at: At) {
        if let Some(signal) = self.inner.try_update_value(|inner| inner.nodes.entry(at).or_insert_with(|| ArcRwSignal::new(())).clone()) {
            signal.track();
        }
    }

    /// A text of the form without its marks, as seen from a node, with the answers that it names; is told when the node changes.
    pub fn text(self, at: At, pick: impl FnOnce(&phieu_form::Node) -> &phieu_form::Texts) -> String {
        self.follow(at);
        self.text_now(at, pick)
    }

    /// The same, without being told of later changes.
    pub fn text_now(self, at: At, pick: impl FnOnce(&phieu_form::Node) -> &phieu_form::Texts) -> String {
        marks::plain(&self.written(at, pick))
    }

    /// A text of the form with its marks, to be drawn by `marked`; is told when the node changes.
    pub fn rich(self, at: At, pick: impl FnOnce(&phieu_form::Node) -> &phieu_form::Texts) -> String {
        self.follow(at);
        self.written(at, pick)
    }

    /// A text with its marks; the answers in it have none.
    fn written(self, at: At, pick: impl FnOnce(&phieu_form::Node) -> &phieu_form::Texts) -> String {
        self.read(|instance| {
            let form = instance.form();
            let write = |named: Named| show::named(form, named, self.language);
            instance.render(pick(form.node(at.node)), at, form.language(self.language.tag), &write)
        })
    }

    /// The tag of the language in which the form speaks to this reader: its first one where it has none of the reader's.
    pub fn form_language(self) -> String {
        self.read(|instance| {
            let form = instance.form();
            form.languages.get(form.language(self.language.tag)).cloned().unwrap_or_default()
        })
    }

    /// The address of a file that the form names, where the host has such files.
    pub fn media(self, file: &str) -> Option<String> {
        self.inner.with_value(|inner| inner.host.as_ref().and_then(|host| (host.media)(file)))
    }

    /// What draws the button that has a question read aloud.
    pub fn aloud(self) -> Option<Aloud> {
        self.inner.with_value(|inner| inner.host.as_ref()?.aloud.clone())
    }

    /// A field's answer for reading.
    pub fn answer(self, at: At) -> String {
        self.at(at, |instance| show::answer(instance, at, self.language))
    }

    /// The path of a place; rows of a repeat are counted as they stand now.
    pub fn path(self, at: At) -> String {
        self.read(|instance| instance.path(at))
    }

    /// Answers a question that is answered at once: a choice, a file.
    pub fn choose(self, at: At, text: String) {
        // A file that is still being kept for it comes too late.
        self.inner.update_value(|inner| {
            inner.takings.remove(&at);
        });
        self.edit(Edit::Set { at, text });
        self.leave(at);
    }

    /// Answers a question that is being typed in: nothing new is shown until it is left.
    pub fn type_in(self, at: At, text: String) {
        let begins = self.inner.with_value(|inner| inner.typing.as_ref().is_none_or(|(typed, _)| *typed != at));
        if begins {
            let shown = self.shown();
            self.inner.update_value(|inner| inner.typing = Some((at, shown)));
        }
        self.edit(Edit::Set { at, text });
    }

    /// The question was left: from now on its issues are shown.
    pub fn leave(self, at: At) {
        self.inner.update_value(|inner| {
            inner.typing = None;
            inner.left.insert(at);
        });
        let path = self.path(at);
        let related: Vec<At> = self.read(|instance| {
            let issues = self.issues();
            let fields = issues.iter().filter(|issue| issue.fields.contains(&path)).flat_map(|issue| &issue.fields);
            fields.filter_map(|path| instance.find(path)).collect()
        });
        self.notify(related.into_iter().chain([at]));
    }

    /// Adds a row to a repeat.
    pub fn add_row(self, repeat: At) {
        self.edit(Edit::AddRow { repeat });
    }

    /// Takes a row of a repeat away.
    pub fn remove_row(self, row: At) {
        self.edit(Edit::RemoveRow { row });
    }

    /// Explains a rule that does not hold.
    pub fn explain(self, (rule, row): (RuleId, RowId), text: String) {
        self.edit(Edit::Explain { rule, row, text });
    }

    /// Hands a chosen file to the host; the answer is given once it is kept, also when its question is not on the screen any more.
    pub fn take_file(self, at: At, file: web_sys::File) {
        let turn = self.begin_taking(at);
        if let Some(host) = self.inner.with_value(|inner| inner.host.clone()) {
            (host.file)(self.path(at), file, Rc::new(move |kept| self.end_taking(at, turn, kept.map(Some))));
        }
    }

    /// A file is about to come.
    pub fn begin_taking(self, at: At) -> u32 {
        let begun = self.inner.try_update_value(|inner| {
            inner.turn += 1;
            inner.takings.insert(at, Taking::Busy(inner.turn));
            inner.turn
        });
        if begun.is_some() {
            self.notify([at]);
        }
        begun.unwrap_or_default()
    }

    /// It has come and is kept under this name, or none came, or it could not be kept; where another was chosen meanwhile, this is over.
    pub fn end_taking(self, at: At, turn: u32, came: Result<Option<String>, &'static str>) {
        if !self.is_turn(at, turn) {
            return;
        }
        self.inner.update_value(|inner| {
            match came.as_ref().err() {
                Some(why) => inner.takings.insert(at, Taking::Failed(why)),
                None => inner.takings.remove(&at),
            };
        });
        if let Ok(Some(name)) = came {
            self.choose(at, name);
        }
        self.notify([at]);
    }

    /// What is going on with a file chosen at a question; is told when that changes.
    pub fn taking(self, at: At) -> Option<Taking> {
        self.follow(at);
        self.inner.with_value(|inner| inner.takings.get(&at).copied())
    }

    /// Whether the file that was begun with this turn is still the last one.
    pub fn is_turn(self, at: At, turn: u32) -> bool {
        self.inner.try_with_value(|inner| inner.takings.get(&at) == Some(&Taking::Busy(turn))).unwrap_or(false)
    }

    /// Whether files are still being kept.
    pub fn is_taking(self) -> bool {
        self.inner.try_with_value(|inner| inner.takings.values().any(|taking| matches!(taking, Taking::Busy(_)))).unwrap_or(false)
    }

    /// Where files could not be kept, and why; is told of every change.
    pub fn untaken(self) -> Vec<(At, &'static str)> {
        self.whole.track();
        let failed = |(at, taking): (&At, &Taking)| if let Taking::Failed(why) = taking { Some((*at, *why)) } else { None };
        self.inner.with_value(|inner| inner.takings.iter().filter_map(failed).filter(|(at, _)| inner.instance.is_live(*at)).collect())
    }

    /// Asks for the address of the file that is the answer of a field.
    pub fn kept_file(self, at: At, name: &str, take: impl Fn(Option<String>) + 'static) {
        if let Some(kept) = self.inner.with_value(|inner| inner.kept.clone()) {
            kept(self.path(at), name.to_string(), Rc::new(take));
        }
    }

    /// Somebody tried to go on from this section: missing answers are told there.
    pub fn ask(self, section: &Section) {
        self.inner.update_value(|inner| {
            inner.asked.extend(section.nodes.iter().copied());
            inner.typing = None;
        });
        self.notify_all();
    }

    /// Somebody wants to send: everything that is wrong is told everywhere.
    pub fn ask_everything(self) {
        let sections: Vec<NodeId> = self.read(|instance| instance.form().children(NodeId(0)).collect());
        self.inner.update_value(|inner| {
            inner.asked.extend(sections);
            inner.typing = None;
        });
        self.notify_all();
    }

    /// All issues as the report stands.
    pub fn issues(self) -> Rc<Vec<Issue>> {
        let kept = self.inner.with_value(|inner| inner.issues.clone());
        kept.unwrap_or_else(|| {
            let issues = Rc::new(self.read(Instance::issues));
            self.inner.update_value(|inner| inner.issues = Some(issues.clone()));
            issues
        })
    }

    /// Whether nothing keeps a section from being left.
    pub fn is_clear(self, section: &Section) -> bool {
        let here = |at| self.read(|instance| section.nodes.contains(&section_of(instance, at)));
        !self.issues().iter().any(|issue| blocks(issue) && issue.at.is_some_and(here))
    }

    /// Whether nothing keeps the report from being sent; is told of every change.
    pub fn is_all_clear(self) -> bool {
        self.whole.track();
        !self.issues().iter().any(blocks)
    }

    /// What somebody else said about a field.
    pub fn said_at(self, path: &str) -> Vec<Said> {
        self.inner.with_value(|inner| inner.said.iter().filter(|said| said.path == path).cloned().collect())
    }

    /// Everything that somebody else said.
    pub fn said(self) -> Vec<Said> {
        self.whole.track();
        self.inner.with_value(|inner| inner.said.clone())
    }

    /// Whether an issue may be shown now.
    pub fn may_show(self, issue: &Issue) -> bool {
        self.inner.with_value(|inner| {
            if inner.is_quiet {
                return false;
            }
            let Some(at) = issue.at else { return true };
            let asked = inner.asked.contains(&section_of(&inner.instance, at));
            if let Some((typed, shown)) = &inner.typing {
                let path = inner.instance.path(*typed);
                if issue.fields.contains(&path) && !shown.contains(&key(issue)) {
                    return false;
                }
            }
            asked
                || (issue.code != Code::Required
                    && issue.fields.iter().any(|path| inner.instance.find(path).is_some_and(|at| inner.left.contains(&at))))
        })
    }

    fn shown(self) -> BTreeSet<Key> {
        let mut shown = BTreeSet::new();
        for issue in self.issues().iter().filter(|issue| self.may_show(issue)) {
            shown.insert(key(issue));
        }
        shown
    }

    fn edit(self, edit: Edit) {
        let place = if let Edit::Set { at, .. } = &edit { Some(self.path(*at)) } else { None };
        let before = self.issues();
        let Some(Ok(changes)) = self.inner.try_update_value(|inner| {
            inner.issues = None;
            // What the server refused here is being corrected.
            if let Some(path) = &place {
                inner.said.retain(|said| !said.refused || said.path != *path);
            }
            inner.instance.apply(edit)
        }) else {
            return;
        };
        let after = self.issues();
        let mut nodes = changes.nodes;
        // Fields that only point to another one's message change with it.
        for issue in before.iter().chain(after.iter()).filter(|issue| issue.fields.len() > 1) {
            let places = self.read(|instance| issue.fields.iter().filter_map(|path| instance.find(path)).collect::<Vec<_>>());
            if places.iter().any(|at| nodes.contains(at)) {
                nodes.extend(places);
            }
        }
        self.notify(nodes);
        if let Some(host) = self.inner.with_value(|inner| inner.host.clone()) {
            (host.changed)();
        }
    }

    fn notify(self, nodes: impl IntoIterator<Item = At>) {
        let signals: Vec<ArcRwSignal<()>> =
            self.inner.with_value(|inner| nodes.into_iter().filter_map(|at| inner.nodes.get(&at).cloned()).collect());
        signals.iter().for_each(Notify::notify);
        self.whole.notify();
    }

    fn notify_all(self) {
        let nodes: Vec<At> = self.inner.with_value(|inner| inner.nodes.keys().copied().collect());
        self.notify(nodes);
    }
}

/// What tells an issue from another.
pub fn key(issue: &Issue) -> Key {
    (issue.code, issue.rule, issue.path.clone())
}

/// Whether an issue keeps a report from being sent and is not a mere remark.
pub fn blocks(issue: &Issue) -> bool {
    issue.blocks() && issue.severity != Severity::Warning
}

/// Questions that have an answer.
fn answered(instance: &Instance, at: At, out: &mut BTreeSet<At>) {
    for child in instance.children(at) {
        match instance.form().node(child.node).kind {
            Kind::Group => answered(instance, child, out),
            Kind::Repeat => instance.repeat_rows(child).into_iter().for_each(|row| answered(instance, row, out)),
            Kind::Field(Type::Note) => {}
            Kind::Field(_) => {
                if !instance.node(child).held.is_blank() {
                    out.insert(child);
                }
            }
        }
    }
}
