// #[cors(origins = ["https://app.example.com", "https://*.example.com:*"], methods = GET, allow_headers = "x-request-id", max_age = "2h", allow_credentials)]
// /// All books.
// #[get("/books", name = "books")]
// pub async fn list() -> impl Responder { "[]" }

/// All books.
#[allow(non_camel_case_types)]
pub struct list;
impl ::cors_runtime::private::HttpServiceFactory for list {
    fn register(self, __cors_app_service: &mut ::cors_runtime::private::AppService) {
        {
            #[allow(unused_imports)]
            use get as _;
        }
        {
            /// All books.
            pub async fn list() -> impl Responder {
                "[]"
            }
            {
                const __CORS_POLICY: &::cors_runtime::private::Policy = &::cors_runtime::private::setters::allow_credentials(
                    ::cors_runtime::private::setters::max_age(
                        ::cors_runtime::private::setters::allow_headers(
                            ::cors_runtime::private::setters::methods(
                                ::cors_runtime::private::setters::origins(
                                    ::cors_runtime::private::Policy::UNSET,
                                    ::cors_runtime::private::OriginSource::listed(
                                        &["https://app.example.com", "https://*.example.com:*"],
                                    ),
                                ),
                                ::cors_runtime::private::List::new(&["GET"]),
                            ),
                            ::cors_runtime::private::List::new(&["x-request-id"]),
                        ),
                        7200u32,
                    ),
                    true,
                );
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
                let __cors_routes = ::cors_runtime::private::HandlerRegistration::new(
                    &__CORS_HANDLER,
                );
                __cors_routes
                    .route(0usize)
                    .register(__cors_app_service, ::cors_runtime::private::to(list));
            }
        }
    }
}
