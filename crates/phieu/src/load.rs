//! From a form as somebody wrote it to a validator.
//!
//! Every spelling comes down to the same rows and compiles the same way. There is no `from_catalog`: the association's forms
//! change every year and the validator must not change with them, so this crate does not know them. They are plain files,
//! which the crate `phieu-catalog` and every package of a binding carry along.

use std::sync::Arc;

use phieu_form::{Definition, Diagnostic, Level, compile};
use phieu_xlsform::Workbook;

use crate::{FormError, Validator};

impl Validator {
    /// From the TOML spelling of a form. `file` is only for messages.
    ///
    /// ```
    /// let error = phieu::Validator::from_toml("visit.toml", "[settings]\nform_id = \"visit\"\n[[survey]]\ntype = \"whole\"\nname = \"n\"\n");
    /// let told = error.expect_err("there is no such type").to_string();
    /// assert!(told.contains("visit.toml:4:8: error in survey, type"), "{told}");
    /// ```
    pub fn from_toml(file: &str, text: &str) -> Result<Validator, FormError> {
        let definition = phieu_xlsform::from_toml(file, text).map_err(FormError::Syntax)?;
        Validator::from_definition(definition)
    }

    /// From the form's rows as JSON, as [`Validator::source`] gives them.
    ///
    /// ```
    /// let rows = r#"{"settings": {"form_id": "visit", "version": "1"}, "survey": [{"type": "integer", "name": "people"}]}"#;
    /// assert_eq!(phieu::Validator::from_json(rows)?.form_id(), "visit");
    /// # Ok::<(), phieu::FormError>(())
    /// ```
    pub fn from_json(text: &str) -> Result<Validator, FormError> {
        // serde would take a list for the sheets in their order.
        if text.trim_start().starts_with('[') {
            return Err(FormError::Json("expected an object, found an array".to_owned()));
        }
        let definition = serde_json::from_str(text).map_err(|error| FormError::Json(error.to_string()))?;
        Validator::from_definition(definition)
    }

    /// From the bytes of an Excel workbook (`.xlsx`), an XLSForm. `file` is only for messages.
    ///
    /// At most 32 MiB, and 256 MiB unpacked; what is larger is refused before it is read.
    ///
    /// ```
    /// # let rows = r#"{"settings": {"form_id": "visit", "version": "1"}, "survey": [{"type": "integer", "name": "people"}]}"#;
    /// # let bytes = phieu::xlsform::to_xlsx(phieu::Validator::from_json(rows)?.source())?;
    /// let validator = phieu::Validator::from_xlsx("visit.xlsx", &bytes)?;
    /// assert_eq!(validator.version(), "1");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_xlsx(file: &str, bytes: &[u8]) -> Result<Validator, FormError> {
        let (definition, told) = phieu_xlsform::from_workbook(file, Workbook::Xlsx, bytes).map_err(FormError::Syntax)?;
        Validator::assemble(definition, told)
    }

    /// From an ODK XForm, the XML that ODK Collect and Enketo fill in. `file` is only for messages.
    ///
    /// ```
    /// # let rows = r#"{"settings": {"form_id": "visit", "version": "1"}, "survey": [{"type": "integer", "name": "people"}]}"#;
    /// # let (xml, _) = phieu::xlsform::to_xform(phieu::Validator::from_json(rows)?.source());
    /// let validator = phieu::Validator::from_xform("visit.xml", &xml)?;
    /// assert_eq!(validator.form_id(), "visit");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_xform(file: &str, text: &str) -> Result<Validator, FormError> {
        let (definition, told) = phieu_xlsform::from_xform(file, text).map_err(FormError::Syntax)?;
        Validator::assemble(definition, told)
    }

    /// From a file in any spelling, told by the ending of its name: `.toml`, `.json`, `.xlsx`, `.ods`, `.xml`, `.md`.
    ///
    /// Nothing is opened: the bytes are the caller's. Data that the form takes from files beside it are not there; a form that
    /// needs them is put together with [`phieu_xlsform::attach`] and [`Validator::from_definition`].
    ///
    /// ```
    /// let table = "| survey |\n| | type | name |\n| | integer | people |\n| settings |\n| | form_id | version |\n| | visit | 1 |\n";
    /// let validator = phieu::Validator::from_bytes("visit.md", table.as_bytes())?;
    /// assert_eq!(validator.form_id(), "visit");
    /// # Ok::<(), phieu::FormError>(())
    /// ```
    pub fn from_bytes(file: &str, bytes: &[u8]) -> Result<Validator, FormError> {
        if file.to_ascii_lowercase().ends_with(".json") {
            return Validator::from_json(std::str::from_utf8(bytes).map_err(|error| FormError::Json(error.to_string()))?);
        }
        let (definition, told) = phieu_xlsform::read(file, bytes).map_err(FormError::Syntax)?;
        Validator::assemble(definition, told)
    }

    /// From the form's rows.
    pub fn from_definition(definition: Definition) -> Result<Validator, FormError> {
        Validator::assemble(definition, Vec::new())
    }

    /// Compiles; what the reader of the file had to say stands before what compiling finds.
    fn assemble(definition: Definition, mut told: Vec<Diagnostic>) -> Result<Validator, FormError> {
        let (form, found) = compile(&definition);
        told.extend(found);
        match form {
            Some(form) if told.iter().all(|each| each.level == Level::Warning) => {
                Ok(Validator { form: Arc::new(form), definition: Arc::new(definition), warnings: told.into() })
            }
            _ => Err(FormError::Form(told)),
        }
    }
}
