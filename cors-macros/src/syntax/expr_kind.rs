//! Kinds of expressions, derived from syntax. A macro does not know the types of expressions.

use syn::{
    Expr, ExprMethodCall, Lit, Path, Stmt, UnOp, ext::IdentExt, punctuated::Punctuated,
    token::Comma,
};

use super::{hint, route};

pub(crate) enum ExprKind<'a> {
    Literal(&'a Lit),
    /// A literal after a minus, such as `-1`.
    Negative(&'a Lit),
    /// A list in one of the forms `[a, b]`, `&[a, b]`, `(a, b)` and `vec![a, b]`.
    List,
    /// `..`, which represents the inherited list.
    Inherited,
    /// `..a` or `a..`: other languages join lists this way.
    Spread(&'a Expr),
    None,
    Some(&'a Expr),
    /// `dynamic` or `dynamic_async`, with the arguments if it is called.
    Dynamic(&'static str, Option<&'a Punctuated<Expr, Comma>>),
    Closure,
    /// A constant of the `http` crate, such as `Method::GET` or `header::CONTENT_TYPE`.
    HttpConstant,
    OptionEnv,
    /// An expression whose value is most likely made while the program runs.
    RunTime,
    /// An operator, an assignment, a range with two ends, a repetition such as `[a; 2]`, or a field of a type, such as
    /// Java's `RequestMethod.GET`.
    Operation,
    /// Any other expression, such as a path, a macro or a call. The macro does not know the type of its value.
    Const,
}

/// The names in `origins = dynamic(…)` and `origins = dynamic_async(…)`.
pub(crate) const DYNAMIC: [&str; 2] = ["dynamic", "dynamic_async"];

fn dynamic_name(path: &Path) -> Option<&'static str> {
    DYNAMIC.into_iter().find(|name| path.is_ident(name))
}

impl<'a> ExprKind<'a> {
    pub(crate) fn of(expr: &'a Expr) -> Self {
        let expr = without_groups(expr);
        match expr {
            Expr::Lit(literal) => Self::Literal(&literal.lit),
            Expr::Array(_) | Expr::Tuple(_) => Self::List,
            Expr::Reference(reference) => match without_groups(&reference.expr) {
                Expr::Array(_) => Self::List,
                Expr::Path(path) if is_http_constant(&path.path) => Self::HttpConstant,
                _ => Self::Const,
            },
            Expr::Range(range) => match (&range.start, &range.end) {
                (None, None) => Self::Inherited,
                (Some(list), None) | (None, Some(list)) => Self::Spread(list),
                _ => Self::Operation,
            },
            Expr::Closure(_) => Self::Closure,
            Expr::Unary(unary) => match (&unary.op, without_groups(&unary.expr)) {
                (UnOp::Neg(_), Expr::Lit(literal)) => Self::Negative(&literal.lit),
                _ => Self::Operation,
            },
            Expr::Path(path) => Self::of_path(&path.path),
            Expr::Call(call) => match without_groups(&call.func) {
                Expr::Path(path) => Self::of_call(&path.path, &call.args),
                _ => Self::Const,
            },
            Expr::MethodCall(call) => Self::of_method_call(call),
            Expr::Await(_) | Expr::Try(_) => Self::RunTime,
            Expr::Macro(call) => Self::of_macro(&call.mac),
            Expr::Assign(_) | Expr::Binary(_) | Expr::Repeat(_) => Self::Operation,
            Expr::Field(syn::ExprField { base, .. })
            | Expr::Index(syn::ExprIndex { expr: base, .. }) => Self::of_part(base),
            // `{RequestMethod.GET}` is a list in Java. The compiler evaluates any other block and the attributes in it.
            Expr::Block(syn::ExprBlock { label: None, block, .. }) => match &block.stmts[..] {
                [Stmt::Expr(Expr::Field(_), None)] => Self::Operation,
                _ => Self::Const,
            },
            _ => Self::Const,
        }
    }

    fn of_path(path: &'a Path) -> Self {
        if path.is_ident("None") {
            return Self::None;
        }
        if let Some(name) = dynamic_name(path) {
            return Self::Dynamic(name, None);
        }
        if is_http_constant(path) { Self::HttpConstant } else { Self::Const }
    }

    /// Returns the kind of a field or an element of `base`. If the first name is lower-case, the value is made at run
    /// time, as in JavaScript's `process.env.ORIGIN` or a field of a variable.
    fn of_part(base: &Expr) -> Self {
        match without_groups(base) {
            Expr::Field(syn::ExprField { base, .. })
            | Expr::Index(syn::ExprIndex { expr: base, .. }) => Self::of_part(base),
            Expr::Path(path) if hint::has_name_of_constant(&path.path) => Self::Const,
            Expr::Path(path) if last_name(&path.path).starts_with(char::is_lowercase) => {
                Self::RunTime
            }
            Expr::Path(_) => Self::Operation,
            _ => Self::Const,
        }
    }

    fn of_call(path: &'a Path, arguments: &'a Punctuated<Expr, Comma>) -> Self {
        if let Some(name) = dynamic_name(path) {
            return Self::Dynamic(name, Some(arguments));
        }
        match arguments.first() {
            Some(value) if path.is_ident("Some") => return Self::Some(value),
            _ => {}
        }
        let names = path_names(path);
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let is_at_run_time = match names.as_slice() {
            [first, ..] if MAKING_TYPES.contains(first) => true,
            [.., "app_data"] | [_, .., "var" | "var_os"] => true,
            ["web", .., name] if route::method_named(name).is_some() => true,
            [.., set, _] if SETS.contains(set) => true,
            [.., name] if hint::takes_a_function(name) => true,
            names => hint::is_library_function(names),
        };
        let has_closure =
            || arguments.iter().any(|it| matches!(without_groups(it), Expr::Closure(_)));
        if is_at_run_time || has_closure() { Self::RunTime } else { Self::Const }
    }

    fn of_method_call(call: &'a ExprMethodCall) -> Self {
        let receiver = without_groups(&call.receiver);
        let is_at_run_time = match (call.method.to_string().as_str(), receiver) {
            // `option_env!("…").unwrap()` is a constant.
            ("unwrap" | "expect", Expr::Macro(_)) => false,
            // A cell or a lock gets its contents while the program runs, as in `CELL.get().unwrap()`.
            ("unwrap" | "expect", Expr::MethodCall(call))
                if ["get", "read", "lock"].iter().any(|name| call.method == name) =>
            {
                true
            }
            (method, _) if MAKING_METHODS.contains(&method) => true,
            _ => matches!(Self::of(receiver), Self::RunTime | Self::HttpConstant),
        };
        if is_at_run_time { Self::RunTime } else { Self::Const }
    }

    fn of_macro(call: &syn::Macro) -> Self {
        if let Some(name) = dynamic_name(&call.path) {
            return Self::Dynamic(name, None);
        }
        match last_name(&call.path).as_str() {
            "vec" => Self::List,
            "option_env" => Self::OptionEnv,
            "format" | "format_args" => Self::RunTime,
            _ => Self::Const,
        }
    }
}

fn is_http_constant(path: &Path) -> bool {
    matches!(path_names(path).as_slice(), [.., module, _] if HTTP_MODULES.contains(&module.as_str()))
}

/// Types and modules that contain constants for methods and headers.
pub(crate) const HTTP_MODULES: &[&str] = &["HttpMethod", "Method", "RequestMethod", "header"];

/// Types whose functions make a value while the program runs.
pub(crate) const MAKING_TYPES: &[&str] = &["Arc", "Box", "Rc", "String", "Vec"];

/// Methods that make a value while the program runs.
pub(crate) const MAKING_METHODS: &[&str] = &[
    "clone",
    "collect",
    "concat",
    "into",
    "into_iter",
    "iter",
    "join",
    "parse",
    "split",
    "to_owned",
    "to_string",
    "to_vec",
    "unwrap_or_default",
];

/// The types of sets of origins.
pub(crate) const SETS: &[&str] = &["Origins", "LiveOrigins"];

/// Removes parentheses, and the invisible groups that `macro_rules!` puts around expressions.
pub(crate) fn without_groups(expr: &Expr) -> &Expr {
    match expr {
        Expr::Group(group) => without_groups(&group.expr),
        Expr::Paren(paren) => without_groups(&paren.expr),
        expr => expr,
    }
}

pub(crate) fn last_name(path: &Path) -> String {
    path.segments.last().map(|segment| segment.ident.unraw().to_string()).unwrap_or_default()
}

pub(crate) fn path_names(path: &Path) -> Vec<String> {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect()
}

/// Returns the names in the path of a called function.
pub(crate) fn callee_names(expr: &Expr) -> Option<Vec<String>> {
    let Expr::Call(call) = without_groups(expr) else { return None };
    let Expr::Path(function) = without_groups(&call.func) else { return None };
    Some(path_names(&function.path))
}
