//! Bringing a table into a register: which column is which, the first rows and all that are to be corrected, and then, pressed for, the
//! rows as the register's next revision.

mod read;
mod words;

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, View, button, el, file_at, is_checked, live, nothing, say};
use serde_json::Value;
use web_sys::File;

use self::read::{Read, read, with};
use self::words::{EN, VI, Words};
use super::answer::{answer, shown};
use crate::browser;
use crate::desk::choosing::pick;
use crate::desk::tables::{rows, table, title};
use crate::pages::frame::{empty, heading, link, wide};
use crate::router::{Desk, Page};
use crate::state::{App, app};
use crate::storage::records::Subject;
use crate::texts::put;

/// So many rows are shown, besides those to be corrected.
const SHOWN: usize = 10;

/// Where things stand.
#[derive(Clone)]
enum State {
    Choosing,
    Reading,
    Refused(String),
    Here(Box<Read>),
    /// So many rows are in the register.
    Done(usize),
}

/// What the page works with.
#[derive(Clone, Copy)]
struct Import {
    app: App,
    said: &'static Words,
    subject: RwSignal<Subject>,
    file: RwSignal<Option<File>, LocalStorage>,
    state: RwSignal<State>,
    /// The rows that are left out, by place.
    left: RwSignal<BTreeSet<usize>>,
}

/// The page.
pub fn page(form: String) -> View {
    let app = app();
    let said = if app.language.get_untracked() == "en" { &EN } else { &VI };
    browser::set_title(said.title);
    let own = app.duties.with_untracked(|duties| {
        let own = duties.iter().filter(|duty| duty.form == form);
        own.map(|duty| (duty.subject(), duty.title.clone())).collect::<Vec<_>>()
    });
    let page = wide("import").attr("data-form", &form).child(link(Page::Desk(Desk::Register(form)), "back", said.back));
    let Some((first, name)) = own.first().cloned() else { return page.child(empty(said.no_duty)).into() };
    let import = Import {
        app,
        said,
        subject: RwSignal::new(first.clone()),
        file: RwSignal::new_local(None),
        state: RwSignal::new(State::Choosing),
        left: RwSignal::new(BTreeSet::new()),
    };
    let unit = |subject: &Subject| {
        let name = app.duty(subject).map(|duty| duty.org_unit.name).unwrap_or_default();
        (subject.org_unit.clone(), [&name, " · ", &subject.period].concat())
    };
    let units = RwSignal::new(own.iter().map(|(subject, _)| unit(subject)).collect::<Vec<_>>());
    let several = own.len() > 1;
    let chosen = move |code: String| {
        if let Some((subject, _)) = own.iter().find(|(subject, _)| subject.org_unit == code) {
            import.subject.set(subject.clone());
            import.look(None);
        }
    };
    let which =
        several.then(|| pick(said.unit, "org_unit", units, move || import.subject.with(|subject| subject.org_unit.clone()), chosen));
    let input = el("input.box").attr("type", "file").attr("name", "table").attr("accept", ".xlsx,.xlsm,.ods,.csv");
    let input = input.on("change", move |event| {
        import.file.set(file_at(&event));
        import.look(None);
    });
    let filters = el("div.filters").child(which).child(el("label").text(said.file).child(input));
    let caption = if several { String::new() } else { unit(&first).1 };
    let title = [said.title, " · ", name.get(app.language.get_untracked())].concat();
    page.child(heading(&caption, &title))
        .child(say("p", said.about))
        .child(filters)
        .child(el("div.stack").attr("aria-live", "polite").child(live(move || import.drawn())))
        .into()
}

impl Import {
    /// Reads the file, with what was said of its columns if anything was.
    fn look(self, columns: Option<String>) {
        let Some(file) = self.file.get_untracked() else { return };
        self.state.set(State::Reading);
        self.left.set(BTreeSet::new());
        spawn_local(async move {
            let subject = self.subject.get_untracked();
            let state = match read(&subject, &file, columns).await {
                Ok(read) => State::Here(Box::new(read)),
                Err(said) => State::Refused(self.or_network(said)),
            };
            self.state.try_set(state);
        });
    }

    fn or_network(self, said: String) -> String {
        if said.is_empty() { self.app.texts().needs_network.to_string() } else { said }
    }

    fn drawn(self) -> View {
        match self.state.get() {
            State::Choosing => nothing(),
            State::Reading => say("p.quiet", self.said.reading).into(),
            State::Refused(why) => say("p.message", &why).attr("role", "alert").into(),
            State::Done(count) => {
                let register = Page::Desk(Desk::Register(self.subject.with_untracked(|subject| subject.form.clone())));
                let told = say("p.note", &put(self.said.done, &[&count.to_string()])).attr("data-done", &count.to_string());
                [View::from(told), link(register, "button", self.said.open).into()].into()
            }
            State::Here(read) => self.whole(&read),
        }
    }

    fn whole(self, read: &Read) -> View {
        let others = (!read.others.is_empty()).then(|| list(self.said.others, read.others.iter().map(String::as_str)));
        let of_table = read.of_table();
        let of_table = (!of_table.is_empty()).then(|| list(self.said.told, of_table.into_iter()));
        [View::from(self.columns(read)), of_table.into(), others.into(), self.rows(read)].into()
    }

    /// Which column is which, each with a list to choose from.
    fn columns(self, read: &Read) -> El {
        let language = self.app.language.get_untracked();
        let said = self.said;
        let paths: Vec<String> =
            rows(&read.body, "columns").iter().map(|column| column["path"].as_str().unwrap_or("-").to_string()).collect();
        let row = |(at, column): (usize, &Value)| {
            let heading = column["heading"].as_str().unwrap_or_default();
            let own = paths[at].clone();
            let option =
                |path: &str, label: &str| say("option", label).attr("value", path).attr_if("selected", (path == own).then_some(""));
            let questions = rows(&read.body, "questions").iter();
            let questions =
                questions.map(|question| option(question["path"].as_str().unwrap_or_default(), title(&question["label"]).get(language)));
            let paths = paths.clone();
            let list = el("select.box")
                .attr("name", "column")
                .attr("aria-label", &put(said.into_of, &[heading]))
                .child(option("-", said.leave_out))
                .child(questions.collect::<Vec<El>>())
                .on("change", move |event| {
                    let mut paths = paths.clone();
                    paths[at] = phieu_ui::dom::value_at(&event);
                    self.look(Some(paths.join(",")));
                });
            let samples: Vec<&str> = rows(column, "samples").iter().filter_map(Value::as_str).collect();
            el("tr")
                .attr("data-column", heading)
                .child(say("th", heading).attr("scope", "row"))
                .child(say("td", &samples.join(" · ")).attr("data-label", said.samples))
                .child(el("td").attr("data-label", said.into).child(list))
        };
        let lines = rows(&read.body, "columns").iter().enumerate().map(row).collect();
        let columns = [(said.heading, false), (said.samples, false), (said.into, false)];
        el("section.group").child(say("p", said.columns_how)).child(table(said.columns, &columns, lines))
    }

    /// The first rows and all that are to be corrected; below, the button.
    fn rows(self, read: &Read) -> View {
        let said = self.said;
        let all = rows(&read.body, "rows");
        if all.is_empty() {
            return say("p.empty", said.none).into();
        }
        let is_shown = |at: &usize| *at < SHOWN || read.wrong.contains_key(at) || read.told.contains_key(at);
        let lines: Vec<El> = (0..all.len()).filter(is_shown).map(|at| self.row(read, at, &all[at])).collect();
        let hidden = all.len() - lines.len();
        let hidden = (hidden > 0).then(|| say("p.note", &put(said.hidden, &[&hidden.to_string()])));
        let counted = put(said.found, &[&all.len().to_string(), &read.wrong.len().to_string()]);
        let counted = say("p", &counted).attr("data-rows", &all.len().to_string()).attr("data-wrong", &read.wrong.len().to_string());
        let matched = self.matched(read);
        let names: Vec<String> =
            matched.iter().map(|column| title(&column["label"]).get(self.app.language.get_untracked()).to_string()).collect();
        let columns: Vec<(&str, bool)> = [(said.sheet_row, false)]
            .into_iter()
            .chain(names.iter().map(|name| (name.as_str(), false)))
            .chain([(said.wrong, false)])
            .collect();
        [View::from(counted), table(said.rows, &columns, lines).into(), hidden.into(), self.actions(read).into()].into()
    }

    /// The questions that columns go into, from left to right.
    fn matched(self, read: &Read) -> Vec<Value> {
        let question = |column: &Value| rows(&read.body, "questions").iter().find(|question| question["path"] == column["path"]).cloned();
        rows(&read.body, "columns").iter().filter_map(question).collect()
    }

    fn row(self, read: &Read, at: usize, row: &Value) -> El {
        let (said, language) = (self.said, self.app.language.get_untracked());
        let number = row["row"].to_string();
        let tick = el("input.tick")
            .attr("type", "checkbox")
            .attr("name", "row")
            .attr("aria-label", &put(said.taken, &[&number]))
            .live_checked(move || self.left.with(|left| !left.contains(&at)))
            .on("change", move |event| {
                let taken = is_checked(&event);
                self.left.update(|left| _ = if taken { left.remove(&at) } else { left.insert(at) });
            });
        let cell = |column: &Value| {
            let label = title(&column["label"]).get(language).to_string();
            let text = answer(column, &row["answers"]);
            // What could not be read is shown as it stands in the table.
            let text = if column["type"] == "date" && text.as_str().is_some_and(|day| !day.starts_with(char::is_numeric)) {
                text.as_str().unwrap_or_default().to_string()
            } else {
                shown(self.app, column, &row["answers"])
            };
            say("td", &text).attr("data-label", &label)
        };
        let lines = |of: &std::collections::BTreeMap<usize, Vec<String>>, what: &str| {
            of.get(&at).into_iter().flatten().map(|sentence| say(what, sentence)).collect::<Vec<El>>()
        };
        let (wrong, told) = (lines(&read.wrong, "p.message"), lines(&read.told, "p.note"));
        let fine = (wrong.is_empty() && told.is_empty()).then(|| say("span.quiet", said.fine));
        el("tr")
            .attr("data-row", &number)
            .child(el("th").attr("scope", "row").child(tick).child(say("span", &put(said.row, &[&number]))))
            .child(self.matched(read).iter().map(cell).collect::<Vec<El>>())
            .child(el("td").attr("data-label", said.wrong).child(wrong).child(told).child(fine))
    }

    /// Leaving out what is wrong, and putting the rest into the register; not while a row that is taken is wrong.
    fn actions(self, read: &Read) -> El {
        let said = self.said;
        let (all, wrong) = (rows(&read.body, "rows").len(), read.wrong.keys().copied().collect::<BTreeSet<usize>>());
        let still_wrong = {
            let wrong = wrong.clone();
            move || self.left.with(|left| wrong.iter().filter(|at| !left.contains(at)).count())
        };
        let drop_wrong = {
            let (wrong, still_wrong) = (wrong.clone(), still_wrong.clone());
            move || {
                let wrong = wrong.clone();
                (still_wrong() > 0).then(|| {
                    let drop = button("button button--second", said.drop_wrong, move || self.left.update(|left| left.extend(wrong.iter())));
                    View::from([say("p.note", said.mend), drop])
                })
            }
        };
        let read = read.clone();
        let keep = move || {
            let (count, read) = (all - self.left.with(BTreeSet::len), read.clone());
            (count > 0 && still_wrong() == 0)
                .then(|| button("button", &put(said.keep, &[&count.to_string()]), move || self.keep(&read, count)))
        };
        el("div.actions").live(drop_wrong).live(keep)
    }

    fn keep(self, read: &Read, count: usize) {
        let left = self.left.get_untracked();
        let (whole, _) = with(&read.kept, &read.body, |at| !left.contains(&at));
        self.state.set(State::Reading);
        spawn_local(async move {
            let subject = self.subject.get_untracked();
            let sent = whole.send(&subject).await;
            let state = match sent {
                Ok(()) => State::Done(count),
                Err(said) => State::Refused(self.or_network(said)),
            };
            self.state.try_set(state);
        });
    }
}

fn list<'s>(title: &str, sentences: impl Iterator<Item = &'s str>) -> El {
    let lines = sentences.map(|sentence| say("li", sentence)).collect::<Vec<El>>();
    el("section.group").child(say("h2", title)).child(el("ul").child(lines))
}
