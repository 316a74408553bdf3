//! The public API of this crate, as the golden file has it: every signature that a back end may build on.
//!
//! Read from the source with a parser, because what rustdoc knows can only be had from a nightly compiler. What is handed on
//! from other crates stands as the one line that does it. `PHIEU_BLESS=1` writes the file anew.

use std::fs;
use std::path::Path;

use syn::{Attribute, Fields, ImplItem, Item, TraitItem, Visibility};

/// The files whose `pub` items can be reached from outside.
const FILES: [&str; 5] = ["lib.rs", "error.rs", "load.rs", "typed.rs", "validator.rs"];

#[test]
fn the_public_api_is_the_golden_one() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text: String = FILES.iter().map(|file| format!("// {file}\n{}\n", public(&here.join("src").join(file)))).collect();
    let golden = here.join("../../tests/ref/phieu-api.txt");
    if std::env::var_os("PHIEU_BLESS").is_some() {
        fs::write(&golden, &text).expect("written");
    }
    let known = fs::read_to_string(&golden).expect("tests/ref/phieu-api.txt");
    assert!(known == text, "the public API has changed: look at the difference, then run this test with PHIEU_BLESS=1");
}

#[test]
fn no_public_item_hides_in_a_file_that_is_not_looked_at() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files =
        fs::read_dir(&folder).expect("the sources").map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"));
    let hiding: Vec<String> =
        files.filter(|file| !FILES.contains(&file.as_str()) && !public(&folder.join(file)).trim().is_empty()).collect();
    assert!(hiding.is_empty(), "{hiding:?}");
}

/// The public items of a file, without bodies and comments.
fn public(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    parsed.attrs.clear();
    parsed.items = parsed.items.into_iter().filter_map(item).collect();
    prettyplease::unparse(&parsed)
}

fn item(mut item: Item) -> Option<Item> {
    let (attrs, seen) = match &mut item {
        Item::Use(each) => (&mut each.attrs, is_public(&each.vis)),
        Item::Mod(each) => (&mut each.attrs, is_public(&each.vis)),
        Item::Const(each) => (&mut each.attrs, is_public(&each.vis)),
        Item::Type(each) => (&mut each.attrs, is_public(&each.vis)),
        Item::Fn(each) => {
            each.block.stmts.clear();
            (&mut each.attrs, is_public(&each.vis))
        }
        Item::Struct(each) => {
            fields(&mut each.fields);
            (&mut each.attrs, is_public(&each.vis))
        }
        Item::Enum(each) => {
            for variant in &mut each.variants {
                clean(&mut variant.attrs);
                if let Fields::Named(named) = &mut variant.fields {
                    named.named.iter_mut().for_each(|field| clean(&mut field.attrs));
                }
            }
            (&mut each.attrs, is_public(&each.vis))
        }
        Item::Trait(each) => {
            each.items.iter_mut().for_each(trait_item);
            (&mut each.attrs, is_public(&each.vis))
        }
        Item::Impl(each) => {
            let of_trait = each.trait_.is_some();
            each.items = std::mem::take(&mut each.items).into_iter().filter_map(|item| impl_item(item, of_trait)).collect();
            let seen = of_trait || !each.items.is_empty();
            (&mut each.attrs, seen)
        }
        Item::Macro(each) => {
            let seen = each.attrs.iter().any(|attribute| attribute.path().is_ident("macro_export"));
            (&mut each.attrs, seen)
        }
        _ => return None,
    };
    if !seen || is_hidden(attrs) {
        return None;
    }
    clean(attrs);
    Some(item)
}

fn impl_item(mut item: ImplItem, of_trait: bool) -> Option<ImplItem> {
    if let ImplItem::Fn(function) = &mut item {
        function.block.stmts.clear();
        clean(&mut function.attrs);
        return (of_trait || is_public(&function.vis)).then_some(item);
    }
    Some(item)
}

fn trait_item(item: &mut TraitItem) {
    match item {
        TraitItem::Const(each) => clean(&mut each.attrs),
        TraitItem::Fn(each) => clean(&mut each.attrs),
        _ => {}
    }
}

/// Only the fields that can be seen.
fn fields(fields: &mut Fields) {
    let Fields::Named(named) = fields else { return };
    named.named = std::mem::take(&mut named.named).into_iter().filter(|field| is_public(&field.vis)).collect();
    named.named.iter_mut().for_each(|field| clean(&mut field.attrs));
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_hidden(attributes: &[Attribute]) -> bool {
    attributes.iter().any(
        |attribute| matches!(&attribute.meta, syn::Meta::List(list) if list.path.is_ident("doc") && list.tokens.to_string() == "hidden"),
    )
}

/// Keeps what belongs to the type: `derive`, `non_exhaustive`, `macro_export`.
fn clean(attributes: &mut Vec<Attribute>) {
    attributes.retain(|attribute| !attribute.path().is_ident("doc"));
}
