//! The query of an address, read by name.

use std::collections::BTreeMap;

use axum::extract::{FromRequestParts, Query as AxumQuery};
use axum::http::request::Parts;

use crate::refusal::{Code, Refusal};

/// The parameters of a query. Of a name given twice the last one counts; an empty one is as good as none.
pub(crate) struct Query(BTreeMap<String, String>);

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Query, Refusal> {
        let read = AxumQuery::from_request_parts(parts, state).await;
        read.map(|AxumQuery(all)| Query(all)).map_err(|_| Code::BadParameter.into())
    }
}

impl Query {
    /// A parameter, if it is given.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// A parameter that must be given.
    pub(crate) fn required(&self, name: &str) -> Result<&str, Refusal> {
        self.get(name).ok_or_else(|| Refusal::parameter(name))
    }

    /// A parameter read by a parser, if it is given.
    pub(crate) fn parsed<T, E>(&self, name: &str, parse: impl FnOnce(&str) -> Result<T, E>) -> Result<Option<T>, Refusal> {
        self.get(name).map(|text| parse(text).map_err(|_| Refusal::parameter(name))).transpose()
    }
}
