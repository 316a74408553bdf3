//! A module as wasm-bindgen made it: its sections, its functions' numbers before, types and bodies, who calls whom, and its tables.

use anyhow::{Context, Result, bail, ensure};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use wasmparser::{
    ConstExpr, DataKind, ElementItems, ElementKind, Export, ExternalKind, FunctionBody, GlobalType, KnownCustom, MemoryType, Name,
    Operator, Parser, Payload, TableType, TypeRef,
};

/// A module.
#[derive(Default)]
pub struct Program<'a> {
    bytes: &'a [u8],
    /// Where each section stands.
    sections: BTreeMap<u8, Range<usize>>,
    /// How many functions are imported: they come first among all.
    pub imported: u32,
    /// The types of all functions.
    pub types: Vec<u32>,
    /// The bodies of those that are not imported.
    pub bodies: Vec<FunctionBody<'a>>,
    /// What each of them calls or names.
    pub calls: Vec<BTreeSet<u32>>,
    /// Tables.
    pub tables: Vec<TableType>,
    /// The memory.
    pub memory: Option<MemoryType>,
    /// Globals.
    pub globals: Vec<GlobalType>,
    /// Exports.
    pub exports: Vec<Export<'a>>,
    /// What runs at the start.
    pub start: Option<u32>,
    /// What stands in tables: table, slot, function.
    pub slots: Vec<(u32, u32, u32)>,
    /// Where each segment of data goes, and its bytes.
    pub segments: Vec<(u32, &'a [u8])>,
    /// Functions that the linker knew, with their numbers there.
    pub functions: BTreeMap<u32, u32>,
}

impl<'a> Program<'a> {
    /// Reads a module with one memory, whose imports are functions and whose functions have numbers for names.
    pub fn read(bytes: &'a [u8]) -> Result<Program<'a>> {
        let mut program = Program { bytes, ..Program::default() };
        for payload in Parser::new(0).parse_all(bytes) {
            let payload = payload?;
            if let Some((id, range)) = payload.as_section() {
                program.sections.insert(id, range);
            }
            program.add(payload)?;
        }
        Ok(program)
    }

    fn add(&mut self, payload: Payload<'a>) -> Result<()> {
        match payload {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let TypeRef::Func(of) = import?.ty else { bail!("an import that is no function") };
                    self.types.push(of);
                    self.imported += 1;
                }
            }
            Payload::FunctionSection(functions) => {
                self.types.extend(functions.into_iter().collect::<wasmparser::Result<Vec<u32>>>()?);
            }
            Payload::TableSection(tables) => {
                for table in tables {
                    self.tables.push(table?.ty);
                }
            }
            Payload::MemorySection(memories) => self.memory = memories.into_iter().next().transpose()?,
            Payload::GlobalSection(globals) => {
                for global in globals {
                    self.globals.push(global?.ty);
                }
            }
            Payload::ExportSection(exports) => self.exports = exports.into_iter().collect::<wasmparser::Result<_>>()?,
            Payload::StartSection { func, .. } => self.start = Some(func),
            Payload::ElementSection(elements) => {
                for element in elements {
                    self.add_element(element?)?;
                }
            }
            Payload::CodeSectionEntry(body) => self.add_body(body)?,
            Payload::DataSection(segments) => {
                for segment in segments {
                    let segment = segment?;
                    let DataKind::Active { offset_expr, .. } = segment.kind else { bail!("data without a place") };
                    self.segments.push((constant(&offset_expr)?, segment.data));
                }
            }
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(names) = section.as_known() {
                    for part in names {
                        let Name::Function(functions) = part? else { continue };
                        for naming in functions {
                            let naming = naming?;
                            // What wasm-bindgen has made has other names, and what it imports now is nobody's to move.
                            let number = naming.name.strip_prefix(super::NUMBERED).and_then(|number| number.parse().ok());
                            self.functions.extend(number.filter(|_| naming.index >= self.imported).map(|number| (naming.index, number)));
                        }
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn add_element(&mut self, element: wasmparser::Element<'a>) -> Result<()> {
        let (ElementKind::Active { table_index, offset_expr }, ElementItems::Functions(functions)) = (element.kind, element.items) else {
            bail!("a part of a table that is not filled with functions at the start")
        };
        for (slot, function) in (constant(&offset_expr)?..).zip(functions) {
            self.slots.push((table_index.unwrap_or(0), slot, function?));
        }
        Ok(())
    }

    fn add_body(&mut self, body: FunctionBody<'a>) -> Result<()> {
        let mut calls = BTreeSet::new();
        for operator in body.get_operators_reader()? {
            if let Operator::Call { function_index } | Operator::ReturnCall { function_index } | Operator::RefFunc { function_index } =
                operator?
            {
                calls.insert(function_index);
            }
        }
        self.bodies.push(body);
        self.calls.push(calls);
        Ok(())
    }

    /// A section as it stands in the file, if there is one.
    pub fn section(&self, id: u8) -> Option<wasm_encoder::RawSection<'a>> {
        let range = self.sections.get(&id)?.clone();
        Some(wasm_encoder::RawSection { id, data: &self.bytes[range] })
    }

    /// The bytes of all segments.
    pub fn data(&self) -> Vec<&'a [u8]> {
        self.segments.iter().map(|(_, bytes)| *bytes).collect()
    }

    /// The function that is exported under a name.
    pub fn exported(&self, name: &str) -> Result<u32> {
        let found = self.exports.iter().find(|export| export.name == name && export.kind == ExternalKind::Func);
        Ok(found.with_context(|| format!("no function is exported as `{name}`"))?.index)
    }

    /// The linker's numbers of what the outside and what wasm-bindgen has made call, except through the entry to the rest.
    pub fn roots(&self, entry: &str) -> BTreeSet<u32> {
        let exported =
            self.exports.iter().filter(|export| export.kind == ExternalKind::Func && export.name != entry).map(|export| export.index);
        let made = (self.imported..)
            .zip(&self.calls)
            .filter(|(own, _)| !self.functions.contains_key(own))
            .flat_map(|(_, calls)| calls.iter().copied());
        exported.chain(self.start).chain(made).filter_map(|function| self.functions.get(&function).copied()).collect()
    }
}

/// What a place is computed from: one number.
pub fn constant(expression: &ConstExpr) -> Result<u32> {
    let mut reader = expression.get_operators_reader();
    let Operator::I32Const { value } = reader.read()? else { bail!("a place that is not a number") };
    ensure!(matches!(reader.read()?, Operator::End), "a place that is computed");
    Ok(value.cast_unsigned())
}
