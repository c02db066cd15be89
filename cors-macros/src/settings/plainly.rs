//! What an expression plainly is, before anybody knows its type.

use cors_rules::key::Kind;
use syn::{Expr, ExprClosure, Lit, UnOp};

use crate::syntax::value::peel;

/// The method or the header name of a constant of the `http` crate, such as `Method::GET` and
/// `header::CONTENT_TYPE`.
pub(super) fn name_of_constant(expr: &Expr, kind: Kind) -> Option<String> {
    let Expr::Path(path) = expr else { return None };
    if path.path.segments.len() < 2 {
        return None;
    }
    let name = last_segment(expr)?;
    Some(match kind {
        Kind::Methods => name,
        _ => format!("\"{}\"", name.to_lowercase().replace('_', "-")),
    })
}

pub(super) fn last_segment(expr: &Expr) -> Option<String> {
    let Expr::Path(path) = expr else { return None };
    path.path.segments.last().map(|segment| segment.ident.to_string())
}

pub(super) fn is_async(closure: &ExprClosure) -> bool {
    closure.asyncness.is_some() || matches!(&*closure.body, Expr::Async(_))
}

pub(super) fn is_option(expr: &Expr) -> bool {
    let path = match expr {
        Expr::Path(path) => path,
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => path,
            _ => return false,
        },
        _ => return false,
    };
    path.path.is_ident("None") || path.path.is_ident("Some")
}

/// Whether it plainly is no number: a `Duration` or an `Option` of anything, which other libraries
/// take, or what no number is written as.
pub(super) fn is_no_number(expr: &Expr) -> bool {
    let path = match expr {
        Expr::Array(_) | Expr::Closure(_) | Expr::Range(_) | Expr::Repeat(_) | Expr::Tuple(_) => {
            return true;
        }
        Expr::Path(path) => &path.path,
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => &path.path,
            _ => return false,
        },
        _ => return false,
    };
    path.segments
        .iter()
        .any(|segment| ["Duration", "None", "Some"].iter().any(|name| segment.ident == name))
}

/// A literal, and whether a minus stands before it.
pub(super) fn literal(expr: &Expr) -> Option<(bool, Lit)> {
    match expr {
        Expr::Lit(literal) => Some((false, literal.lit.clone())),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => match peel((*unary.expr).clone())
        {
            Expr::Lit(literal) => Some((true, literal.lit)),
            _ => None,
        },
        _ => None,
    }
}
