//! The two parts as modules. Types, globals, tables and data keep their numbers in both; only functions are counted anew.

use super::read::Program;
use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{
    CodeSection, ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection, Function, FunctionSection, ImportSection,
    Module, TableSection,
};

/// The module from which the rest takes what stays behind.
const FIRST: &str = "first";

/// Functions by their numbers in the whole module → in the part.
struct Numbers(BTreeMap<u32, u32>);

impl Reencode for Numbers {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Infallible>> {
        // One that is not here is called by nobody here.
        Ok(self.0.get(&function).copied().unwrap_or(u32::MAX))
    }
}

/// The moved functions that leave a stub behind, in order: the first's slot is the first one after the table's own.
fn stubs(program: &Program, moved: &BTreeSet<u32>) -> Vec<u32> {
    let called = |function: &u32| program.callers.get(function).is_some_and(|callers| callers.iter().any(|caller| !moved.contains(caller)));
    moved.iter().copied().filter(|function| program.in_tables.contains(function) || called(function)).collect()
}

/// What stays behind and is called from the rest, in order.
fn lent(program: &Program, moved: &BTreeSet<u32>) -> Vec<u32> {
    let lent = |(called, callers): (&u32, &BTreeSet<u32>)| {
        (!moved.contains(called) && callers.iter().any(|caller| moved.contains(caller))).then_some(*called)
    };
    program.callers.iter().filter_map(lent).collect()
}

/// The first part.
pub fn first(program: &Program, moved: &BTreeSet<u32>) -> Result<Vec<u8>> {
    let stubs = stubs(program, moved);
    let slots: BTreeMap<u32, u64> = (0..).zip(&stubs).map(|(slot, stub)| (*stub, program.tables[0].initial + slot)).collect();
    let stays: Vec<u32> =
        (0..u32::try_from(program.types.len())?).filter(|each| !moved.contains(each) || slots.contains_key(each)).collect();
    let mut numbers = Numbers((0..).zip(&stays).map(|(new, old)| (*old, new)).collect());
    let mut module = Module::new();
    copy(&mut module, program, &[1, 2]);
    let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
    for function in stays.iter().copied().filter(|each| *each >= program.imported) {
        let of = program.types[function as usize];
        functions.function(of);
        match slots.get(&function) {
            Some(slot) => {
                code.function(&stub(program.parameters[of as usize], *slot, of)?);
            }
            None => numbers.parse_function_body(&mut code, program.bodies[(function - program.imported) as usize].clone())?,
        }
    }
    module.section(&functions);
    let mut tables = TableSection::new();
    for (number, table) in program.tables.iter().enumerate() {
        let mut table = numbers.table_type(*table)?;
        if number == 0 {
            table.minimum += stubs.len() as u64;
            table.maximum = table.maximum.map(|maximum| maximum + stubs.len() as u64);
        }
        tables.table(table);
    }
    module.section(&tables);
    copy(&mut module, program, &[5, 6]);
    module.section(&exports(program, moved, &mut numbers)?);
    if let Some(start) = program.start {
        module.section(&wasm_encoder::StartSection { function_index: numbers.function_index(start)? });
    }
    if let Some(reader) = program.elements()? {
        let mut elements = ElementSection::new();
        numbers.parse_element_section(&mut elements, reader)?;
        module.section(&elements);
    }
    copy(&mut module, program, &[12]);
    module.section(&code);
    copy(&mut module, program, &[11]);
    Ok(module.finish())
}

/// Calls what stands in a slot of the first table with its own arguments.
fn stub(parameters: u32, slot: u64, of: u32) -> Result<Function> {
    let mut function = Function::new([]);
    let mut code = function.instructions();
    for parameter in 0..parameters {
        code.local_get(parameter);
    }
    code.i32_const(i32::try_from(slot)?).call_indirect(0, of).end();
    Ok(function)
}

/// The module's own exports, and what the rest takes: under names that are short, because the phone downloads them twice.
fn exports(program: &Program, moved: &BTreeSet<u32>, numbers: &mut Numbers) -> Result<ExportSection> {
    let mut exports = ExportSection::new();
    for export in &program.exports {
        numbers.parse_export(&mut exports, *export)?;
    }
    exports.export("~m", ExportKind::Memory, 0);
    for table in 0..u32::try_from(program.tables.len())? {
        exports.export(&format!("~t{table}"), ExportKind::Table, table);
    }
    for global in 0..u32::try_from(program.globals.len())? {
        exports.export(&format!("~g{global}"), ExportKind::Global, global);
    }
    for (number, function) in lent(program, moved).into_iter().enumerate() {
        exports.export(&format!("~{number}"), ExportKind::Func, numbers.function_index(function)?);
    }
    Ok(exports)
}

/// The rest.
pub fn rest(program: &Program, moved: &BTreeSet<u32>) -> Result<Vec<u8>> {
    let (lent, stubs) = (lent(program, moved), stubs(program, moved));
    let mut numbers = Numbers((0..).zip(lent.iter().chain(moved)).map(|(new, old)| (*old, new)).collect());
    let mut module = Module::new();
    copy(&mut module, program, &[1]);
    let mut imports = ImportSection::new();
    for (number, function) in lent.iter().enumerate() {
        imports.import(FIRST, &format!("~{number}"), EntityType::Function(program.types[*function as usize]));
    }
    imports.import(FIRST, "~m", numbers.memory_type(program.memory)?);
    for (number, table) in program.tables.iter().enumerate() {
        let mut table = numbers.table_type(*table)?;
        // It has grown meanwhile, and may be one that grows further.
        table.maximum = table.maximum.map(|maximum| if number == 0 { maximum + stubs.len() as u64 } else { maximum });
        imports.import(FIRST, &format!("~t{number}"), table);
    }
    for (number, global) in program.globals.iter().enumerate() {
        imports.import(FIRST, &format!("~g{number}"), numbers.global_type(*global)?);
    }
    module.section(&imports);
    let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
    for function in moved {
        functions.function(program.types[*function as usize]);
        numbers.parse_function_body(&mut code, program.bodies[(function - program.imported) as usize].clone())?;
    }
    module.section(&functions);
    let mut elements = ElementSection::new();
    let filled = stubs.iter().map(|stub| numbers.0.get(stub).copied().context("a stub for what did not move"));
    let filled: Vec<u32> = filled.collect::<Result<_>>()?;
    elements.active(None, &ConstExpr::i32_const(i32::try_from(program.tables[0].initial)?), Elements::Functions(filled.into()));
    module.section(&elements).section(&code);
    Ok(module.finish())
}

fn copy(module: &mut Module, program: &Program, sections: &[u8]) {
    for section in sections.iter().filter_map(|id| program.section(*id)) {
        module.section(&section);
    }
}
