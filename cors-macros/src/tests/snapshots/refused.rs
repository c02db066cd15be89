// #[cors(origins = ["https://app.example.com/", STAFF], max_age = "2d")]
// #[get("/books")]
// async fn list() -> impl Responder { "[]" }

::core::compile_error! {
    "`https://app.example.com/` is not an origin: it has a path\nhelp: write `https://app.example.com`\nrule: cors::invalid_origin"
}
::core::compile_error! {
    "`2d` is longer than a day, and no browser keeps the response to a preflight that long\nhelp: write `86400` or less; Chromium keeps it for at most 7200 s, Safari for at most 600 s\nrule: cors::invalid_max_age"
}
const __CORS_CONTEXT: ::cors_runtime::private::Context<'static> = ::cors_runtime::private::Context {
    credentials: false,
    enforces: false,
    dangers: ::cors_runtime::private::Dangers {
        insecure_origins: false,
        public_suffixes: false,
        null_origin: false,
    },
    served: ::core::option::Option::Some(&["GET"]),
};
#[allow(long_running_const_eval)]
const __CORS_ORIGINS_PARTS: ::cors_runtime::private::Concat<2usize> = {
    const PARTS: &[::cors_runtime::private::ListValue; 2usize] = &[
        ::cors_runtime::private::ListValue::Strings(&["https://app.example.com/"]),
        {
            #[allow(unused_imports)]
            use ::cors_runtime::private::WrongList as _;
            const { &::cors_runtime::private::origins(STAFF) }.values("STAFF")
        },
    ];
    ::cors_runtime::private::Concat::new(PARTS)
};
#[allow(long_running_const_eval)]
const __CORS_ORIGINS: ::cors_runtime::private::ListValue = ::cors_runtime::private::ListValue::Strings(
    &__CORS_ORIGINS_PARTS.joined::<{ __CORS_ORIGINS_PARTS.count() }>(),
);
#[allow(long_running_const_eval)]
const _: () = ::cors_runtime::private::assert::part(
    ::cors_runtime::private::CheckedList::new(
        ::cors_runtime::private::Key::Origins,
        __CORS_ORIGINS.list(),
        __CORS_CONTEXT,
    ),
    &__CORS_ORIGINS_PARTS,
    1usize,
);
#[get("/books")]
async fn list() -> impl Responder {
    "[]"
}
