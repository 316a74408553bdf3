//! What is reached from where, by what the linker recorded: <https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md>.
//!
//! A function reaches what it calls, and every function and every piece of data whose place is written into it. A piece of data reaches
//! every function and piece of data whose place stands in it (tables of methods, for example). Data that no symbol covers is taken as
//! reached from the start.

use anyhow::{Context, Result, ensure};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use wasmparser::{KnownCustom, Linking, Operator, Parser, Payload, RelocationEntry, RelocationType, SymbolInfo};

/// A function or a piece of data.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Function(u32),
    /// The symbol's number.
    Data(u32),
}

/// A module as the linker wrote it.
#[derive(Default)]
pub struct Linked<'a> {
    /// The bytes of each segment, and where they stand in the file.
    segments: Vec<(&'a [u8], usize)>,
    /// Symbols that lead to something: number → what.
    symbols: BTreeMap<u32, Node>,
    /// Symbols of data: number → segment and place in it.
    pieces: BTreeMap<u32, (usize, Range<usize>)>,
    reaches: BTreeMap<Node, BTreeSet<Node>>,
    /// Reached from data that no symbol covers.
    loose: BTreeSet<Node>,
}

/// What is reached.
pub struct Reached {
    /// Functions by their numbers.
    pub functions: BTreeSet<u32>,
    /// For each segment the bytes that are not another part's alone.
    pub data: Vec<Vec<bool>>,
}

impl<'a> Linked<'a> {
    /// Reads a module that was linked with `--emit-relocs`.
    pub fn read(bytes: &'a [u8]) -> Result<Linked<'a>> {
        let mut linked = Linked::default();
        let (mut imported, mut bodies) = (0, Vec::new());
        let (mut code, mut data) = (0, 0);
        let (mut in_code, mut in_data) = (Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(bytes) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        imported += u32::from(matches!(import?.ty, wasmparser::TypeRef::Func(_)));
                    }
                }
                Payload::CodeSectionStart { range, .. } => code = range.start,
                Payload::CodeSectionEntry(body) => {
                    let own = imported + u32::try_from(bodies.len())?;
                    bodies.push(body.range());
                    let reaches = linked.reaches.entry(Node::Function(own)).or_default();
                    for operator in body.get_operators_reader()? {
                        if let Operator::Call { function_index }
                        | Operator::ReturnCall { function_index }
                        | Operator::RefFunc { function_index } = operator?
                        {
                            reaches.insert(Node::Function(function_index));
                        }
                    }
                }
                Payload::DataSection(section) => {
                    data = section.range().start;
                    for segment in section {
                        let segment = segment?;
                        linked.segments.push((segment.data, segment.range.end - segment.data.len()));
                    }
                }
                Payload::CustomSection(section) => match section.as_known() {
                    KnownCustom::Linking(parts) => {
                        for part in parts.subsections() {
                            if let Linking::SymbolTable(symbols) = part? {
                                linked.add_symbols(symbols)?;
                            }
                        }
                    }
                    KnownCustom::Reloc(records) if section.name() == "reloc.CODE" => in_code = places(records, code)?,
                    KnownCustom::Reloc(records) if section.name() == "reloc.DATA" => in_data = places(records, data)?,
                    _ => {}
                },
                _ => {}
            }
        }
        ensure!(!in_code.is_empty() && !in_data.is_empty(), "the program was linked without `--emit-relocs`");
        for (own, body) in (imported..).zip(&bodies) {
            let found: Vec<Node> = linked.named_in(&in_code, body).collect();
            linked.reaches.entry(Node::Function(own)).or_default().extend(found);
        }
        linked.add_data(&in_data);
        Ok(linked)
    }

    fn add_symbols(&mut self, symbols: wasmparser::SymbolInfoMap) -> Result<()> {
        for (number, symbol) in (0..).zip(symbols) {
            match symbol? {
                SymbolInfo::Func { index, .. } => drop(self.symbols.insert(number, Node::Function(index))),
                SymbolInfo::Data { symbol: Some(place), .. } => {
                    let (segment, start) = (place.index as usize, place.offset as usize);
                    self.pieces.insert(number, (segment, start..start + place.size as usize));
                    self.symbols.insert(number, Node::Data(number));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// What each piece of data names, and what is named outside of all pieces.
    fn add_data(&mut self, records: &[(usize, u32)]) {
        let mut loose: BTreeMap<usize, u32> = records.iter().copied().collect();
        for (number, (segment, place)) in &self.pieces {
            // A segment without bytes in the file names nothing.
            let Some((_, start)) = self.segments.get(*segment) else { continue };
            let place = place.start + start..place.end + start;
            let found: BTreeSet<Node> = self.named_in(records, &place).collect();
            loose.retain(|at, _| !place.contains(at));
            self.reaches.insert(Node::Data(*number), found);
        }
        self.loose = loose.values().filter_map(|symbol| self.symbols.get(symbol).copied()).collect();
    }

    /// What the records of a place in the file name.
    fn named_in<'r>(&'r self, records: &'r [(usize, u32)], place: &Range<usize>) -> impl Iterator<Item = Node> + use<'r, 'a> {
        let from = records.partition_point(|(at, _)| *at < place.start);
        let to = records.partition_point(|(at, _)| *at < place.end);
        records[from..to.max(from)].iter().filter_map(|(_, symbol)| self.symbols.get(symbol).copied())
    }

    /// The bytes of all segments.
    pub fn data(&self) -> Vec<&'a [u8]> {
        self.segments.iter().map(|(bytes, _)| *bytes).collect()
    }

    /// Everything that is reached from these functions.
    pub fn reached(&self, roots: &BTreeSet<u32>) -> Reached {
        let mut open: Vec<Node> = roots.iter().map(|root| Node::Function(*root)).chain(self.loose.iter().copied()).collect();
        let mut found = BTreeSet::new();
        while let Some(node) = open.pop() {
            if found.insert(node) {
                open.extend(self.reaches.get(&node).into_iter().flatten());
            }
        }
        // Where pieces lie upon each other, the one that is reached wins.
        let mut data: Vec<Vec<bool>> = self.segments.iter().map(|(bytes, _)| vec![true; bytes.len()]).collect();
        for is_reached in [false, true] {
            for (number, (segment, place)) in &self.pieces {
                if let Some(bytes) = data.get_mut(*segment).and_then(|bytes| bytes.get_mut(place.clone()))
                    && found.contains(&Node::Data(*number)) == is_reached
                {
                    bytes.fill(is_reached);
                }
            }
        }
        let functions = found.into_iter().filter_map(|node| if let Node::Function(function) = node { Some(function) } else { None });
        Reached { functions: functions.collect(), data }
    }
}

/// The records of a section: place in the file → symbol, in order. Records of types name no symbol.
fn places(records: wasmparser::RelocSectionReader, section: usize) -> Result<Vec<(usize, u32)>> {
    let of_type = |record: &RelocationEntry| record.ty == RelocationType::TypeIndexLeb;
    let records = records.entries().into_iter().collect::<wasmparser::Result<Vec<_>>>().context("records of the linker")?;
    let mut places: Vec<(usize, u32)> =
        records.iter().filter(|record| !of_type(record)).map(|record| (section + record.offset as usize, record.index)).collect();
    places.sort_unstable();
    Ok(places)
}
