//! The two parts as modules. Types, globals, tables and places in memory are the same in both; only functions are counted anew.
//!
//! What moves leaves nothing behind: its slots of the tables are empty and its bytes of the memory zero until the rest is there.

use super::read::Program;
use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType, ExportKind, ExportSection, FunctionSection, ImportSection,
    Module,
};
use wasmparser::ExternalKind;

/// The module from which the rest takes what stays behind.
const FIRST: &str = "first";

/// Fewer bytes than this do not move: saying where they go takes as many.
const LEAST: usize = 16;

/// The sections by their numbers in the file.
mod section {
    pub const TYPES: u8 = 1;
    pub const IMPORTS: u8 = 2;
    pub const TABLES: u8 = 4;
    pub const MEMORIES: u8 = 5;
    pub const GLOBALS: u8 = 6;
}

/// What goes where.
pub struct Cut<'p> {
    pub program: &'p Program<'p>,
    /// The functions of the rest.
    pub moved: BTreeSet<u32>,
    /// For each segment the bytes that stay.
    pub kept: Vec<Vec<bool>>,
}

/// Functions by their numbers in the whole module → in the part.
struct Numbers(BTreeMap<u32, u32>);

/// A function of the other part is called.
#[derive(Debug)]
struct Elsewhere(u32);

impl std::fmt::Display for Elsewhere {
    fn fmt(&self, to: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(to, "function {} is not in this part and is called from it", self.0)
    }
}

impl std::error::Error for Elsewhere {}

impl Reencode for Numbers {
    type Error = Elsewhere;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Elsewhere>> {
        self.0.get(&function).copied().ok_or(Error::UserError(Elsewhere(function)))
    }
}

impl Cut<'_> {
    /// What starts.
    pub fn first(&self) -> Result<Vec<u8>> {
        let program = self.program;
        let all = 0..u32::try_from(program.types.len())?;
        let mut numbers = Numbers((0..).zip(all.filter(|function| !self.moved.contains(function))).map(|(new, old)| (old, new)).collect());
        let mut module = Module::new();
        copy(&mut module, program, &[section::TYPES, section::IMPORTS]);
        let (functions, code) = self.code(&mut numbers, |function| !self.moved.contains(&function))?;
        module.section(&functions);
        copy(&mut module, program, &[section::TABLES, section::MEMORIES, section::GLOBALS]);
        module.section(&self.exports(&mut numbers)?);
        if let Some(start) = program.start {
            module.section(&wasm_encoder::StartSection { function_index: numbers.function_index(start)? });
        }
        module.section(&self.elements(&mut numbers, false)?).section(&code).section(&self.data(false));
        Ok(module.finish())
    }

    /// The rest; `entry` is what it exports.
    pub fn rest(&self, entry: u32) -> Result<Vec<u8>> {
        let program = self.program;
        let lent = self.lent();
        let mut numbers = Numbers((0..).zip(lent.iter().chain(&self.moved)).map(|(new, old)| (*old, new)).collect());
        let mut module = Module::new();
        copy(&mut module, program, &[section::TYPES]);
        let mut imports = ImportSection::new();
        for (number, function) in lent.iter().enumerate() {
            imports.import(FIRST, &number.to_string(), EntityType::Function(program.types[*function as usize]));
        }
        imports.import(FIRST, "m", numbers.memory_type(program.memory.context("a module without a memory")?)?);
        for (number, table) in program.tables.iter().enumerate() {
            imports.import(FIRST, &format!("t{number}"), numbers.table_type(*table)?);
        }
        for (number, global) in program.globals.iter().enumerate() {
            imports.import(FIRST, &format!("g{number}"), numbers.global_type(*global)?);
        }
        let (functions, code) = self.code(&mut numbers, |function| self.moved.contains(&function))?;
        let mut exports = ExportSection::new();
        let name = program.exports.iter().find(|export| export.kind == ExternalKind::Func && export.index == entry);
        exports.export(name.context("the entry is not exported")?.name, ExportKind::Func, numbers.function_index(entry)?);
        module.section(&imports).section(&functions).section(&exports);
        module.section(&self.elements(&mut numbers, true)?).section(&code).section(&self.data(true));
        Ok(module.finish())
    }

    /// The functions of a part and their bodies.
    fn code(&self, numbers: &mut Numbers, is_here: impl Fn(u32) -> bool) -> Result<(FunctionSection, CodeSection)> {
        let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
        for (function, body) in (self.program.imported..).zip(&self.program.bodies).filter(|(function, _)| is_here(*function)) {
            functions.function(self.program.types[function as usize]);
            numbers.parse_function_body(&mut code, body.clone())?;
        }
        Ok((functions, code))
    }

    /// What stays behind and is called from the rest, in order.
    fn lent(&self) -> BTreeSet<u32> {
        let moved = (self.program.imported..).zip(&self.program.calls).filter(|(own, _)| self.moved.contains(own));
        moved.flat_map(|(_, calls)| calls).copied().filter(|called| !self.moved.contains(called)).collect()
    }

    /// The module's own exports, and what the rest takes: under names that are short, because the phone downloads them twice.
    fn exports(&self, numbers: &mut Numbers) -> Result<ExportSection> {
        let mut exports = ExportSection::new();
        for export in &self.program.exports {
            if export.kind != ExternalKind::Func || !self.moved.contains(&export.index) {
                numbers.parse_export(&mut exports, *export)?;
            }
        }
        exports.export("m", ExportKind::Memory, 0);
        for table in 0..u32::try_from(self.program.tables.len())? {
            exports.export(&format!("t{table}"), ExportKind::Table, table);
        }
        for global in 0..u32::try_from(self.program.globals.len())? {
            exports.export(&format!("g{global}"), ExportKind::Global, global);
        }
        for (number, function) in self.lent().into_iter().enumerate() {
            exports.export(&number.to_string(), ExportKind::Func, numbers.function_index(function)?);
        }
        Ok(exports)
    }

    /// The slots of the tables that are a part's, slots in a row together.
    fn elements(&self, numbers: &mut Numbers, is_moved: bool) -> Result<ElementSection> {
        let mut runs: Vec<(u32, u32, Vec<u32>)> = Vec::new();
        for (table, slot, function) in &self.program.slots {
            if self.moved.contains(function) != is_moved {
                continue;
            }
            let function = numbers.function_index(*function)?;
            match runs.last_mut() {
                Some((of, first, run)) if of == table && *first as usize + run.len() == *slot as usize => run.push(function),
                _ => runs.push((*table, *slot, vec![function])),
            }
        }
        let mut elements = ElementSection::new();
        for (table, slot, run) in runs {
            elements.active((table != 0).then_some(table), &ConstExpr::i32_const(slot.cast_signed()), Elements::Functions(run.into()));
        }
        Ok(elements)
    }

    /// The bytes that are a part's. What is written twice would take back what the first part has changed, so nothing is.
    fn data(&self, is_moved: bool) -> DataSection {
        let mut data = DataSection::new();
        for ((at, bytes), kept) in self.program.segments.iter().zip(&self.kept) {
            for (from, to) in pieces(kept).into_iter().filter_map(|(moves, from, to)| (moves == is_moved).then_some((from, to))) {
                let place = at.wrapping_add(u32::try_from(from).unwrap_or(u32::MAX));
                data.active(0, &ConstExpr::i32_const(place.cast_signed()), bytes[from..to].iter().copied());
            }
        }
        data
    }
}

/// A segment in pieces that move and pieces that do not: whether it moves, from, to.
fn pieces(kept: &[bool]) -> Vec<(bool, usize, usize)> {
    let mut pieces: Vec<(bool, usize, usize)> = Vec::new();
    let mut from = 0;
    for run in kept.chunk_by(|one, other| one == other) {
        let to = from + run.len();
        let moves = !run[0] && run.len() >= LEAST;
        match pieces.last_mut() {
            Some(last) if last.0 == moves => last.2 = to,
            _ => pieces.push((moves, from, to)),
        }
        from = to;
    }
    pieces
}

fn copy(module: &mut Module, program: &Program, sections: &[u8]) {
    for section in sections.iter().filter_map(|id| program.section(*id)) {
        module.section(&section);
    }
}
