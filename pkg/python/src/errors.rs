//! What is raised: `FormError` with its findings, `ReportError` with its code.

use phieu::{CheckError, FormError as Form};
use pyo3::create_exception;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::convert;

create_exception!(phieu, FormError, PyValueError, "A form that cannot be used; `findings` is everything wrong with it.");
create_exception!(phieu, ReportError, PyValueError, "What is no report of this form; `code` says why, for programs.");

pub(crate) fn form(py: Python<'_>, error: &Form) -> PyErr {
    let raised = FormError::new_err(error.to_string());
    told(py, raised, "findings", || convert::from_text(py, &error.findings().to_string()))
}

pub(crate) fn report(py: Python<'_>, error: &CheckError, language: &str) -> PyErr {
    let raised = ReportError::new_err(error.sentence(language));
    told(py, raised, "code", || Ok(error.code().into_pyobject(py)?.into_any()))
}

/// The error with an attribute; where that cannot be made (no memory), the error that says so.
fn told<'py>(py: Python<'py>, raised: PyErr, name: &str, value: impl FnOnce() -> PyResult<Bound<'py, PyAny>>) -> PyErr {
    match value().and_then(|value| raised.value(py).setattr(name, value)) {
        Ok(()) => raised,
        Err(other) => other,
    }
}
