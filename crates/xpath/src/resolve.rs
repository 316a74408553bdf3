//! Replacing names and whole paths by slots, with the help of whoever knows the form.

use crate::ast::{Expr, ExprKind, Path, Span, Start};
use crate::error::Error;

/// Who knows what a name or a path means.
pub trait Resolver {
    /// The slot of `${name}`.
    fn reference(&mut self, name: &str, span: Span) -> Result<u32, Error>;

    /// The slot of a whole path; `None` to leave it as it is, to be walked when it is evaluated.
    ///
    /// `inside_predicate`: a relative path is then seen from the node being filtered, not from the expression's own.
    fn path(&mut self, path: &Path, span: Span, inside_predicate: bool) -> Result<Option<u32>, Error>;

    /// From now on names and paths mean every instance, not the one nearest to the expression; returns what held before.
    fn whole(&mut self, _whole: bool) -> bool {
        false
    }
}

impl Expr {
    /// Replaces references and whole paths by slots, everywhere, arguments and predicates included.
    ///
    /// A path that the resolver leaves stays; what stands in its predicates and at its start is still resolved.
    /// Returns every mistake that the resolver found; the expression is only of use where there is none.
    pub fn resolve(&mut self, resolver: &mut dyn Resolver) -> Vec<Error> {
        let mut errors = Vec::new();
        resolve(self, resolver, false, &mut errors);
        errors
    }
}

fn resolve(expr: &mut Expr, resolver: &mut dyn Resolver, inside: bool, errors: &mut Vec<Error>) {
    let found = match &mut expr.kind {
        ExprKind::Number(_) | ExprKind::Text(_) | ExprKind::Slot(_) => return,
        ExprKind::Reference(name) => resolver.reference(name, expr.span).map(Some),
        ExprKind::Path(path) => resolver.path(path, expr.span, inside),
        ExprKind::Binary(_, left, right) => {
            resolve(left, resolver, inside, errors);
            return resolve(right, resolver, inside, errors);
        }
        ExprKind::Negate(inner) => return resolve(inner, resolver, inside, errors),
        ExprKind::Call(call) => {
            // `indexed-repeat` chooses among all instances; only its indices are seen from where it stands.
            let chooses = call.function.name == "indexed-repeat";
            for (index, argument) in call.arguments.iter_mut().enumerate() {
                let before = (chooses && (index == 0 || index % 2 == 1)).then(|| resolver.whole(true));
                resolve(argument, resolver, inside, errors);
                before.map(|before| resolver.whole(before));
            }
            return;
        }
    };
    match found {
        Ok(Some(slot)) => expr.kind = ExprKind::Slot(slot),
        Ok(None) => resolve_inside(expr, resolver, inside, errors),
        Err(error) => {
            errors.push(error);
            resolve_inside(expr, resolver, inside, errors);
        }
    }
}

fn resolve_inside(expr: &mut Expr, resolver: &mut dyn Resolver, inside: bool, errors: &mut Vec<Error>) {
    let ExprKind::Path(path) = &mut expr.kind else {
        return;
    };
    if let Start::Filter(start, predicates) = &mut path.start {
        resolve(start, resolver, inside, errors);
        predicates.iter_mut().for_each(|predicate| resolve(predicate, resolver, true, errors));
    }
    for step in &mut path.steps {
        step.predicates.iter_mut().for_each(|predicate| resolve(predicate, resolver, true, errors));
    }
}
