//! The forms that this server knows, compiled once at start, each by id and version; and who files them, for what, when.
//!
//! The only file that calls the validator. A check runs on a thread of its own: it is pure computation, and its input comes from outside.

use std::collections::BTreeMap;
use std::sync::Arc;

use phieu::form::{Aggregate, Severity};
use phieu::{CheckError, Validator};
use phieu_catalog::{Calendar, Consent, Parameters, Review, Target, UnitKind, Watch};
use phieu_report::{Date, FormId, OrgUnitCode, Period, PeriodType, Version, digest};
use phieu_rollup::{ReportFacts, Sums, Totals};
use phieu_store::Unit;
use serde_json::{Value, json};

use crate::calendar::LocalCalendar;
use crate::language::Language;
use crate::refusal::{Code, Refusal};
use crate::submit::unreadable;
use crate::units::province;

/// A form could not be made ready; each line is one thing wrong.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {problems}")]
pub struct FormError {
    file: String,
    problems: String,
}

/// One version of one form.
pub(crate) struct Form {
    pub(crate) id: FormId,
    pub(crate) version: Version,
    pub(crate) validator: Validator,
    /// The compiled definition.
    pub(crate) definition: Value,
    /// The rows that the phone compiles, as JSON bytes.
    pub(crate) source: Vec<u8>,
    /// The digest of the source.
    pub(crate) source_digest: String,
}

/// All versions of all forms.
pub(crate) struct Forms {
    by_version: BTreeMap<(FormId, Version), Arc<Form>>,
    calendar: Calendar,
    parameters: Parameters,
    watches: Vec<Watch>,
    reviews: Vec<Review>,
    /// Bodies that are no more, as forms read of them.
    pub(crate) bodies: Value,
    /// What a person agrees to who opens an account.
    pub(crate) consent: Consent,
    targets: Vec<Target>,
}

impl Forms {
    /// Compiles the catalogue's forms.
    pub(crate) fn from_catalog() -> Result<Forms, FormError> {
        let calendar = phieu_catalog::calendar().map_err(|error| problem("calendar.toml", error))?;
        let parameters = phieu_catalog::parameters().map_err(|error| problem(error.file, error.message.clone()))?;
        let watches = phieu_catalog::watches().map_err(|error| problem("watches.toml", error))?;
        let reviews = phieu_catalog::reviews().map_err(|error| problem("reviews.toml", error))?;
        let bodies = phieu_catalog::bodies().map_err(|error| problem("bodies.toml", error))?.instance();
        let mut by_version = BTreeMap::new();
        for source in phieu_catalog::forms() {
            let form = Form::compile(source.file, source.text)?;
            by_version.insert((form.id.clone(), form.version.clone()), Arc::new(form));
        }
        let consent = phieu_catalog::consent().map_err(|error| problem(error.file, error.message.clone()))?;
        let targets = phieu_catalog::targets().map_err(|error| problem(error.file, error.message.clone()))?;
        Ok(Forms { by_version, calendar, parameters, watches, reviews, bodies, consent, targets })
    }

    /// The same forms with another calendar and other parameters than the catalogue's, where any are given.
    pub(crate) fn with(self, calendar: Option<Calendar>, parameters: Option<Parameters>) -> Forms {
        Forms { calendar: calendar.unwrap_or(self.calendar), parameters: parameters.unwrap_or(self.parameters), ..self }
    }

    /// What is to be reached in the country.
    pub(crate) fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// The latest version of each form.
    pub(crate) fn latest(&self) -> impl Iterator<Item = &Arc<Form>> {
        let ids: std::collections::BTreeSet<_> = self.by_version.keys().map(|(id, _)| id).collect();
        ids.into_iter().filter_map(|id| self.latest_of(id))
    }

    pub(crate) fn latest_of(&self, id: &FormId) -> Option<&Arc<Form>> {
        self.by_version.iter().rev().find(|((own, _), _)| own == id).map(|(_, form)| form)
    }

    /// One version, or why there is none.
    pub(crate) fn get(&self, id: &FormId, version: &Version) -> Result<&Arc<Form>, Refusal> {
        if let Some(form) = self.by_version.get(&(id.clone(), version.clone())) {
            return Ok(form);
        }
        let latest = self.latest_of(id).ok_or_else(|| Refusal::with(Code::UnknownForm, json!({ "form": id.as_str() })))?;
        Err(Refusal::with(
            Code::UnknownVersion,
            json!({ "form": id.as_str(), "version": version.as_str(), "latest": latest.version.as_str() }),
        ))
    }

    /// A form's version by the words for both, or the refusal.
    pub(crate) fn of_version(&self, id: &str, version: &str) -> Result<&Arc<Form>, Refusal> {
        let id = FormId::parse(id).map_err(|_| Code::UnknownForm)?;
        self.get(&id, &Version::parse(version).map_err(|_| Code::UnknownVersion)?)
    }

    /// The latest version of the form that a parameter names.
    pub(crate) fn named(&self, id: &str) -> Result<&Arc<Form>, Refusal> {
        let known = FormId::parse(id).ok().and_then(|id| self.latest_of(&id));
        known.ok_or_else(|| Refusal::with(Code::UnknownForm, json!({ "form": id })))
    }

    /// Which kinds of unit are watched for silence.
    pub(crate) fn watches(&self) -> &[Watch] {
        &self.watches
    }

    /// How a review is put together whose words a form holds.
    pub(crate) fn review(&self, form: &Form) -> Option<&Review> {
        self.reviews.iter().find(|review| review.form == form.id.as_str())
    }

    /// The calendar as it holds for a unit; `chain` is the unit and all above it.
    pub(crate) fn calendar_of<'a>(&'a self, chain: &'a [Unit]) -> LocalCalendar<'a> {
        let kind = chain.first().and_then(|unit| UnitKind::parse(&unit.kind));
        LocalCalendar::new(&self.calendar, province(chain), kind)
    }

    /// The calendar as it holds where no province says otherwise.
    pub(crate) fn calendar(&self) -> LocalCalendar<'_> {
        LocalCalendar::new(&self.calendar, None, None)
    }

    /// The first and last day of a period in the country.
    pub(crate) fn days(&self, period: Period) -> (Date, Date) {
        self.calendar().days(period)
    }

    /// The calendar as it holds in a province for those who fill a form in.
    pub(crate) fn calendar_in<'a>(&'a self, province: Option<&'a str>, form: &Form) -> LocalCalendar<'a> {
        LocalCalendar::new(&self.calendar, province, form.filled_by())
    }

    /// The provinces whose calendar says anything of its own.
    pub(crate) fn own_calendars(&self) -> impl Iterator<Item = &str> {
        self.calendar.provinces().into_iter()
    }

    /// What a province sets, as it holds on a period's last day; without a province, what holds in the country.
    pub(crate) fn parameters(&self, province: Option<&str>, period: Period) -> Value {
        self.parameters.on(province, period.end(self.calendar.window))
    }
}

impl Form {
    fn compile(file: &str, text: &str) -> Result<Form, FormError> {
        let validator = Validator::from_toml(file, text).map_err(|error| problem(file, error))?;
        if let Some(mixed) = phieu_rollup::mixed_measures(validator.form()).into_iter().next() {
            let (a, b) = mixed.measures;
            return Err(problem(file, format!("`{}` adds figures of different units of measure: {a} and {b}", mixed.path)));
        }
        let source = serde_json::to_vec(validator.source()).map_err(|error| problem(file, error))?;
        Ok(Form {
            id: FormId::parse(validator.form_id()).map_err(|error| problem(file, error))?,
            version: Version::parse(validator.version()).map_err(|error| problem(file, error))?,
            definition: validator.definition(),
            source_digest: digest(&source),
            source,
            validator,
        })
    }

    /// The form's title in each language.
    pub(crate) fn title(&self) -> &Value {
        &self.definition["title"]
    }

    /// The kind of unit that fills it in; of several the first, whose reports totals expect.
    pub(crate) fn filled_by(&self) -> Option<UnitKind> {
        self.fillers().next()
    }

    /// Whether units of a kind fill it in.
    pub(crate) fn is_filled_by(&self, kind: &str) -> bool {
        self.fillers().any(|filler| filler.name() == kind)
    }

    /// Whether the report of a unit of a kind goes into sums. Of several fillers those of the first kind do: what the others report sums
    /// theirs up already. A register is each unit's own.
    pub(crate) fn adds_up(&self, kind: &str) -> bool {
        if self.is_register() { self.is_filled_by(kind) } else { self.filled_by().is_some_and(|first| first.name() == kind) }
    }

    /// The kinds of unit that fill it in.
    pub(crate) fn fillers(&self) -> impl Iterator<Item = UnitKind> {
        self.words("filled_by").filter_map(UnitKind::parse)
    }

    /// Whether it is a register: kept the year round, reviewed by nobody, never overdue.
    pub(crate) fn is_register(&self) -> bool {
        self.definition["register"].is_object()
    }

    /// The kinds of unit that review it, from near to far.
    pub(crate) fn reviewed_by(&self) -> Vec<UnitKind> {
        self.words("reviewed_by").filter_map(UnitKind::parse).collect()
    }

    /// Whether whole reports are read by their unit and its reviewers only, and from above by nobody.
    pub(crate) fn stays_with_reviewer(&self) -> bool {
        self.validator.setting("readers") == Some("reviewer")
    }

    /// Whether a rule lets through what is explained.
    pub(crate) fn asks_to_explain(&self) -> bool {
        self.validator.form().rules.iter().any(|rule| rule.severity == Severity::Explain)
    }

    /// How many months after the end of their period personal answers are kept.
    pub(crate) fn retention(&self) -> Option<u32> {
        self.validator.form().retention
    }

    /// What the form says of a question, by its path.
    pub(crate) fn field(&self, path: &str) -> Option<&Value> {
        self.definition["fields"].as_array()?.iter().find(|field| field["path"] == path)
    }

    /// The paths of its personal fields.
    pub(crate) fn personal(&self) -> impl Iterator<Item = &str> {
        let fields = self.definition["fields"].as_array().into_iter().flatten();
        fields.filter(|field| field["personal"].is_string()).filter_map(|field| field["path"].as_str())
    }

    /// The ids of its rules that concern a personal field.
    pub(crate) fn rules_about_people(&self) -> Vec<&str> {
        self.rules_about(|_| true)
    }

    /// The ids of those about some of these answers.
    pub(crate) fn rules_about(&self, is_meant: impl Fn(&str) -> bool) -> Vec<&str> {
        let personal: Vec<&str> = self.personal().filter(|path| is_meant(path)).collect();
        let concerns = |rule: &Value| {
            rule["fields"].as_array().into_iter().flatten().any(|path| path.as_str().is_some_and(|path| personal.contains(&path)))
        };
        let rules = self.definition["rules"].as_array().into_iter().flatten();
        rules.filter(|rule| concerns(rule)).filter_map(|rule| rule["id"].as_str()).collect()
    }

    /// The paths of its figures that count people, by which a small total could tell who is meant.
    pub(crate) fn counts_of_people(&self) -> Vec<&str> {
        phieu_rollup::counts_of_people(self.validator.form())
    }

    /// Whether the total of a field is the sum of what reports give.
    pub(crate) fn is_summed(&self, path: &str) -> bool {
        let form = self.validator.form();
        form.find(path).is_some_and(|id| matches!(form.node(id).aggregate, Aggregate::Sum | Aggregate::Last))
    }

    /// The kinds of period it is filed for.
    pub(crate) fn period_types(&self) -> Vec<PeriodType> {
        self.words("period_type").filter_map(|name| PeriodType::parse(name).ok()).collect()
    }

    /// The kinds of period that are reported as an estimate first.
    pub(crate) fn estimates(&self) -> Vec<PeriodType> {
        self.words("estimate").filter_map(|name| PeriodType::parse(name).ok()).collect()
    }

    /// The programmes that its reviews are about.
    pub(crate) fn programmes(&self) -> Vec<&str> {
        self.words("programmes").collect()
    }

    /// Whether it is filed for a period: for one of its kind, and as an estimate only where it is estimated.
    pub(crate) fn is_filed_for(&self, period: Period) -> bool {
        self.period_types().contains(&period.kind()) && (!period.is_estimate() || self.estimates().contains(&period.kind()))
    }

    fn words(&self, setting: &str) -> impl Iterator<Item = &str> {
        self.validator.setting(setting).unwrap_or_default().split_whitespace()
    }

    /// The other forms whose answers its rules read.
    pub(crate) fn instances(&self) -> impl Iterator<Item = FormId> {
        self.words("instances").filter_map(|name| FormId::parse(name).ok())
    }

    /// Whether its rules read an instance that is handed out only on request.
    pub(crate) fn wants(&self, instance: &str) -> bool {
        self.words("instances").any(|name| name == instance)
    }

    /// What totals need of the answers that count: numbers, and texts that are listed.
    pub(crate) fn facts(&self, unit: OrgUnitCode, period: Period, sealed: &Value) -> ReportFacts {
        ReportFacts::of(self.validator.form(), unit, period, sealed)
    }

    /// The totals over reports, for a unit with these attributes.
    pub(crate) fn totals(&self, reports: &[ReportFacts], attributes: &BTreeMap<String, String>) -> Totals {
        phieu_rollup::totals(self.validator.form(), reports, attributes)
    }

    /// The answers of a kept report that count, with all calculated values; `None` where it cannot be read. It computes: not for an async thread.
    pub(crate) fn sealed(&self, report: &Value, context: &Value) -> Option<Value> {
        self.validator.seal(report, Some(context), Language::Vi.tag()).ok().map(|(sealed, _)| sealed)
    }

    /// The totals of kept sums over so many reports of one period, for a unit with these attributes.
    pub(crate) fn totals_of_sums(&self, sums: &Sums, reports: usize, attributes: &BTreeMap<String, String>) -> Totals {
        phieu_rollup::totals_of_sums(self.validator.form(), sums, reports, attributes)
    }

    /// The answers that count, with all calculated values, and the verdict on them.
    pub(crate) async fn check(self: &Arc<Form>, report: Value, context: Value, language: Language) -> Result<(Value, Value), Refusal> {
        let form = Arc::clone(self);
        let checked = tokio::task::spawn_blocking(move || form.validator.seal(&report, Some(&context), language.tag()));
        let checked = checked.await.map_err(|error| {
            eprintln!("phieu: a check broke off: {error}");
            Refusal::from(Code::Internal)
        })?;
        checked.map_err(uncheckable)
    }
}

fn uncheckable(error: CheckError) -> Refusal {
    match error {
        CheckError::Report(error) => unreadable(error),
        CheckError::Context(_) => Refusal::parameter("context"),
        other => Refusal::with(Code::BadReport, json!({ "reason": other.code(), "subject": "" })),
    }
}

fn problem(file: &str, error: impl ToString) -> FormError {
    FormError { file: file.to_owned(), problems: error.to_string() }
}
