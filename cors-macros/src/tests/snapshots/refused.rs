// #[cors(origins = ["https://app.example.com/", STAFF], max_age = "2d")]
// #[get("/books")]
// async fn list() -> impl Responder { "[]" }

::core::compile_error! {
    "`2d` is longer than a day, and no browser keeps a preflight's answer for longer\nhelp: write `86400` or less; Chromium keeps it for 7200 s at most\nrule: cors::invalid_max_age"
}
::core::compile_error! {
    "`https://app.example.com/` is not an origin: it has a path\nhelp: write `https://app.example.com`\nrule: cors::invalid_origin"
}
const _: () = ::cors_runtime::private::assert::origin(STAFF);
const _: () = ::cors_runtime::private::assert::origins({
    const __CORS_LIST: ::cors_runtime::private::List = &[
        "https://app.example.com/",
        STAFF,
    ];
    __CORS_LIST
});
#[get("/books")]
async fn list() -> impl Responder {
    "[]"
}
