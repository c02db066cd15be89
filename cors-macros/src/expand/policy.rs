use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Block, Expr, Stmt};

use cors_rules::key::Key;

use super::{Runtime, call_at, const_checks, ends, respanned};
use crate::{
    check::CheckedPolicy,
    settings::{Settings, Value},
    syntax::{
        expr_kind::without_groups,
        source::{short_source, source},
    },
};

/// Returns the constants of a policy (its values and `__CORS_POLICY`) and their checks. `at` is the place of a merge
/// error that belongs to no value. After an error, `__CORS_POLICY` is a policy that causes no further error.
pub(crate) fn constants(
    checked: &CheckedPolicy,
    at: &impl ToTokens,
    runtime: &Runtime,
) -> TokenStream {
    let values = const_checks::of_values(checked, runtime);
    let policy = match checked.is_valid {
        true => const_checks::of_policy(&expand(checked, runtime), checked, at, runtime),
        false => quote!(const __CORS_POLICY: &#runtime::Policy = &#runtime::Policy::ERRONEOUS;),
    };
    quote!(#values #policy)
}

/// Returns the policy as a const expression, which calls one setter for each setting in the attribute.
fn expand(checked: &CheckedPolicy, runtime: &Runtime) -> TokenStream {
    let mut own = quote!(#runtime::Policy::UNSET);
    for (key, value) in &checked.settings.written {
        if let Some(value) = expand_value(*key, value, runtime) {
            let setter = format_ident!("{}", key.name());
            own = quote!(#runtime::setters::#setter(#own, #value));
        }
    }
    match inherited(&checked.settings, runtime) {
        Some(inherited) => quote!({
            const __CORS_OWN: &#runtime::Policy = &#own;
            const __CORS_BASE: &#runtime::Policy = #inherited;
            __CORS_OWN.merged_with_base(__CORS_BASE)
        }),
        None => own,
    }
}

/// Returns a reference to the inherited policy: the policy in `policy = …`, merged with the policy of the module.
/// Returns `None` if there is neither.
pub(super) fn inherited(settings: &Settings, runtime: &Runtime) -> Option<TokenStream> {
    let shared = settings.path(Key::Policy);
    let shared = shared.map(|path| scalar_value(path, &quote!(#runtime::shared), runtime));
    let module = settings.module.as_ref();
    let module = module.map(|module| quote!(<#module as #runtime::ModulePolicy>::POLICY));
    match (shared, module) {
        (Some(shared), Some(module)) => Some(quote!(&{
            const __CORS_SHARED: &#runtime::Policy = &#shared;
            __CORS_SHARED.merged_with_base(#module)
        })),
        (Some(shared), None) => Some(quote!(&#shared)),
        (None, module) => module,
    }
}

/// Returns an expression that calls `of`, a function in the runtime crate, with a const expression. The call has the
/// span of the const expression, so that the compiler reports a wrong type at that place.
pub(super) fn scalar_value(
    expr: &impl ToTokens,
    of: &TokenStream,
    runtime: &Runtime,
) -> TokenStream {
    let value = call_at(expr, of, expr);
    quote!({
        #[allow(unused_imports)]
        use #runtime::WrongScalar as _;
        #value.value()
    })
}

/// Returns the argument for the setter of a key. Returns `None` for the path in `policy = …` or `crate = …`, because
/// these keys have no setter.
fn expand_value(key: Key, value: &Value, runtime: &Runtime) -> Option<TokenStream> {
    let name = const_name(key);
    Some(match value {
        Value::List(listing) => {
            let list = if listing.is_known() {
                let strings = listing.literals().map(|(value, _)| value);
                quote!(&[#(#strings),*])
            } else {
                quote!(#name.list())
            };
            match key {
                Key::Origins => quote!(#runtime::OriginSource::listed(#list)),
                // In a release build, the compiler removes the first branch, and the strings in it.
                Key::DebugOrigins => quote! {
                    #runtime::List::new(if ::core::cfg!(debug_assertions) { #list } else { &[] })
                },
                _ => quote!(#runtime::List::new(#list)),
            }
        }
        Value::Flag(flag) => flag.to_token_stream(),
        Value::Seconds(seconds) => seconds.to_token_stream(),
        Value::ConstSeconds(_) => name.into_token_stream(),
        Value::Enforce(form) => {
            let form = format_ident!("{form:?}");
            quote!(#runtime::Enforce::#form)
        }
        Value::NoOrigin => quote!(#runtime::OriginSource::None),
        Value::Dynamic { decides, is_async } => {
            let source = source_name(decides);
            let decider = boxed_decider(decides, *is_async, runtime);
            let dynamic = format_ident!("Dynamic{}", if *is_async { "Async" } else { "" });
            quote!(#runtime::OriginSource::#dynamic(#source, || #decider))
        }
        Value::Path(_) => return None,
    })
}

/// Returns an expression that boxes the set or the function of `dynamic(…)`. A closure is passed to a function of the
/// runtime crate. The trait bound of that function lets the compiler infer the closure's parameter types.
fn boxed_decider(expr: &Expr, is_async: bool, runtime: &Runtime) -> TokenStream {
    let suffix = if is_async { "_async" } else { "" };
    let (method, closure) = (format_ident!("boxed{suffix}"), format_ident!("closure{suffix}"));
    if let Some(closure) = with_typed_closure(expr, &quote!(#runtime::#closure)) {
        return closure;
    }
    if !is_path(expr) {
        return quote!(#runtime::#method(#expr));
    }
    let arg = call_at(expr, &quote!(#runtime::PathArg), expr);
    let boxed = respanned(quote!(.#method()), ends(expr).1);
    quote!({
        #[allow(unused_imports)]
        use #runtime::{BoxSync as _, BoxAsync as _, Fallback as _};
        #arg #boxed
    })
}

/// Returns the source code of the expression, which `policies()` lists. The source of a closure or a block begins with
/// `closure`. If this source is long, it is cut off, and a hash of the whole source is added, so that a snapshot of the
/// policies shows a change after the cut.
fn source_name(expr: &Expr) -> String {
    match without_groups(expr) {
        expr @ (Expr::Closure(_) | Expr::Block(_)) => format!("closure {}", short_source(expr)),
        expr => source(expr),
    }
}

/// Returns whether an expression is a path, or a reference to one.
fn is_path(expr: &Expr) -> bool {
    match expr {
        Expr::Path(_) => true,
        Expr::Reference(reference) => is_path(&reference.expr),
        _ => false,
    }
}

/// Returns the expression with a call of the function `typing` around the closure at its end. Returns `None` if the
/// expression does not end with a closure.
fn with_typed_closure(expr: &Expr, typing: &TokenStream) -> Option<TokenStream> {
    match without_groups(expr) {
        Expr::Closure(closure) => Some(call_at(closure, typing, closure)),
        Expr::Block(block) if block.label.is_none() => {
            let Block { stmts, .. } = &block.block;
            let Some((Stmt::Expr(last, None), before)) = stmts.split_last() else { return None };
            let (attributes, last) = (&block.attrs, with_typed_closure(last, typing)?);
            Some(quote!(#(#attributes)* { #(#before)* #last }))
        }
        _ => None,
    }
}

pub(super) fn const_name(key: Key) -> Ident {
    format_ident!("__CORS_{}", key.name().to_uppercase())
}

/// Returns an expression that converts a const expression to strings. The conversion has the span of the const
/// expression, so that the compiler reports a wrong type at that place.
pub(super) fn list_value(key: Key, expr: &Expr, runtime: &Runtime) -> TokenStream {
    if is_string(expr) {
        return quote!(#runtime::ListValue::Strings(&[#expr]));
    }
    let source = source(expr);
    let function = match key {
        Key::Origins => quote!(#runtime::origins),
        _ => quote!(#runtime::strings),
    };
    let listed = call_at(expr, &function, expr);
    // The `const` block makes the borrowed list `'static`.
    quote!({
        #[allow(unused_imports)]
        use #runtime::WrongList as _;
        const { &#listed }.values(#source)
    })
}

/// Returns whether an expression is a call of a built-in macro that makes a string. The type of such a call is known,
/// so the expansion does not convert the value.
fn is_string(expr: &Expr) -> bool {
    let Expr::Macro(call) = expr else { return false };
    ["concat", "env", "include_str", "stringify"].iter().any(|name| call.mac.path.is_ident(name))
}
