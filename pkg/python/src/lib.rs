//! phieu for Python: convert, call, return. No rule stands here.
//!
//! Reports are plain Python objects and become JSON values directly, so that nothing is lost on the way in; verdicts come back
//! as the canonical text, read by Python's own `json`, so that `check` and `check_text` cannot say different things. While a
//! form compiles and while reports are checked the interpreter lock is released. What is no form or no report raises.

mod convert;
mod errors;

use phieu::report::canonical_text;
use pyo3::prelude::*;
use serde_json::Value as Json;

/// Checks reports of one form in one version. It never changes; threads may share it.
#[pyclass(frozen, module = "phieu")]
struct Validator {
    inner: phieu::Validator,
}

type Made = Result<phieu::Validator, phieu::FormError>;

fn made(py: Python<'_>, make: impl FnOnce() -> Made + Send) -> PyResult<Validator> {
    match py.detach(make) {
        Ok(inner) => Ok(Validator { inner }),
        Err(error) => Err(errors::form(py, &error)),
    }
}

#[pymethods]
impl Validator {
    /// From the TOML spelling of a form. `file` is only for messages.
    #[staticmethod]
    #[pyo3(signature = (text, file = "form.toml"))]
    fn from_toml(py: Python<'_>, text: &str, file: &str) -> PyResult<Validator> {
        made(py, || phieu::Validator::from_toml(file, text))
    }

    /// From the form's rows as JSON text.
    #[staticmethod]
    fn from_json(py: Python<'_>, text: &str) -> PyResult<Validator> {
        made(py, || phieu::Validator::from_json(text))
    }

    /// From the bytes of an Excel workbook, an XLSForm.
    #[staticmethod]
    #[pyo3(signature = (data, file = "form.xlsx"))]
    fn from_xlsx(py: Python<'_>, data: &[u8], file: &str) -> PyResult<Validator> {
        made(py, || phieu::Validator::from_xlsx(file, data))
    }

    /// From an ODK XForm.
    #[staticmethod]
    #[pyo3(signature = (text, file = "form.xml"))]
    fn from_xform(py: Python<'_>, text: &str, file: &str) -> PyResult<Validator> {
        made(py, || phieu::Validator::from_xform(file, text))
    }

    /// From a file's name and bytes, in the spelling that the name's ending tells.
    #[staticmethod]
    fn from_bytes(py: Python<'_>, file: &str, data: &[u8]) -> PyResult<Validator> {
        made(py, || phieu::Validator::from_bytes(file, data))
    }

    /// The form's id.
    #[getter]
    fn form(&self) -> &str {
        self.inner.form_id()
    }

    /// The form's version.
    #[getter]
    fn version(&self) -> &str {
        self.inner.version()
    }

    /// What the form's author may want to look at again.
    #[getter]
    fn warnings(&self) -> Vec<String> {
        self.inner.warnings().iter().map(ToString::to_string).collect()
    }

    /// The verdict on a report.
    #[pyo3(signature = (report, context = None, language = "vi"))]
    fn check<'py>(
        &self,
        py: Python<'py>,
        report: &Bound<'py, PyAny>,
        context: Option<&Bound<'py, PyAny>>,
        language: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (report, context) = (convert::to_json(report)?, context.map(convert::to_json).transpose()?);
        let found = py.detach(|| Ok(text(&self.inner.check(&report, context.as_ref(), language)?)));
        convert::from_text(py, &found.map_err(|error| errors::report(py, &error, language))?)
    }

    /// The same from JSON text to JSON text; the verdict's bytes are the same in every build and binding.
    #[pyo3(signature = (report, context = None, language = "vi"))]
    fn check_text(&self, py: Python<'_>, report: &str, context: Option<&str>, language: &str) -> PyResult<String> {
        let found = py.detach(|| self.inner.check_text(report, context, language));
        found.map_err(|error| errors::report(py, &error, language))
    }

    /// The verdicts on pairs of report and context, in order; where one cannot be checked, its error stands in the list.
    #[pyo3(signature = (pairs, language = "vi"))]
    fn check_batch<'py>(&self, py: Python<'py>, pairs: &Bound<'py, PyAny>, language: &str) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let mut given: Vec<(Json, Option<Json>)> = Vec::new();
        for pair in pairs.try_iter()? {
            let (report, context): (Bound<'py, PyAny>, Option<Bound<'py, PyAny>>) = pair?.extract()?;
            given.push((convert::to_json(&report)?, context.as_ref().map(convert::to_json).transpose()?));
        }
        let found = py.detach(|| {
            let verdicts = self.inner.check_batch(given.iter().map(|(report, context)| (report, context.as_ref())), language);
            verdicts.into_iter().map(|verdict| verdict.map(|verdict| text(&verdict))).collect::<Vec<_>>()
        });
        let one = |verdict: Result<String, phieu::CheckError>| match verdict {
            Ok(text) => convert::from_text(py, &text),
            Err(error) => Ok(errors::report(py, &error, language).into_value(py).into_bound(py).into_any()),
        };
        found.into_iter().map(one).collect()
    }

    /// The calculated values of a report, nested like its answers.
    #[pyo3(signature = (report, context = None, language = "vi"))]
    fn calculate<'py>(
        &self,
        py: Python<'py>,
        report: &Bound<'py, PyAny>,
        context: Option<&Bound<'py, PyAny>>,
        language: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (report, context) = (convert::to_json(report)?, context.map(convert::to_json).transpose()?);
        let found = py.detach(|| Ok(text(&self.inner.calculate(&report, context.as_ref(), language)?)));
        convert::from_text(py, &found.map_err(|error| errors::report(py, &error, language))?)
    }

    /// The shape of the answers as JSON Schema 2020-12.
    fn schema<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::from_text(py, &text(&self.inner.schema()))
    }

    /// The compiled definition: what the form asks, and its rules.
    fn definition<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::from_text(py, &text(&self.inner.definition()))
    }

    fn __repr__(&self) -> String {
        format!("<phieu.Validator {} {}>", self.inner.form_id(), self.inner.version())
    }
}

fn text(json: &Json) -> String {
    canonical_text(json)
}

/// The module behind the package `phieu`.
#[pymodule]
mod _phieu {
    #[pymodule_export]
    use super::Validator;
    #[pymodule_export]
    use super::errors::{FormError, ReportError};
}
