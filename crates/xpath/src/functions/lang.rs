//! `lang(language)`: whether the context node is in a language.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;
use crate::world::{Node, World};

const XML: &str = "http://www.w3.org/XML/1998/namespace";

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let wanted = arguments.text(0)?;
    let declared = nearest(arguments.scope.world, arguments.scope.node);
    Ok(Operand::Boolean(declared.is_some_and(|declared| speaks(&declared, &wanted))))
}

/// The language of the nearest element that declares one.
fn nearest(world: &dyn World, node: Node) -> Option<String> {
    let mut attributes = Vec::new();
    let mut at = Some(node);
    while let Some(node) = at {
        attributes.clear();
        world.attributes(node, &mut attributes);
        let lang = attributes.iter().find(|node| world.name(**node) == "lang" && world.namespace(**node) == XML);
        if let Some(lang) = lang {
            return Some(world.text(*lang).into_owned());
        }
        at = world.parent(node);
    }
    None
}

/// `pt-BR` speaks `pt`; the case does not count.
fn speaks(declared: &str, wanted: &str) -> bool {
    declared.get(..wanted.len()).is_some_and(|start| start.eq_ignore_ascii_case(wanted))
        && matches!(declared.as_bytes().get(wanted.len()), None | Some(b'-'))
}
