//! Reads the value of a key that takes a list: a list, or one value in its place.

use cors_rules::key::{self, Key};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Expr, Lit, ext::IdentExt};

use super::expr_kind::{ExprKind, last_name, without_groups};

/// A list as it is written, or one value in its place.
#[derive(Clone)]
pub(crate) struct WrittenList {
    /// The list with its brackets, or the one value.
    pub(crate) at: TokenStream,
    pub(crate) elements: Vec<Element>,
}

#[derive(Clone)]
pub(crate) struct Element {
    pub(crate) at: TokenStream,
    pub(crate) kind: ElementKind,
}

#[derive(Clone)]
pub(crate) enum ElementKind {
    Literal(String),
    /// An expression whose value should be one string or a list of strings. The macro does not know the type. The
    /// expansion therefore usually calls the method `values` of `cors-runtime`, which the compiler selects by the type.
    Const(Expr),
    /// `..`: the inherited list.
    Inherited,
}

impl WrittenList {
    /// Reads a list or a single value. The second result contains the elements that cannot be strings or lists of
    /// strings.
    pub(crate) fn read(expr: &Expr, key: Key) -> (Self, Vec<Expr>) {
        let expr = without_groups(expr);
        let mut elements = Vec::new();
        let mut wrong = Vec::new();
        let mut read = |expr: &Expr| match Element::read(without_groups(expr), key) {
            Some(element) => elements.push(element),
            None => wrong.push(without_groups(expr).clone()),
        };
        match array_of(expr) {
            Some(array) => array.elems.iter().for_each(&mut read),
            // `..` represents the elements of the inherited list, so it must be inside of brackets.
            None if matches!(expr, Expr::Range(_)) => wrong.push(expr.clone()),
            None => read(expr),
        }
        (Self { at: expr.to_token_stream(), elements }, wrong)
    }

    pub(crate) fn literals(&self) -> impl Iterator<Item = (&str, &TokenStream)> {
        self.elements.iter().filter_map(|element| match &element.kind {
            ElementKind::Literal(value) => Some((value.as_str(), &element.at)),
            ElementKind::Const(_) | ElementKind::Inherited => None,
        })
    }

    /// Returns each `..` with the index of its element.
    pub(crate) fn inherited(&self) -> impl Iterator<Item = (usize, &TokenStream)> {
        let elements = self.elements.iter().enumerate();
        elements
            .filter(|(_, element)| matches!(element.kind, ElementKind::Inherited))
            .map(|(index, element)| (index, &element.at))
    }

    /// Returns whether an element is an expression, which only const evaluation can check.
    pub(crate) fn has_consts(&self) -> bool {
        self.elements.iter().any(|element| matches!(element.kind, ElementKind::Const(_)))
    }

    /// Returns whether the macro can read every value.
    pub(crate) fn is_known(&self) -> bool {
        self.elements.iter().all(Element::is_literal)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.elements.is_empty()
    }

    /// Returns whether the list is written in brackets. Otherwise, it is one value in place of a list.
    pub(crate) fn is_in_brackets(&self) -> bool {
        self.elements.iter().all(|element| element.at.to_string() != self.at.to_string())
    }
}

impl Element {
    pub(crate) fn is_literal(&self) -> bool {
        matches!(self.kind, ElementKind::Literal(_))
    }

    fn read(expr: &Expr, key: Key) -> Option<Self> {
        let is_of_methods = key == Key::Methods;
        let kind = match (ExprKind::of(expr), method_name(expr)) {
            (_, Some(method)) if is_of_methods => ElementKind::Literal(method),
            (ExprKind::Literal(Lit::Str(string)), _) => ElementKind::Literal(string.value()),
            (ExprKind::Inherited, _) => ElementKind::Inherited,
            (ExprKind::Const, _) if !has_meaning(expr, key) => ElementKind::Const(expr.clone()),
            (ExprKind::List, _) if !is_of_methods && array_of(expr).is_some() => {
                ElementKind::Const(expr.clone())
            }
            _ => return None,
        };
        Some(Self { at: expr.to_token_stream(), kind })
    }
}

/// Returns the method that an identifier names. In `methods`, an identifier is never a const. Returns `None` for `all`,
/// `any` and `none`, and for an expression that is not an identifier.
fn method_name(expr: &Expr) -> Option<String> {
    let Expr::Path(path) = expr else { return None };
    let word = path.path.get_ident()?.unraw().to_string();
    let is_any = matches!(word.to_lowercase().as_str(), "all" | "any" | "none");
    (!is_any).then_some(word)
}

/// Returns whether an expression is a word such as `any` or `cors::Any`, for which a help proposes a value.
fn has_meaning(expr: &Expr, key: Key) -> bool {
    let Expr::Path(path) = expr else { return false };
    key::code_for_word(&last_name(&path.path), key.kind()).is_some()
}

/// Returns the array of `[…]` or `&[…]`.
pub(crate) fn array_of(expr: &Expr) -> Option<&syn::ExprArray> {
    match without_groups(expr) {
        Expr::Array(array) => Some(array),
        Expr::Reference(reference) => array_of(&reference.expr),
        _ => None,
    }
}
