// #[cors(origins = ["https://app.example.com", "https://*.example.com:*"], methods = GET, allow_headers = "x-request-id", max_age = "2h", allow_credentials)]
// /// All books.
// #[get("/books", name = "books")]
// pub async fn list() -> impl Responder { "[]" }

const _: () = {
    #[allow(unused_imports)]
    use get as _;
};
/// All books.
#[allow(non_camel_case_types)]
pub struct list;
impl ::cors_runtime::private::HttpServiceFactory for list {
    fn register(self, __config: &mut ::cors_runtime::private::AppService) {
        /// All books.
        pub async fn list() -> impl Responder {
            "[]"
        }
        {
            const __CORS_POLICY: ::cors_runtime::Policy = ::cors_runtime::Policy::of(::cors_runtime::private::Keys {
                origins: ::core::option::Option::Some(
                    ::cors_runtime::private::OriginSource::Listed(
                        &["https://app.example.com", "https://*.example.com:*"],
                    ),
                ),
                methods: ::core::option::Option::Some(&["GET"]),
                allow_headers: ::core::option::Option::Some(&["x-request-id"]),
                max_age: ::core::option::Option::Some(7200u32),
                allow_credentials: ::core::option::Option::Some(true),
                ..::cors_runtime::private::Keys::NONE
            });
            #[::cors_runtime::private::linkme::distributed_slice(
                ::cors_runtime::private::HANDLERS
            )]
            #[linkme(crate = ::cors_runtime::private::linkme)]
            static __CORS_HANDLER: ::cors_runtime::private::Handler = ::cors_runtime::private::Handler::new(
                ::core::module_path!(),
                "list",
                ::core::file!(),
                ::core::line!(),
                &[
                    ::cors_runtime::private::HandlerRoute::new(
                        "/books",
                        "books",
                        &["GET"],
                    ),
                ],
                __CORS_POLICY,
            );
            let __cors = ::cors_runtime::private::RouteCors::new(&__CORS_HANDLER);
            ::cors_runtime::private::register(__cors.route(0usize), __config, list);
        }
    }
}
