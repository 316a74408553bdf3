//! Python objects as JSON values, and JSON text as Python objects.
//!
//! What JSON has no way to write becomes the text that Python writes, so that it is told as an issue and never lost: `nan`,
//! a `Decimal`, a `date`. An object that stands for nothing in JSON raises `TypeError`.

use pyo3::exceptions::{PyRecursionError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use serde_json::{Map, Number, Value as Json};

/// How deep lists and dicts may stand in one another; the same as in JSON text.
const DEEPEST: usize = 127;

/// A report or context as given.
pub(crate) fn to_json(value: &Bound<'_, PyAny>) -> PyResult<Json> {
    at_depth(value, 0)
}

fn at_depth(value: &Bound<'_, PyAny>, depth: usize) -> PyResult<Json> {
    if depth > DEEPEST {
        return Err(PyRecursionError::new_err(format!("expected at most {DEEPEST} lists and dicts in one another")));
    }
    if value.is_none() {
        Ok(Json::Null)
    } else if let Ok(truth) = value.cast::<PyBool>() {
        Ok(Json::Bool(truth.is_true()))
    } else if let Ok(text) = value.cast::<PyString>() {
        Ok(Json::String(text.extract()?))
    } else if let Ok(number) = value.cast::<PyInt>() {
        whole(number)
    } else if let Ok(number) = value.cast::<PyFloat>() {
        Number::from_f64(number.extract()?).map_or_else(|| written(value), |number| Ok(Json::Number(number)))
    } else if let Ok(members) = value.cast::<PyDict>() {
        object(members, depth)
    } else if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        value.try_iter()?.map(|item| at_depth(&item?, depth + 1)).collect()
    } else {
        scalar(value)
    }
}

fn object(members: &Bound<'_, PyDict>, depth: usize) -> PyResult<Json> {
    let mut map = Map::new();
    for (name, value) in members {
        let Ok(name) = name.cast::<PyString>() else {
            return Err(PyTypeError::new_err(format!("expected a text as the name of a member, found {}", name.repr()?)));
        };
        map.insert(name.extract()?, at_depth(&value, depth + 1)?);
    }
    Ok(Json::Object(map))
}

/// Beyond 64 bits a whole number becomes the nearest double, as in JSON text; beyond a double it stays text.
fn whole(number: &Bound<'_, PyInt>) -> PyResult<Json> {
    if let Ok(small) = number.extract::<i64>() {
        return Ok(Json::from(small));
    }
    number.str()?.to_cow()?.parse::<Number>().map_or_else(|_| written(number), |number| Ok(Json::Number(number)))
}

/// `Decimal`, `date`, `datetime`, `UUID` and their like: what they are written as. NumPy's whole numbers: the number.
fn scalar(value: &Bound<'_, PyAny>) -> PyResult<Json> {
    let kind = value.get_type();
    let module: String = kind.module()?.extract()?;
    if value.hasattr("isoformat")? {
        return Ok(Json::String(value.call_method0("isoformat")?.extract()?));
    }
    if module == "decimal" || module == "_decimal" {
        let text = value.str()?.to_cow()?.into_owned();
        return Ok(text.parse::<Number>().map_or(Json::String(text), Json::Number));
    }
    if module == "uuid" {
        return written(value);
    }
    if value.hasattr("__index__")? {
        return whole(value.call_method0("__index__")?.cast::<PyInt>()?);
    }
    Err(PyTypeError::new_err(format!("expected what JSON can hold, found {module}.{}", kind.name()?)))
}

fn written(value: &Bound<'_, PyAny>) -> PyResult<Json> {
    Ok(Json::String(value.str()?.to_cow()?.into_owned()))
}

/// JSON text as Python's own reader reads it.
pub(crate) fn from_text<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    py.import("json")?.call_method1("loads", (text,))
}
