//! The forms that a value takes.

use cors_rules::key::{self, Kind};
use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::{Expr, ExprArray, Lit, UnOp, ext::IdentExt};

use super::hint::is_constant;

/// A list, or one value in its place.
pub(crate) enum Listing {
    Elements {
        /// The brackets, or the one value.
        at: TokenStream,
        elements: Vec<Element>,
    },
    /// A const expression that may be one value or a list: only its type tells.
    Whole(Expr),
}

pub(crate) enum Element {
    Literal {
        value: String,
        at: TokenStream,
    },
    /// One text or a list of them: only its type tells.
    Const(Expr),
    /// `..`: what is inherited.
    Inherited {
        at: TokenStream,
    },
}

/// Anything but text, a list of texts or an expression.
pub(crate) struct NoText {
    pub(crate) at: Expr,
}

impl Listing {
    /// Reads a value; elements of the wrong kind are left out and returned. A list of one is the same
    /// as its element.
    pub(crate) fn read(expr: Expr, kind: Kind) -> (Self, Vec<NoText>) {
        let expr = peel(expr);
        let mut wrong = Vec::new();
        let at = expr.to_token_stream();
        let mut read = |expr: Expr| {
            let element = Element::read(expr, kind);
            element.map_err(|error| wrong.push(error)).ok()
        };
        let mut elements: Vec<Element> = match expr {
            Expr::Array(array) => array.elems.into_iter().filter_map(&mut read).collect(),
            Expr::Reference(reference) if is_array(&reference.expr) => {
                match peel(*reference.expr) {
                    Expr::Array(array) => array.elems.into_iter().filter_map(&mut read).collect(),
                    _ => Vec::new(),
                }
            }
            // It stands for the elements of a list, so it is none by itself.
            Expr::Range(_) => {
                wrong.push(NoText { at: expr });
                Vec::new()
            }
            expr => read(expr).into_iter().collect(),
        };
        match elements.pop() {
            Some(Element::Const(expr)) if elements.is_empty() => (Self::Whole(expr), wrong),
            last => {
                elements.extend(last);
                (Self::Elements { at, elements }, wrong)
            }
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

    /// The expressions that only const evaluation can judge, element by element.
    pub(crate) fn consts(&self) -> impl Iterator<Item = &Expr> {
        self.elements().iter().filter_map(|element| match element {
            Element::Const(expr) => Some(expr),
            Element::Literal { .. } | Element::Inherited { .. } => None,
        })
    }

    /// Whether the macro can read every value.
    pub(crate) fn is_known(&self) -> bool {
        let is_literal = |element: &Element| matches!(element, Element::Literal { .. });
        matches!(self, Self::Elements { elements, .. } if elements.iter().all(is_literal))
    }

    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Self::Elements { elements, .. } if elements.is_empty())
    }
}

impl Element {
    fn read(expr: Expr, kind: Kind) -> Result<Self, NoText> {
        let expr = peel(expr);
        if kind == Kind::Methods
            && let Some(value) = method_name(&expr)
        {
            return Ok(Self::Literal { value, at: expr.to_token_stream() });
        }
        match &expr {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => {
                    Ok(Self::Literal { value: text.value(), at: text.to_token_stream() })
                }
                _ => Err(NoText { at: expr }),
            },
            Expr::Range(range) if range.start.is_none() && range.end.is_none() => {
                Ok(Self::Inherited { at: expr.to_token_stream() })
            }
            Expr::Array(_) if kind == Kind::Methods => Err(NoText { at: expr }),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => Ok(Self::Const(expr)),
            Expr::Assign(_)
            | Expr::Binary(_)
            | Expr::Closure(_)
            | Expr::Range(_)
            | Expr::Repeat(_)
            | Expr::Tuple(_)
            | Expr::Unary(_) => Err(NoText { at: expr }),
            _ if is_made_at_run_time(&expr)
                || is_of_http(&expr)
                || is_no_text(&expr)
                || named_value(&expr, kind).is_some() =>
            {
                Err(NoText { at: expr })
            }
            _ => Ok(Self::Const(expr)),
        }
    }
}

/// An identifier is a method's name, never a const.
fn method_name(expr: &Expr) -> Option<String> {
    word(expr).filter(|word| word != "None")
}

/// A word that stands without quotes.
fn word(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Path(path) => path.path.get_ident().map(|ident| ident.unraw().to_string()),
        _ => None,
    }
}

/// What a word such as `any` stands for. A constant's name is none, whatever it reads.
pub(crate) fn named_value(expr: &Expr, kind: Kind) -> Option<&'static str> {
    word(expr).filter(|word| !is_constant(word)).and_then(|word| key::value(&word, kind))
}

/// Whether it is `None`, `Some(…)`, or a `dynamic(…)` that would have to stand alone.
fn is_no_text(expr: &Expr) -> bool {
    let is_option = match expr {
        Expr::Path(path) => path.path.is_ident("None"),
        Expr::Call(call) => matches!(&*call.func, Expr::Path(path) if path.path.is_ident("Some")),
        _ => false,
    };
    is_option || dynamic_of(expr).is_some()
}

/// The `dynamic` or `dynamic_async` that stands there, with its parentheses or without.
pub(crate) fn dynamic_of(expr: &Expr) -> Option<&'static str> {
    let path = match expr {
        Expr::Path(path) => &path.path,
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => &path.path,
            _ => return None,
        },
        Expr::Macro(call) => &call.mac.path,
        _ => return None,
    };
    DYNAMIC.into_iter().find(|name| path.is_ident(name))
}

/// What origins known at run time are written in.
pub(crate) const DYNAMIC: [&str; 2] = ["dynamic", "dynamic_async"];

/// Whether a path goes to a constant of the `http` crate, as its users write it: they are no texts.
fn is_of_http(expr: &Expr) -> bool {
    let Expr::Path(path) = expr else { return false };
    let mut segments = path.path.segments.iter().rev().skip(1);
    const MODULES: [&str; 4] = ["HttpMethod", "Method", "RequestMethod", "header"];
    segments.next().is_some_and(|segment| MODULES.iter().any(|module| segment.ident == module))
}

/// Whether an expression plainly makes a value while the program runs, which no list can hold.
pub(crate) fn is_made_at_run_time(expr: &Expr) -> bool {
    let is_named = |name: &Ident, names: &[&str]| names.iter().any(|it| name == it);
    match expr {
        Expr::Macro(call) => call.mac.path.segments.last().is_some_and(|segment| {
            is_named(&segment.ident, &["format", "format_args", "vec", "option_env"])
        }),
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => {
                path.path
                    .segments
                    .first()
                    .is_some_and(|segment| is_named(&segment.ident, &["String", "Vec"]))
                    || path.path.segments.last().is_some_and(|segment| {
                        path.path.segments.len() > 1 && is_named(&segment.ident, &["var", "var_os"])
                    })
            }
            _ => false,
        },
        // `option_env!("…").unwrap()` is a constant, other than what it unwraps.
        Expr::MethodCall(call) if is_named(&call.method, &["unwrap", "expect"]) => {
            !matches!(&*call.receiver, Expr::Macro(_)) && is_made_at_run_time(&call.receiver)
        }
        Expr::MethodCall(call) => {
            const MAKING: [&str; 7] = [
                "clone",
                "to_string",
                "to_owned",
                "to_vec",
                "into",
                "collect",
                "unwrap_or_default",
            ];
            is_named(&call.method, &MAKING) || is_made_at_run_time(&call.receiver)
        }
        _ => false,
    }
}

fn is_array(expr: &Expr) -> bool {
    match expr {
        Expr::Array(ExprArray { .. }) => true,
        Expr::Group(group) => is_array(&group.expr),
        Expr::Paren(paren) => is_array(&paren.expr),
        _ => false,
    }
}

/// Without parentheses, and without the invisible ones around what `macro_rules!` passes on.
pub(crate) fn peel(expr: Expr) -> Expr {
    match expr {
        Expr::Group(group) => peel(*group.expr),
        Expr::Paren(paren) => peel(*paren.expr),
        expr => expr,
    }
}

/// `EXPR` of `name(EXPR)`, or what stands between the parentheses instead.
pub(crate) fn call_of<'a>(expr: &'a Expr, name: &str) -> Option<Result<&'a Expr, &'a Expr>> {
    let Expr::Call(call) = expr else { return None };
    match &*call.func {
        Expr::Path(path) if path.path.is_ident(name) => match call.args.first() {
            Some(argument) if call.args.len() == 1 => Some(Ok(argument)),
            _ => Some(Err(expr)),
        },
        _ => None,
    }
}
