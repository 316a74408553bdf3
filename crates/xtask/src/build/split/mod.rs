//! Cuts a program for the browser in two: what shows the first page, and the rest, which comes while that page is read.
//!
//! Why so: on a slow network the list of reports is there after half of the bytes. Why here and not in the source: no call has to
//! know on which side it ends. A function of the rest that the first part calls, or that a table names, leaves a stub behind, which
//! jumps through a slot of the function table; the rest fills the slots when it is instantiated. A stub called before that traps, so
//! the app waits for the rest before it draws what needs it. Memory, tables and data stay with the first part.
//!
//! Which functions are the rest's is told by their names, and of those without a telling name by who calls them.

mod read;
mod write;

use anyhow::{Result, ensure};
use read::Program;
use std::collections::BTreeSet;

/// The two parts.
pub struct Parts {
    /// What starts.
    pub first: Vec<u8>,
    /// What is instantiated with the exports of the first part as `first`.
    pub rest: Vec<u8>,
}

/// Cuts a module that still has its names; a function whose name contains one of `named` goes to the rest.
pub fn split(module: &[u8], named: &[&str]) -> Result<Parts> {
    let program = Program::read(module)?;
    let moved = moved(&program, named);
    ensure!(!moved.is_empty(), "no function of the program is called like any of {named:?}");
    Ok(Parts { first: write::first(&program, &moved)?, rest: write::rest(&program, &moved)? })
}

/// The functions that move: by name, and those that nobody but they calls.
fn moved(program: &Program, named: &[&str]) -> BTreeSet<u32> {
    let mut moved: BTreeSet<u32> = program
        .names
        .iter()
        .filter(|(function, name)| !program.is_fixed(**function) && named.iter().any(|part| name.contains(part)))
        .map(|(function, _)| *function)
        .collect();
    loop {
        let mut more = BTreeSet::new();
        for (called, callers) in &program.callers {
            let may_move = !moved.contains(called) && !program.is_fixed(*called) && !program.in_tables.contains(called);
            if may_move && callers.iter().all(|caller| moved.contains(caller)) {
                more.insert(*called);
            }
        }
        if more.is_empty() {
            return moved;
        }
        moved.extend(more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        CodeSection, ConstExpr, ElementSection, Elements, ExportKind, ExportSection, Function, FunctionSection, GlobalSection, GlobalType,
        ImportSection, MemorySection, MemoryType, Module, NameMap, NameSection, RefType, TableSection, TableType, TypeSection, ValType,
    };
    use wasmparser::{Parser, Payload, Validator};

    /// 0 `asked` is imported; 1 `main` is exported and calls 2; 2 `later::form` calls 3, 4 and 0; 3 `shared` is called by 1 as well;
    /// 4 `helper` by 2 alone; 5 `later::pressed` stands in the table.
    fn program() -> Vec<u8> {
        let mut module = Module::new();
        let mut types = TypeSection::new();
        types.ty().function([ValType::I32], [ValType::I32]);
        module.section(&types);
        let mut imports = ImportSection::new();
        imports.import("page", "asked", wasm_encoder::EntityType::Function(0));
        module.section(&imports);
        let mut functions = FunctionSection::new();
        for _ in 0..5 {
            functions.function(0);
        }
        module.section(&functions);
        let mut tables = TableSection::new();
        tables.table(TableType { element_type: RefType::FUNCREF, minimum: 2, maximum: Some(2), table64: false, shared: false });
        module.section(&tables);
        let mut memories = MemorySection::new();
        memories.memory(MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None });
        module.section(&memories);
        let mut globals = GlobalSection::new();
        globals.global(GlobalType { val_type: ValType::I32, mutable: true, shared: false }, &ConstExpr::i32_const(8));
        module.section(&globals);
        let mut exports = ExportSection::new();
        exports.export("main", ExportKind::Func, 1);
        module.section(&exports);
        let mut elements = ElementSection::new();
        elements.active(None, &ConstExpr::i32_const(1), Elements::Functions([5].as_slice().into()));
        module.section(&elements);
        let mut code = CodeSection::new();
        for calls in [&[2, 3][..], &[3, 4, 0], &[], &[], &[]] {
            let mut function = Function::new([]);
            let mut body = function.instructions();
            body.local_get(0);
            for call in calls {
                body.call(*call);
            }
            body.end();
            code.function(&function);
        }
        module.section(&code);
        let (mut names, mut of_functions) = (NameSection::new(), NameMap::new());
        for (number, name) in ["asked", "main", "app[0f]::later::form", "shared", "helper", "<app[0f]::later::pressed>"].iter().enumerate()
        {
            of_functions.append(number as u32, name);
        }
        names.functions(&of_functions);
        module.section(&names);
        module.finish()
    }

    fn counted(module: &[u8]) -> Result<(u32, Vec<String>, Vec<String>)> {
        let (mut functions, mut imports, mut exports) = (0, Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::FunctionSection(section) => functions = section.count(),
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        imports.push(import?.name.to_owned());
                    }
                }
                Payload::ExportSection(section) => {
                    for export in section {
                        exports.push(export?.name.to_owned());
                    }
                }
                _ => {}
            }
        }
        Ok((functions, imports, exports))
    }

    #[test]
    fn what_is_named_moves_with_what_only_it_calls() -> Result<()> {
        let parts = split(&program(), &["app::later"])?;
        Validator::new().validate_all(&parts.first)?;
        Validator::new().validate_all(&parts.rest)?;
        // main, shared, and stubs for the form and for what stands in the table.
        let (functions, imports, exports) = counted(&parts.first)?;
        assert_eq!((functions, imports), (4, vec!["asked".to_owned()]));
        assert_eq!(exports, ["main", "~m", "~t0", "~g0", "~0", "~1"]);
        // The form, its helper, and what stands in the table; it takes what was imported and what is shared.
        let (functions, imports, exports) = counted(&parts.rest)?;
        assert_eq!((functions, exports.len()), (3, 0));
        assert_eq!(imports, ["~0", "~1", "~m", "~t0", "~g0"]);
        Ok(())
    }

    #[test]
    fn a_list_that_names_nothing_is_a_mistake() {
        assert!(split(&program(), &["app::never"]).is_err());
    }
}
