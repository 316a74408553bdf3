//! Records made of JSON values, by what serde derives for them.
//!
//! Why our own: `serde_json` says in words what does not fit, and reads every record from arrays as well. A phone would download both,
//! compiled for each type, and nobody reads it: what does not fit is no record.

use serde::de::value::StringDeserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, Expected, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde_json::{Map, Value};
use std::fmt;

/// The record that a value holds; `None` where it does not fit. As `serde_json::from_value`, except that a record is an object.
pub fn record<T: DeserializeOwned>(value: Value) -> Option<T> {
    T::deserialize(Given(value)).ok()
}

/// Something does not fit.
#[derive(Debug)]
struct Unfit;

impl fmt::Display for Unfit {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        to.write_str("no record")
    }
}

impl std::error::Error for Unfit {}

impl de::Error for Unfit {
    fn custom<T: fmt::Display>(_: T) -> Unfit {
        Unfit
    }

    fn invalid_type(_: Unexpected, _: &dyn Expected) -> Unfit {
        Unfit
    }

    fn invalid_value(_: Unexpected, _: &dyn Expected) -> Unfit {
        Unfit
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Unfit {
        Unfit
    }

    fn missing_field(_: &'static str) -> Unfit {
        Unfit
    }

    fn duplicate_field(_: &'static str) -> Unfit {
        Unfit
    }
}

/// A value to make something of.
struct Given(Value);

impl<'de> Deserializer<'de> for Given {
    type Error = Unfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(is_so) => visitor.visit_bool(is_so),
            Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
                (Some(number), ..) => visitor.visit_u64(number),
                (_, Some(number), _) => visitor.visit_i64(number),
                (.., Some(number)) => visitor.visit_f64(number),
                _ => Err(Unfit),
            },
            Value::String(text) => visitor.visit_string(text),
            Value::Array(items) => listed(items, visitor),
            Value::Object(members) => visitor.visit_map(Members { left: members.into_iter(), value: Value::Null }),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        let Value::String(text) = self.0 else { return Err(Unfit) };
        visitor.visit_string(text)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        self.deserialize_string(visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        let Value::Array(items) = self.0 else { return Err(Unfit) };
        listed(items, visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unfit> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        let Value::Object(members) = self.0 else { return Err(Unfit) };
        visitor.visit_map(Members { left: members.into_iter(), value: Value::Null })
    }

    fn deserialize_struct<V: Visitor<'de>>(self, _: &'static str, _: &'static [&'static str], visitor: V) -> Result<V::Value, Unfit> {
        self.deserialize_map(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char bytes byte_buf unit unit_struct tuple_struct enum identifier
    }
}

/// A list; one that is longer than what is made of it does not fit.
fn listed<'de, V: Visitor<'de>>(items: Vec<Value>, visitor: V) -> Result<V::Value, Unfit> {
    let mut items = Items(items.into_iter());
    let made = visitor.visit_seq(&mut items)?;
    if items.0.len() == 0 { Ok(made) } else { Err(Unfit) }
}

struct Items(std::vec::IntoIter<Value>);

impl<'de> SeqAccess<'de> for &mut Items {
    type Error = Unfit;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Unfit> {
        self.0.next().map(|item| seed.deserialize(Given(item))).transpose()
    }
}

struct Members {
    left: <Map<String, Value> as IntoIterator>::IntoIter,
    /// Of the member whose name was read last.
    value: Value,
}

impl<'de> MapAccess<'de> for Members {
    type Error = Unfit;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Unfit> {
        let Some((name, value)) = self.left.next() else { return Ok(None) };
        self.value = value;
        let name: StringDeserializer<Unfit> = name.into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Unfit> {
        seed.deserialize(Given(self.value.take()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use serde_json::json;
    use std::collections::BTreeMap;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Kept {
        name: String,
        count: u32,
        #[serde(default)]
        at: f64,
        #[serde(default)]
        is_so: bool,
        inner: Option<Box<Kept>>,
        #[serde(default)]
        pairs: Vec<(String, i64)>,
        #[serde(default)]
        by_name: BTreeMap<String, Option<String>>,
        #[serde(default)]
        anything: Value,
    }

    #[test]
    fn a_record_is_read_as_serde_json_reads_it() {
        let whole = json!({
            "name": "Lan", "count": 3, "at": 1.5, "is_so": true, "inner": {"name": "Mai", "count": 0, "at": 2, "inner": null},
            "pairs": [["a", -1], ["b", 9007199254740993_i64]], "by_name": {"x": "y", "z": null},
            "anything": {"deep": [null, true, -0.5, "ế", []]}, "unknown": {"left": ["out"]},
        });
        assert!(record::<Kept>(whole.clone()).is_some());
        let mut cases = vec![whole.clone(), json!(null), json!({}), json!("Lan"), json!({"name": "a", "count": 1})];
        let strange = [
            json!(null),
            json!(true),
            json!(7),
            json!(-7),
            json!(0.5),
            json!(4294967296_u64),
            json!("t"),
            json!([["a", 1, 2]]),
            json!({"a": 1}),
        ];
        for name in ["name", "count", "at", "is_so", "inner", "pairs", "by_name", "anything"] {
            for value in &strange {
                let mut changed = whole.clone();
                changed[name] = value.clone();
                cases.push(changed);
            }
        }
        for case in cases {
            assert_eq!(record::<Kept>(case.clone()), serde_json::from_value(case.clone()).ok(), "{case}");
        }
    }

    #[test]
    fn a_list_is_no_record() {
        assert_eq!(record::<Kept>(json!(["Lan", 3, 0.0, false, null, [], {}, null])), None);
    }
}
