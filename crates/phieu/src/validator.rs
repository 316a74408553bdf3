//! A form made ready to check reports.

use std::sync::Arc;

use phieu_engine::{Instance, Verdict, check};
use phieu_form::json::{self, Tree};
use phieu_form::{Definition, Diagnostic, Form, describe, sample, schema};
use phieu_message::Language;
use phieu_report::{Report, canonical_text};
use serde_json::Value as Json;

use crate::{CheckError, context, envelope, verdict};

/// Checks reports of one form in one version.
///
/// It is compiled once and never changes: cloning it copies three pointers, and threads may share one without a lock.
#[derive(Clone, Debug)]
pub struct Validator {
    pub(crate) form: Arc<Form>,
    pub(crate) definition: Arc<Definition>,
    pub(crate) warnings: Arc<[Diagnostic]>,
}

impl Validator {
    /// The compiled form.
    pub fn form(&self) -> &Arc<Form> {
        &self.form
    }

    /// The form's id.
    pub fn form_id(&self) -> &str {
        &self.form.id
    }

    /// The form's version.
    pub fn version(&self) -> &str {
        &self.form.version
    }

    /// A setting of the form, such as `period_type`, as written.
    pub fn setting(&self, name: &str) -> Option<&str> {
        self.form.settings.get(name).map(String::as_str)
    }

    /// The compiled definition: `{"form","version","fields":[…],"rules":[…]}`.
    pub fn definition(&self) -> Json {
        describe(&self.form)
    }

    /// The shape of the answers as JSON Schema 2020-12.
    pub fn schema(&self) -> Json {
        schema(&self.form)
    }

    /// Example answers of that shape.
    pub fn sample(&self) -> Json {
        sample(&self.form)
    }

    /// The rows as written, from which the same form compiles anywhere.
    pub fn source(&self) -> &Definition {
        &self.definition
    }

    /// What its author may want to look at again, though the form works.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// The verdict on a report, with sentences in a language (BCP 47 tag; Vietnamese where phieu does not speak it).
    ///
    /// `context` is what the check may know from outside: `{"today","now","instances":{"previous":{…},"unit":{…},"period":{…}}}`.
    ///
    /// ```
    /// # let rows = r#"{"settings": {"form_id": "visit", "version": "1"}, "survey": [{"type": "integer", "name": "people", "constraint": ". < instance('previous')/root/people"}]}"#;
    /// use serde_json::json;
    ///
    /// let validator = phieu::Validator::from_json(rows)?;
    /// let report = json!({"form": "visit", "version": "1", "org_unit": "68", "period": "2026-10", "answers": {"people": 12}});
    /// let context = json!({"today": "2026-11-02", "instances": {"previous": {"people": 10}}});
    /// let verdict = validator.check(&report, Some(&context), "en")?;
    /// assert_eq!(verdict["valid"], false);
    /// assert_eq!(verdict["issues"][0]["code"], "constraint");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn check(&self, report: &Json, context: Option<&Json>, language: &str) -> Result<Json, CheckError> {
        let (_, verdict) = self.run(report.into(), context.cloned(), language)?;
        Ok(verdict)
    }

    /// The same from text to text. The verdict's bytes are canonical: the same in every build and binding.
    pub fn check_text(&self, report: &str, context: Option<&str>, language: &str) -> Result<String, CheckError> {
        let context = context.map(read).transpose()?.map(Json::from);
        let (_, verdict) = self.run(read(report)?, context, language)?;
        Ok(canonical_text(&verdict))
    }

    /// The verdicts on many reports, each with its own context, in their order. One that cannot be checked stops no other.
    ///
    /// ```
    /// # let rows = r#"{"settings": {"form_id": "visit", "version": "1"}, "survey": [{"type": "integer", "name": "people"}]}"#;
    /// # let validator = phieu::Validator::from_json(rows)?;
    /// use serde_json::json;
    ///
    /// let good = json!({"form": "visit", "version": "1", "org_unit": "68", "period": "2026-10", "answers": {"people": 12}});
    /// let other = json!({"form": "quarrel", "version": "1", "org_unit": "68", "period": "2026-10", "answers": {}});
    /// let verdicts = validator.check_batch([(&good, None), (&other, None)], "en");
    /// assert!(verdicts[0].as_ref().is_ok_and(|verdict| verdict["valid"] == true));
    /// assert!(verdicts[1].as_ref().is_err_and(|error| error.code() == "other_form"));
    /// # Ok::<(), phieu::FormError>(())
    /// ```
    pub fn check_batch<'r>(
        &self,
        reports: impl IntoIterator<Item = (&'r Json, Option<&'r Json>)>,
        language: &str,
    ) -> Vec<Result<Json, CheckError>> {
        reports.into_iter().map(|(report, context)| self.check(report, context, language)).collect()
    }

    /// The calculated values alone, nested like answers. Some depend on the language, where the form asks for a choice's label.
    ///
    /// ```
    /// # let rows = r#"{"settings": {"form_id": "visit", "version": "1"}, "survey": [{"type": "integer", "name": "people"}, {"type": "calculate", "name": "pairs", "calculation": "${people} div 2"}]}"#;
    /// # let validator = phieu::Validator::from_json(rows)?;
    /// # use serde_json::json;
    /// let report = json!({"form": "visit", "version": "1", "org_unit": "68", "period": "2026-10", "answers": {"people": 12}});
    /// assert_eq!(validator.calculate(&report, None, "en")?, json!({"pairs": 6}));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn calculate(&self, report: &Json, context: Option<&Json>, language: &str) -> Result<Json, CheckError> {
        let (_, verdict) = self.open(report.into(), context.cloned(), phieu_message::language(language))?;
        Ok(verdict.values)
    }

    /// The answers that count with all calculated values, and the verdict on them.
    pub fn seal(&self, report: &Json, context: Option<&Json>, language: &str) -> Result<(Json, Json), CheckError> {
        let (instance, verdict) = self.run(report.into(), context.cloned(), language)?;
        Ok((instance.sealed(), verdict))
    }

    fn run(&self, report: Tree<'_>, context: Option<Json>, language: &str) -> Result<(Instance, Json), CheckError> {
        let language = phieu_message::language(language);
        let (instance, verdict) = self.open(report, context, language)?;
        let json = verdict::to_json(&self.form, verdict, language);
        Ok((instance, json))
    }

    fn open(&self, report: Tree<'_>, context: Option<Json>, language: Language) -> Result<(Instance, Verdict), CheckError> {
        let (report, answers) = envelope::open(report)?;
        self.expect(&report)?;
        let context = context::complete(&report, context, self.setting("window"), language.tag)?;
        Ok(check(&self.form, context, answers, &report.explanations))
    }

    fn expect(&self, report: &Report) -> Result<(), CheckError> {
        let (form, version) = (report.form.as_str(), report.version.as_str());
        if form != self.form.id {
            return Err(CheckError::OtherForm { expected: self.form.id.clone(), found: form.to_owned() });
        }
        if version != self.form.version {
            return Err(CheckError::OtherVersion { expected: self.form.version.clone(), found: version.to_owned() });
        }
        Ok(())
    }
}

/// What a text writes; one that is no JSON is read again by the reader that says what is wrong with it, and where.
fn read(text: &str) -> Result<Tree<'_>, CheckError> {
    let reason = || serde_json::from_str::<Json>(text).err().map_or_else(String::new, |error| error.to_string());
    json::tree(text).ok_or_else(|| CheckError::NotJson(reason()))
}
