//! The handler's parameters that need a request header, such as `web::Json<Book>`. The policy must allow this header.

use cors_rules::extractor::Needed;
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{FnArg, PatType, Signature, Type};

use super::{expr_kind::last_name, source::source};

/// A parameter whose type needs a request header.
#[derive(Clone)]
pub(crate) struct Extractor {
    pub(crate) needed: Needed,
    pub(crate) parameter: String,
    pub(crate) at: TokenStream,
}

/// Returns the parameters that need a header. Such a parameter is identified by the last name in the path of its type.
/// Parameters of type `Option`, `Result` or `Either` are left out, because the handler also serves requests without the
/// header.
pub(crate) fn read(signature: &Signature) -> Vec<Extractor> {
    signature.inputs.iter().filter_map(extractor).collect()
}

fn extractor(argument: &FnArg) -> Option<Extractor> {
    let FnArg::Typed(PatType { pat, ty, .. }) = argument else { return None };
    let Type::Path(path) = &**ty else { return None };
    let needed = Needed::by_type_name(&last_name(&path.path))?;
    let parameter = format!("{}: {}", source(pat), source(ty));
    let at = [pat.to_token_stream(), ty.to_token_stream()].into_iter().collect();
    Some(Extractor { needed, parameter, at })
}
