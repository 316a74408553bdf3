//! A form made ready to check reports.

use std::collections::BTreeMap;
use std::sync::Arc;

use phieu_engine::{Instance, check};
use phieu_form::{Definition, Form, compile, describe, sample, schema};
use phieu_report::{Report, canonical};
use serde_json::Value as Json;

use crate::{CheckError, FormError, context, verdict};

/// Checks reports of one form in one version. Cheap to clone; can be shared between threads.
#[derive(Clone, Debug)]
pub struct Validator {
    form: Arc<Form>,
    definition: Arc<Definition>,
}

impl Validator {
    /// From the TOML spelling of a form. `file` is only for messages.
    pub fn from_toml(file: &str, text: &str) -> Result<Validator, FormError> {
        let definition = phieu_xlsform::from_toml(file, text).map_err(FormError::Syntax)?;
        Validator::from_definition(definition)
    }

    /// From the form's rows as JSON, as [`Validator::source`] gives them.
    pub fn from_json(text: &str) -> Result<Validator, FormError> {
        let definition = serde_json::from_str(text).map_err(|error| FormError::Json(error.to_string()))?;
        Validator::from_definition(definition)
    }

    /// From the form's rows.
    pub fn from_definition(definition: Definition) -> Result<Validator, FormError> {
        match compile(&definition) {
            (Some(form), _) => Ok(Validator { form: Arc::new(form), definition: Arc::new(definition) }),
            (None, diagnostics) => Err(FormError::Form(diagnostics)),
        }
    }

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

    /// The verdict on a report, with sentences in a language (BCP 47 tag; Vietnamese where phieu does not speak it).
    ///
    /// `context` is what the check may know from outside: `{"today","now","instances":{"previous":{…},"unit":{…},"period":{…}}}`.
    pub fn check(&self, report: &Json, context: Option<&Json>, language: &str) -> Result<Json, CheckError> {
        let (_, verdict) = self.run(report, context, language)?;
        Ok(verdict)
    }

    /// The same from text to text. The verdict's bytes are canonical: the same in every build and binding.
    pub fn check_text(&self, report: &str, context: Option<&str>, language: &str) -> Result<String, CheckError> {
        let parse = |text: &str| serde_json::from_str::<Json>(text).map_err(|error| CheckError::NotJson(error.to_string()));
        let context = context.map(parse).transpose()?;
        let verdict = self.check(&parse(report)?, context.as_ref(), language)?;
        Ok(String::from_utf8_lossy(&canonical(&verdict)).into_owned())
    }

    /// The answers that count with all calculated values, and the verdict on them.
    pub fn seal(&self, report: &Json, context: Option<&Json>, language: &str) -> Result<(Json, Json), CheckError> {
        let (instance, verdict) = self.run(report, context, language)?;
        Ok((instance.sealed(), verdict))
    }

    fn run(&self, report: &Json, context: Option<&Json>, language: &str) -> Result<(Instance, Json), CheckError> {
        let report = Report::from_json(report)?;
        self.expect(&report)?;
        let language = phieu_message::language(language);
        let context = context::complete(&report, context, self.setting("window"), language.tag)?;
        let answers = Json::Object(report.answers);
        let explanations: BTreeMap<String, String> = report.explanations;
        let (instance, verdict) = check(&self.form, context, &answers, &explanations);
        let json = verdict::to_json(&self.form, &verdict, language);
        Ok((instance, json))
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
