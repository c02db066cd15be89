use proc_macro2::TokenStream;
use quote::{ToTokens, TokenStreamExt};
use syn::{
    Attribute, Block, Expr, ItemMod, Meta, ReturnType, Signature, Token, Type, TypeParamBound,
    Visibility,
    parse::{Parse, ParseStream, Parser},
    punctuated::Punctuated,
};

use super::expr_kind::last_name;

/// The item below `#[cors]`.
pub(crate) enum Item {
    Function(Function),
    /// An inline module.
    Module(ItemMod),
    /// Another item, or a statement.
    Other(TokenStream),
    Expression(TokenStream),
    /// Tokens that `syn` cannot parse. They usually have a syntax error, which the compiler reports.
    Unreadable(TokenStream),
}

/// A function. Its body is not parsed.
#[derive(Clone)]
pub(crate) struct Function {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) signature: Signature,
    body: TokenStream,
}

impl Item {
    pub(crate) fn read(tokens: TokenStream) -> Self {
        if let Ok(function) = syn::parse2(tokens.clone()) {
            return Self::Function(function);
        }
        match syn::parse2::<ItemMod>(tokens.clone()) {
            Ok(module) if module.content.is_some() => return Self::Module(module),
            _ => {}
        }
        if syn::parse2::<Expr>(tokens.clone()).is_ok() {
            Self::Expression(tokens)
        } else if Block::parse_within.parse2(tokens.clone()).is_ok() {
            Self::Other(tokens)
        } else {
            Self::Unreadable(tokens)
        }
    }
}

impl Function {
    pub(crate) fn may_return_a_future(&self) -> bool {
        self.signature.asyncness.is_some()
            || match &self.signature.output {
                ReturnType::Type(_, returned) => may_be_a_future(returned),
                ReturnType::Default => false,
            }
    }
}

fn may_be_a_future(returned: &Type) -> bool {
    match returned {
        Type::ImplTrait(returned) => returned.bounds.iter().any(|bound| match bound {
            TypeParamBound::Trait(bound) => last_name(&bound.path).ends_with("Future"),
            _ => false,
        }),
        Type::Path(returned) => !PLAIN_RESPONSES.contains(&&*last_name(&returned.path)),
        // `macro_rules!` puts a group without visible delimiters around an argument.
        Type::Group(group) => may_be_a_future(&group.elem),
        Type::Paren(paren) => may_be_a_future(&paren.elem),
        Type::Macro(_) => true,
        _ => false,
    }
}

/// Common types of responses that are not futures.
#[rustfmt::skip]
const PLAIN_RESPONSES: [&str; 22] = [
    "Bytes", "BytesMut", "Cow", "Html", "HttpResponse", "HttpResponseBuilder", "Json", "NamedFile", "Option",
    "Redirect", "Result", "String", "Vec", "bool", "char", "f64", "i32", "i64", "u16", "u32", "u64", "usize",
];

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        let signature = input.parse()?;
        if !input.peek(syn::token::Brace) && !input.peek(Token![;]) {
            return Err(input.error("no body"));
        }
        Ok(Self { attributes, visibility, signature, body: input.parse()? })
    }
}

impl ToTokens for Function {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(&self.attributes);
        self.visibility.to_tokens(tokens);
        self.signature.to_tokens(tokens);
        self.body.to_tokens(tokens);
    }
}

/// Returns whether an attribute is a `#[cors]`, with or without a qualified path.
pub(crate) fn is_cors(meta: &Meta) -> bool {
    last_name(meta.path()) == "cors"
}

pub(crate) fn arguments_of(attribute: &Attribute) -> TokenStream {
    match &attribute.meta {
        Meta::List(list) => list.tokens.clone(),
        _ => TokenStream::new(),
    }
}

/// Returns whether an attribute has a property, or is a `cfg_attr` that contains an attribute with this property. The
/// items inside a module with `#[cors]` may have a `cfg_attr`, because the compiler expands it after this `#[cors]`.
pub(crate) fn is_or_contains(attribute: &Attribute, has_property: fn(&Meta) -> bool) -> bool {
    has_property(&attribute.meta) || conditional(attribute).iter().any(has_property)
}

/// Returns the attributes in a `#[cfg_attr(predicate, attributes…)]`, and no attributes for any other attribute.
fn conditional(attribute: &Attribute) -> Vec<Meta> {
    if !attribute.path().is_ident("cfg_attr") {
        return Vec::new();
    }
    let all = attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
    all.into_iter().flatten().skip(1).collect()
}

/// Returns whether an attribute is known to leave the item unchanged: a common built-in attribute, or an attribute of a
/// tool such as Clippy.
pub(crate) fn is_inert(attribute: &Attribute) -> bool {
    #[rustfmt::skip]
    const INERT: [&str; 14] = [
        "allow", "clippy", "cold", "deny", "deprecated", "diagnostic", "doc", "expect", "forbid", "inline", "must_use",
        "rustfmt", "track_caller", "warn",
    ];
    let first = attribute.path().segments.first();
    first.is_some_and(|segment| INERT.iter().any(|name| segment.ident == name))
}
