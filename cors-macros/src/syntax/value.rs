//! Lists, and the single values that may be written in their place.

use cors_rules::key::{Key, Kind};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Expr, Lit, ext::IdentExt};

use super::{
    expr_kind::{ExprKind, peeled},
    hint,
};

/// A list, or one value in its place.
#[derive(Clone)]
pub(crate) enum Listing {
    Elements {
        /// The brackets, or the one value.
        at: TokenStream,
        elements: Vec<Element>,
    },
    /// A const expression that may be one value or a list. Const evaluation distinguishes them by type.
    Whole(Expr),
}

#[derive(Clone)]
pub(crate) enum Element {
    Literal {
        value: String,
        at: TokenStream,
    },
    /// One string or a list of them. Const evaluation distinguishes them by type.
    Const(Expr),
    /// `..`: the inherited list.
    Inherited {
        at: TokenStream,
    },
}

impl Listing {
    /// Reads a value; elements that are no strings are left out and returned. A list of one is the same
    /// as its element.
    pub(crate) fn read(expr: Expr, key: Key) -> (Self, Vec<Expr>) {
        let expr = peeled(&expr).clone();
        let at = expr.to_token_stream();
        let mut wrong = Vec::new();
        let mut elements = Vec::new();
        let mut read = |expr: Expr| match Element::read(peeled(&expr), key) {
            Some(element) => elements.push(element),
            None => wrong.push(peeled(&expr).clone()),
        };
        match array_of(&expr) {
            Some(array) => array.elems.iter().cloned().for_each(&mut read),
            // `..` represents the elements of a list. By itself, it is not a list.
            None if matches!(expr, Expr::Range(_)) => wrong.push(expr),
            None => read(expr),
        }
        match elements.pop() {
            Some(Element::Const(expr)) if elements.is_empty() => (Self::Whole(expr), wrong),
            last => {
                elements.extend(last);
                (Self::Elements { at, elements }, wrong)
            }
        }
    }

    pub(crate) fn at(&self) -> TokenStream {
        match self {
            Self::Elements { at, .. } => at.clone(),
            Self::Whole(expr) => expr.to_token_stream(),
        }
    }

    pub(crate) fn elements(&self) -> &[Element] {
        match self {
            Self::Elements { elements, .. } => elements,
            Self::Whole(_) => &[],
        }
    }

    /// The literals, each with the index of its element.
    pub(crate) fn literals(&self) -> impl Iterator<Item = (usize, &str, &TokenStream)> {
        self.elements().iter().enumerate().filter_map(|(index, element)| match element {
            Element::Literal { value, at } => Some((index, value.as_str(), at)),
            Element::Const(_) | Element::Inherited { .. } => None,
        })
    }

    /// Each `..`, with the index of its element.
    pub(crate) fn inherited(&self) -> impl Iterator<Item = (usize, &TokenStream)> {
        self.elements().iter().enumerate().filter_map(|(index, element)| match element {
            Element::Inherited { at } => Some((index, at)),
            Element::Literal { .. } | Element::Const(_) => None,
        })
    }

    /// Returns whether an element is an expression, which only const evaluation can check.
    pub(crate) fn has_consts(&self) -> bool {
        self.elements().iter().any(|element| matches!(element, Element::Const(_)))
    }

    /// Returns whether the macro can read every value.
    pub(crate) fn is_known(&self) -> bool {
        let is_literal = |element: &Element| matches!(element, Element::Literal { .. });
        matches!(self, Self::Elements { elements, .. } if elements.iter().all(is_literal))
    }

    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Self::Elements { elements, .. } if elements.is_empty())
    }
}

impl Element {
    pub(crate) fn at(&self) -> TokenStream {
        match self {
            Self::Literal { at, .. } | Self::Inherited { at } => at.clone(),
            Self::Const(expr) => expr.to_token_stream(),
        }
    }

    fn read(expr: &Expr, key: Key) -> Option<Self> {
        let is_of_methods = key.kind() == Kind::Methods;
        let at = || expr.to_token_stream();
        if is_of_methods && let Some(value) = method_name(expr) {
            return Some(Self::Literal { value, at: at() });
        }
        match ExprKind::of(expr) {
            ExprKind::Literal(Lit::Str(text)) => {
                Some(Self::Literal { value: text.value(), at: text.to_token_stream() })
            }
            ExprKind::Inherited => Some(Self::Inherited { at: at() }),
            ExprKind::Const if hint::word_value(expr, key).is_none() => {
                Some(Self::Const(expr.clone()))
            }
            ExprKind::List(_) if !is_of_methods && array_of(expr).is_some() => {
                Some(Self::Const(expr.clone()))
            }
            _ => None,
        }
    }
}

/// An identifier is the name of a method, never a const.
fn method_name(expr: &Expr) -> Option<String> {
    let Expr::Path(path) = expr else { return None };
    let word = path.path.get_ident()?.unraw().to_string();
    let is_any = matches!(word.to_lowercase().as_str(), "all" | "any" | "none");
    (!is_any).then_some(word)
}

/// Returns the array of `[…]` or `&[…]`.
pub(crate) fn array_of(expr: &Expr) -> Option<&syn::ExprArray> {
    match peeled(expr) {
        Expr::Array(array) => Some(array),
        Expr::Reference(reference) => match peeled(&reference.expr) {
            Expr::Array(array) => Some(array),
            _ => None,
        },
        _ => None,
    }
}
