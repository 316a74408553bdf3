//! The folder that the server sends: the app's files under names that tell their content, and who refers to whom.
//!
//! A file with a content hash in its name may be kept by browsers for ever; `index.html`, `sw.js`, the manifest, the icons
//! and the forms keep their names. In text files of `app/` a placeholder `{{name}}` becomes the address of that file:
//! `{{js}}`, `{{wasm}}`, `{{rest}}` (blank where the app is not cut), `{{css}}`, `{{boot}}`. The desk and the author's page are programs of their own below `desk/` and `author/`, with
//! `{{desk-js}}` and so on: volunteers' phones never fetch them, and the service worker does not keep them.

use super::{compress, stamp};
use crate::command::step;
use crate::place;
use crate::tools::esbuild;
use anyhow::{Context, Result, bail};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;

/// What the service worker file begins with is made here, so it is not in its own list.
const WORKER: &str = "sw.js";

/// The folder of the forms.
const FORMS: &str = "forms/";

/// A folder in the making: address below the root → bytes. Sorted, so that the same input gives the same version.
#[derive(Default)]
struct Files(BTreeMap<String, Vec<u8>>);

/// Names that text files may use as placeholders, with what they become.
type Names = Vec<(String, String)>;

/// A program beside the app: a folder of `app/` with its page, its start and its styles, and its bound module.
pub struct Beside<'a> {
    /// The folder's name: the page stands at this address.
    pub name: &'a str,
    /// The folder with `phieu-<name>.js` and its wasm file.
    pub module: &'a Path,
}

/// Puts the bound modules, the forms and the static files of `app/` together.
pub fn assemble(app_module: &Path, beside: &[Beside], forms: &Path, packed: bool) -> Result<()> {
    let mut files = Files::default();
    let app = place::root().join("app");
    let mut names = Names::new();
    for (placeholder, file) in
        [("js", app_module.join("phieu-app.js")), ("wasm", app_module.join("phieu-app_bg.wasm")), ("css", app.join("app.css"))]
    {
        names.push((placeholder.to_owned(), files.add_hashed("", &file, sent(&file, read(&file)?, packed)?)?));
    }
    let rest = app_module.join("phieu-app_rest.wasm");
    names.push(("rest".to_owned(), if rest.exists() { files.add_hashed("", &rest, read(&rest)?)? } else { String::new() }));
    let boot = filled(&app.join("boot.js"), &names, packed)?;
    names.push(("boot".to_owned(), files.add_hashed("", &app.join("boot.js"), boot)?));
    files.0.insert("index.html".into(), filled(&app.join("index.html"), &names, packed)?);
    files.add_folder(&app.join("static"), "")?;
    files.add_folder(&app_module.join("snippets"), "snippets/")?;
    files.add_folder(forms, FORMS)?;
    let worker = app.join(WORKER);
    let worker = files.worker(&sent(&worker, read(&worker)?, packed)?)?;
    files.0.insert(WORKER.into(), worker);
    for program in beside {
        files.add_beside(program, &app.join(program.name), names.clone(), packed)?;
    }
    files.write(beside, packed)
}

impl Files {
    /// Adds a program beside the app, whose folder of sources this is.
    fn add_beside(&mut self, program: &Beside, sources: &Path, mut names: Names, packed: bool) -> Result<()> {
        let name = program.name;
        let below = format!("{name}/");
        for (part, file) in [
            ("js", program.module.join(format!("phieu-{name}.js"))),
            ("wasm", program.module.join(format!("phieu-{name}_bg.wasm"))),
            ("css", sources.join(format!("{name}.css"))),
        ] {
            names.push((format!("{name}-{part}"), self.add_hashed(&below, &file, sent(&file, read(&file)?, packed)?)?));
        }
        let boot = filled(&sources.join("boot.js"), &names, packed)?;
        names.push((format!("{name}-boot"), self.add_hashed(&below, &sources.join("boot.js"), boot)?));
        self.0.insert(format!("{below}index.html"), filled(&sources.join("index.html"), &names, packed)?);
        self.add_folder(&program.module.join("snippets"), &format!("{below}snippets/"))
    }

    /// Adds a file under `<stem>.<hash>.<ending>` below a folder and returns its address.
    fn add_hashed(&mut self, below: &str, file: &Path, bytes: Vec<u8>) -> Result<String> {
        let stem = file.file_stem().and_then(|stem| stem.to_str()).context("a file without a name")?;
        let ending = file.extension().and_then(|ending| ending.to_str()).context("a file without an ending")?;
        let name = format!("{below}{stem}.{}.{ending}", &stamp::hex(&bytes)[..16]);
        let address = format!("/{name}");
        self.0.insert(name, bytes);
        Ok(address)
    }

    /// Adds everything in a folder as it is; a missing folder is an empty one.
    fn add_folder(&mut self, folder: &Path, below: &str) -> Result<()> {
        if !folder.is_dir() {
            return Ok(());
        }
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            let name = format!("{below}{}", path.file_name().and_then(|name| name.to_str()).context("a name that is not UTF-8")?);
            if path.is_dir() {
                self.add_folder(&path, &format!("{name}/"))?;
            } else {
                self.0.insert(name, read(&path)?);
            }
        }
        Ok(())
    }

    /// The service worker: its list of everything to keep, a version that changes with any file, then the program itself.
    /// Forms are not in the list: the app keeps those of a person's duties itself, and nobody fills in all of them.
    fn worker(&self, program: &[u8]) -> Result<Vec<u8>> {
        let kept = self.0.keys().filter(|name| !name.starts_with(FORMS));
        let addresses: Vec<String> = kept.map(|name| if name == "index.html" { "/".into() } else { format!("/{name}") }).collect();
        let mut all = program.to_vec();
        for (name, bytes) in &self.0 {
            all.extend_from_slice(name.as_bytes());
            all.extend_from_slice(stamp::hex(bytes).as_bytes());
        }
        let version = &stamp::hex(&all)[..16];
        let mut worker = format!("self.__VERSION = {};\nself.__PRECACHE = {};\n", json!(version), json!(addresses)).into_bytes();
        worker.extend_from_slice(program);
        Ok(worker)
    }

    /// Writes the folder aside, packs it, and puts it in place; does nothing where the same files stand already.
    fn write(&self, beside: &[Beside], packed: bool) -> Result<()> {
        let dist = place::dist();
        let remembered = dist.with_extension("stamp");
        let is_beside = |name: &str| beside.iter().any(|program| name.starts_with(&format!("{}/", program.name)));
        // The worker's file tells the app's content; of the programs beside it, the names do, and their pages.
        let others = self.0.iter().filter(|(name, _)| is_beside(name));
        let others: Vec<String> = others
            .map(|(name, bytes)| if name.ends_with(".html") { format!("{name} {}", stamp::hex(bytes)) } else { name.clone() })
            .collect();
        let mark = stamp::hex(format!("{packed} {} {others:?}", stamp::hex(&self.0[WORKER])).as_bytes());
        if dist.is_dir() && std::fs::read_to_string(&remembered).ok().as_deref() == Some(&mark) {
            return Ok(());
        }
        let fresh = dist.with_extension("new");
        remove(&fresh)?;
        for (name, bytes) in &self.0 {
            let file = fresh.join(name);
            std::fs::create_dir_all(file.parent().unwrap_or(&fresh))?;
            std::fs::write(&file, bytes)?;
        }
        if packed {
            step("packing it", || compress::all(self.0.keys().map(|name| fresh.join(name)).collect()))?;
        }
        remove(&dist)?;
        std::fs::rename(&fresh, &dist)?;
        Ok(std::fs::write(remembered, mark)?)
    }
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    Ok(())
}

fn read(file: &Path) -> Result<Vec<u8>> {
    std::fs::read(file).with_context(|| format!("cannot read {}", place::short(file)))
}

/// A program or styles as they are sent: shortened where the app is packed.
fn sent(file: &Path, bytes: Vec<u8>, packed: bool) -> Result<Vec<u8>> {
    match file.extension().and_then(|ending| ending.to_str()) {
        Some(kind @ ("js" | "css")) if packed => {
            esbuild::shorten(kind, &bytes).with_context(|| format!("cannot shorten {}", place::short(file)))
        }
        _ => Ok(bytes),
    }
}

fn text_of(file: &Path, bytes: Vec<u8>) -> Result<String> {
    String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8", place::short(file)))
}

/// A text file with its placeholders filled, as it is sent; one that remains is a mistake.
fn filled(file: &Path, names: &[(String, String)], packed: bool) -> Result<Vec<u8>> {
    let mut text = text_of(file, read(file)?)?;
    for (placeholder, address) in names {
        text = text.replace(&format!("{{{{{placeholder}}}}}"), address);
    }
    if let Some(at) = text.find("{{") {
        let rest: String = text[at..].chars().take(20).collect();
        bail!("{}: nothing is known for the placeholder at `{rest}`", place::short(file));
    }
    sent(file, text.into_bytes(), packed)
}
