//! Cuts a program for the browser in two: what stands at the start, and the rest, which comes while the first page is read.
//!
//! Why so: on a slow network the list of reports is there after half of the bytes. The rest has one entry, an exported function that
//! JavaScript calls once the rest has come; it hands the first part pointers to what it draws. So the first part cannot call the rest
//! before: what is reached from any other export, by calls, by pointers in code or by pointers in data, stays in it, and only what is
//! reached from the entry alone moves (`reach`). The linker's own records say what is reached, not names; they are asked for in
//! `app/build.rs`. A call out of the first part into the rest is a mistake that ends the build (`write`).
//!
//! wasm-bindgen counts functions anew and drops those records. So functions are named by their numbers before it and told by them after.
//! No library for it: the one that exists (`wasm_split_cli_support`) joins its parts by unsafe functions in the program itself and names the
//! files that JavaScript loads; here both parts go under their content's digest like every other file.

mod reach;
mod read;
#[cfg(test)]
mod tests;
mod write;

use anyhow::{Result, ensure};
use reach::Linked;
use read::Program;
use wasm_encoder::{CustomSection, Module, NameMap, NameSection, RawSection};
use wasmparser::{KnownCustom, Name, Parser, Payload};

/// What the cutter is made of: what another one has cut is cut again.
pub const SOURCES: [&str; 4] = [include_str!("mod.rs"), include_str!("reach.rs"), include_str!("read.rs"), include_str!("write.rs")];

/// What stands before a function's number in its name: wasm-bindgen makes names of JavaScript of some, which begin with a letter.
const NUMBERED: char = 'f';

/// The two parts.
pub struct Parts {
    /// What starts.
    pub first: Vec<u8>,
    /// What is instantiated with the exports of the first part as `first`, and exports the entry.
    pub rest: Vec<u8>,
}

/// A module as the linker wrote it, with its functions named by their numbers, for wasm-bindgen. Without the linker's records, which
/// would not be true any more.
pub fn numbered(linked: &[u8]) -> Result<Vec<u8>> {
    let mut module = Module::new();
    let (mut functions, mut globals) = (NameMap::new(), NameMap::new());
    let mut count = 0;
    for payload in Parser::new(0).parse_all(linked) {
        let payload = payload?;
        match &payload {
            Payload::ImportSection(imports) => count += imports.clone().into_imports().count(),
            Payload::FunctionSection(defined) => count += defined.count() as usize,
            Payload::CustomSection(section) => {
                match section.as_known() {
                    KnownCustom::Name(names) => {
                        // wasm-bindgen finds the stack pointer by its name.
                        for part in names {
                            let Name::Global(named) = part? else { continue };
                            for naming in named {
                                let naming = naming?;
                                globals.append(naming.index, naming.name);
                            }
                        }
                    }
                    KnownCustom::Linking(_) | KnownCustom::Reloc(_) => {}
                    _ => drop(module.section(&CustomSection { name: section.name().into(), data: section.data().into() })),
                }
                continue;
            }
            _ => {}
        }
        if let Some((id, range)) = payload.as_section() {
            module.section(&RawSection { id, data: &linked[range] });
        }
    }
    for function in 0..u32::try_from(count)? {
        functions.append(function, &format!("{NUMBERED}{function}"));
    }
    let mut names = NameSection::new();
    names.functions(&functions);
    names.globals(&globals);
    module.section(&names);
    Ok(module.finish())
}

/// Cuts a module that wasm-bindgen has made of a numbered one; `entry` is the export that alone leads to the rest.
pub fn cut(linked: &[u8], bound: &[u8], entry: &str) -> Result<Parts> {
    let (linked, program) = (Linked::read(linked)?, Program::read(bound)?);
    ensure!(linked.data() == program.data(), "the data is not what was linked");
    let kept = linked.reached(&program.roots(entry));
    let moved = program.functions.iter().filter(|(_, number)| !kept.functions.contains(number)).map(|(function, _)| *function).collect();
    let entry = program.exported(entry)?;
    let parts = write::Cut { program: &program, moved, kept: kept.data };
    ensure!(parts.moved.contains(&entry), "the entry to the rest is reached from the first part");
    Ok(Parts { first: parts.first()?, rest: parts.rest(entry)? })
}
