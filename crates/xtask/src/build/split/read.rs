//! A module as the cut needs it: its sections, its functions' names, types and bodies, and who calls whom.

use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use wasmparser::{ElementItems, ExternalKind, FunctionBody, KnownCustom, Name, Operator, Parser, Payload, TypeRef};

/// A module.
pub struct Program<'a> {
    bytes: &'a [u8],
    /// The sections that are copied as they are: number → where.
    sections: BTreeMap<u8, Range<usize>>,
    /// Imported functions: they come first among all.
    pub imported: u32,
    /// The types of all functions.
    pub types: Vec<u32>,
    /// The parameters of each type, counted.
    pub parameters: Vec<u32>,
    /// The bodies of those that are not imported.
    pub bodies: Vec<FunctionBody<'a>>,
    /// Tables.
    pub tables: Vec<wasmparser::TableType>,
    /// The memory.
    pub memory: wasmparser::MemoryType,
    /// Globals.
    pub globals: Vec<wasmparser::GlobalType>,
    /// Exports.
    pub exports: Vec<wasmparser::Export<'a>>,
    /// What runs at the start.
    pub start: Option<u32>,
    /// Names without what tells compilations apart.
    pub names: BTreeMap<u32, String>,
    /// Who calls a function directly.
    pub callers: BTreeMap<u32, BTreeSet<u32>>,
    /// Functions that a table or an instruction names, so that anybody may call them.
    pub in_tables: BTreeSet<u32>,
}

impl<'a> Program<'a> {
    /// Reads a module with one memory, whose imports are functions.
    pub fn read(bytes: &'a [u8]) -> Result<Program<'a>> {
        let mut memory = None;
        let mut program = Program {
            bytes,
            sections: BTreeMap::new(),
            imported: 0,
            types: Vec::new(),
            parameters: Vec::new(),
            bodies: Vec::new(),
            tables: Vec::new(),
            memory: wasmparser::MemoryType { memory64: false, shared: false, initial: 0, maximum: None, page_size_log2: None },
            globals: Vec::new(),
            exports: Vec::new(),
            start: None,
            names: BTreeMap::new(),
            callers: BTreeMap::new(),
            in_tables: BTreeSet::new(),
        };
        for payload in Parser::new(0).parse_all(bytes) {
            let payload = payload?;
            if let Some((id, range)) = payload.as_section() {
                program.sections.insert(id, range);
            }
            match payload {
                Payload::TypeSection(types) => {
                    for each in types.into_iter_err_on_gc_types() {
                        program.parameters.push(u32::try_from(each?.params().len())?);
                    }
                }
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        let TypeRef::Func(of) = import?.ty else { bail!("an import that is no function") };
                        program.types.push(of);
                        program.imported += 1;
                    }
                }
                Payload::FunctionSection(functions) => {
                    program.types.extend(functions.into_iter().collect::<wasmparser::Result<Vec<u32>>>()?)
                }
                Payload::TableSection(tables) => {
                    for table in tables {
                        program.tables.push(table?.ty);
                    }
                }
                Payload::MemorySection(memories) => memory = memories.into_iter().next().transpose()?,
                Payload::GlobalSection(globals) => {
                    for global in globals {
                        program.globals.push(global?.ty);
                    }
                }
                Payload::ExportSection(exports) => program.exports = exports.into_iter().collect::<wasmparser::Result<_>>()?,
                Payload::StartSection { func, .. } => program.start = Some(func),
                Payload::ElementSection(elements) => {
                    for element in elements {
                        let ElementItems::Functions(functions) = element?.items else { continue };
                        for function in functions {
                            program.in_tables.insert(function?);
                        }
                    }
                }
                Payload::CodeSectionEntry(body) => program.add_body(body)?,
                Payload::CustomSection(section) => {
                    if let KnownCustom::Name(names) = section.as_known() {
                        for part in names {
                            if let Name::Function(functions) = part? {
                                for naming in functions {
                                    let naming = naming?;
                                    program.names.insert(naming.index, plain(naming.name));
                                }
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        program.memory = memory.context("a module without a memory")?;
        Ok(program)
    }

    fn add_body(&mut self, body: FunctionBody<'a>) -> Result<()> {
        let own = self.imported + u32::try_from(self.bodies.len())?;
        for operator in body.get_operators_reader()? {
            match operator? {
                Operator::Call { function_index } | Operator::ReturnCall { function_index } => {
                    self.callers.entry(function_index).or_default().insert(own);
                }
                Operator::RefFunc { function_index } => {
                    self.in_tables.insert(function_index);
                }
                _ => {}
            }
        }
        self.bodies.push(body);
        Ok(())
    }

    /// A section as it stands in the file, if there is one.
    pub fn section(&self, id: u8) -> Option<wasm_encoder::RawSection<'a>> {
        let range = self.sections.get(&id)?.clone();
        Some(wasm_encoder::RawSection { id, data: &self.bytes[range] })
    }

    /// The reader of the section of elements.
    pub fn elements(&self) -> Result<Option<wasmparser::ElementSectionReader<'a>>> {
        let Some(range) = self.sections.get(&9) else { return Ok(None) };
        let reader = wasmparser::BinaryReader::new(&self.bytes[range.clone()], range.start);
        Ok(Some(wasmparser::ElementSectionReader::new(reader)?))
    }

    /// Whether a function belongs to the outside: imported, exported, or run at the start.
    pub fn is_fixed(&self, function: u32) -> bool {
        let exported = |export: &wasmparser::Export| export.kind == ExternalKind::Func && export.index == function;
        function < self.imported || self.start == Some(function) || self.exports.iter().any(exported)
    }
}

/// A name without the numbers in brackets that tell one compilation of a crate from another.
fn plain(name: &str) -> String {
    let mut out = String::new();
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        match after.split_once(']') {
            Some((inside, after)) if inside.bytes().all(|byte| byte.is_ascii_hexdigit()) => rest = after,
            _ => {
                out.push('[');
                rest = after;
            }
        }
    }
    out + rest
}
