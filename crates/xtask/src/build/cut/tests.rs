//! A program of seven functions, cut.

use super::*;
use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, DataSymbolDefinition, ElementSection, Elements, EntityType, ExportKind, ExportSection, Function,
    FunctionSection, GlobalSection, GlobalType, ImportSection, LinkingSection, MemorySection, MemoryType, RefType, SymbolTable,
    TableSection, TableType, TypeSection, ValType,
};
use wasmparser::Validator;

/// The functions: 0 is imported, 1 `main` and 2 `rest` are exported, 3 is called by both, 4 by `rest` alone. 5 and 6 stand in the table.
const CALLS: [&[u32]; 6] = [&[3], &[0, 3, 4], &[], &[], &[], &[]];

/// Two pieces of data of so many bytes each: the first is read by 3, the second by `rest`.
const PIECE: u32 = 32;

/// The linker's kinds of records.
const TABLE_IN_CODE: u8 = 1;
const TABLE_IN_DATA: u8 = 2;
const MEMORY_IN_CODE: u8 = 4;

/// What stands written where: a place in the section, the kind of record, the symbol: functions by their numbers, then both pieces.
type Records = Vec<(usize, u8, u8)>;

/// The program as the linker writes it. The second piece holds the place of 6. `main` holds the place of 5, and, where it is so, of the
/// second piece: then 6 may be called without `rest`.
fn linked(main_reads_second: bool) -> Result<Vec<u8>> {
    let mut module = Module::new();
    let mut types = TypeSection::new();
    types.ty().function([], []);
    module.section(&types);
    let mut imports = ImportSection::new();
    imports.import("page", "asked", EntityType::Function(0));
    module.section(&imports);
    let mut functions = FunctionSection::new();
    for _ in CALLS {
        functions.function(0);
    }
    module.section(&functions);
    let mut tables = TableSection::new();
    tables.table(TableType { element_type: RefType::FUNCREF, minimum: 3, maximum: Some(3), table64: false, shared: false });
    module.section(&tables);
    let mut memories = MemorySection::new();
    memories.memory(MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None });
    module.section(&memories);
    let mut globals = GlobalSection::new();
    globals.global(GlobalType { val_type: ValType::I32, mutable: true, shared: false }, &ConstExpr::i32_const(8));
    module.section(&globals);
    let mut exports = ExportSection::new();
    exports.export("main", ExportKind::Func, 1).export("rest", ExportKind::Func, 2);
    module.section(&exports);
    let mut elements = ElementSection::new();
    elements.active(None, &ConstExpr::i32_const(1), Elements::Functions([5, 6].as_slice().into()));
    module.section(&elements);
    let mut code = CodeSection::new();
    for calls in CALLS {
        let mut function = Function::new([]);
        for call in calls {
            function.instructions().call(*call);
        }
        function.instructions().end();
        code.function(&function);
    }
    module.section(&code);
    let mut data = DataSection::new();
    data.active(0, &ConstExpr::i32_const(1024), [1; 2 * PIECE as usize]);
    module.section(&data);
    let mut symbols = SymbolTable::new();
    symbols.function(0x10, 0, None);
    for function in 1..=6 {
        symbols.function(0, function, Some("f"));
    }
    for number in 0..2 {
        symbols.data(0, "d", Some(DataSymbolDefinition { index: 0, offset: number * PIECE, size: PIECE }));
    }
    module.section(LinkingSection::new().symbol_table(&symbols));
    let (bodies, segment) = places_in(&module.clone().finish())?;
    let mut in_code: Records = vec![(bodies[0], TABLE_IN_CODE, 5), (bodies[1], MEMORY_IN_CODE, 8), (bodies[2], MEMORY_IN_CODE, 7)];
    if main_reads_second {
        in_code.push((bodies[0] + 1, MEMORY_IN_CODE, 8));
    }
    for (name, records) in [("reloc.CODE", in_code), ("reloc.DATA", vec![(segment + PIECE as usize + 4, TABLE_IN_DATA, 6)])] {
        let mut bytes = vec![0, u8::try_from(records.len())?];
        for (at, kind, symbol) in records {
            bytes.extend([kind, u8::try_from(at)?, symbol]);
            bytes.extend((kind == MEMORY_IN_CODE).then_some(0));
        }
        module.section(&CustomSection { name: name.into(), data: bytes.into() });
    }
    Ok(module.finish())
}

/// Where the functions' bodies begin in their section, and the bytes of the segment in theirs.
fn places_in(module: &[u8]) -> Result<(Vec<usize>, usize)> {
    let (mut bodies, mut code, mut segment) = (Vec::new(), 0, 0);
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::CodeSectionStart { range, .. } => code = range.start,
            Payload::CodeSectionEntry(body) => bodies.push(body.range().start - code),
            Payload::DataSection(section) => {
                let start = section.range().start;
                for each in section {
                    let each = each?;
                    segment = each.range.end - each.data.len() - start;
                }
            }
            _ => {}
        }
    }
    Ok((bodies, segment))
}

/// What a part holds: functions of its own, imports, exports, filled slots, and places of data with how many bytes.
type Held = (u32, Vec<String>, Vec<String>, Vec<u32>, Vec<(u32, usize)>);

fn held(module: &[u8]) -> Result<Held> {
    Validator::new().validate_all(module)?;
    let mut held = Held::default();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::FunctionSection(section) => held.0 = section.count(),
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    held.1.push(import?.name.to_owned());
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    held.2.push(export?.name.to_owned());
                }
            }
            Payload::ElementSection(section) => {
                for element in section {
                    let element = element?;
                    let wasmparser::ElementKind::Active { offset_expr, .. } = element.kind else { continue };
                    let wasmparser::ElementItems::Functions(functions) = element.items else { continue };
                    let first = read::constant(&offset_expr)?;
                    held.3.extend(first..first + functions.count());
                }
            }
            Payload::DataSection(section) => {
                for segment in section {
                    let segment = segment?;
                    let wasmparser::DataKind::Active { offset_expr, .. } = segment.kind else { continue };
                    held.4.push((read::constant(&offset_expr)?, segment.data.len()));
                }
            }
            _ => {}
        }
    }
    Ok(held)
}

fn parts(main_reads_second: bool) -> Result<(Held, Held)> {
    let linked = linked(main_reads_second)?;
    let parts = cut(&linked, &numbered(&linked)?, "rest")?;
    Ok((held(&parts.first)?, held(&parts.rest)?))
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn what_only_the_entry_reaches_moves() -> Result<()> {
    let (first, rest) = parts(false)?;
    // `main`, the shared one, and the one whose place stands in `main`; two are lent, the imported one among them.
    assert_eq!(first, (3, names(&["asked"]), names(&["main", "m", "t0", "g0", "0", "1"]), vec![1], vec![(1024, 32)]));
    // The entry, what it calls, and the one whose place stands in its data.
    assert_eq!(rest, (3, names(&["0", "1", "m", "t0", "g0"]), names(&["rest"]), vec![2], vec![(1056, 32)]));
    Ok(())
}

#[test]
fn what_stands_in_data_that_the_first_part_reads_stays() -> Result<()> {
    let (first, rest) = parts(true)?;
    assert_eq!((first.0, first.3, first.4), (4, vec![1, 2], vec![(1024, 64)]));
    assert_eq!((rest.0, rest.3, rest.4), (2, vec![], vec![]));
    Ok(())
}

#[test]
fn without_the_linkers_records_nothing_is_cut() -> Result<()> {
    let linked = linked(false)?;
    let numbered = numbered(&linked)?;
    assert!(cut(&numbered, &numbered, "rest").is_err());
    assert!(cut(&linked, &numbered, "never").is_err());
    Ok(())
}
