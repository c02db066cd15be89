// #[cors(origins = ["https://app.example.com", STAFF], expose_headers = EXPOSED, max_age = 10 * MINUTE)]
// #[get("/books")]
// async fn list() -> impl Responder { "[]" }

#[allow(missing_docs)]
#[allow(non_camel_case_types)]
pub struct list;
impl ::cors_runtime::private::HttpServiceFactory for list {
    fn register(self, __cors_app_service: &mut ::cors_runtime::private::AppService) {
        {
            #[allow(unused_imports)]
            use get as _;
        }
        {
            async fn list() -> impl Responder {
                "[]"
            }
            {
                const __CORS_CONTEXT: ::cors_runtime::private::Context<'static> = ::cors_runtime::private::Context {
                    allow_credentials: false,
                    is_enforced: false,
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
                        ::cors_runtime::private::ListValue::Strings(
                            &["https://app.example.com"],
                        ),
                        {
                            #[allow(unused_imports)]
                            use ::cors_runtime::private::WrongList as _;
                            const { &::cors_runtime::private::origins(STAFF) }
                                .values("STAFF")
                        },
                    ];
                    ::cors_runtime::private::Concat::new(PARTS)
                };
                #[allow(long_running_const_eval)]
                const __CORS_ORIGINS: ::cors_runtime::private::ListValue = ::cors_runtime::private::ListValue::Strings(
                    &__CORS_ORIGINS_PARTS.joined::<{ __CORS_ORIGINS_PARTS.count() }>(),
                );
                #[allow(long_running_const_eval)]
                const _: () = ::cors_runtime::private::assert::list_element(
                    ::cors_runtime::private::ListCheck::new(
                        ::cors_runtime::private::Key::Origins,
                        __CORS_ORIGINS.list(),
                        __CORS_CONTEXT,
                    ),
                    &__CORS_ORIGINS_PARTS,
                    0usize,
                );
                #[allow(long_running_const_eval)]
                const _: () = ::cors_runtime::private::assert::list_element(
                    ::cors_runtime::private::ListCheck::new(
                        ::cors_runtime::private::Key::Origins,
                        __CORS_ORIGINS.list(),
                        __CORS_CONTEXT,
                    ),
                    &__CORS_ORIGINS_PARTS,
                    1usize,
                );
                #[allow(long_running_const_eval)]
                const __CORS_EXPOSE_HEADERS_PARTS: ::cors_runtime::private::Concat<
                    1usize,
                > = {
                    const PARTS: &[::cors_runtime::private::ListValue; 1usize] = &[
                        {
                            #[allow(unused_imports)]
                            use ::cors_runtime::private::WrongList as _;
                            const { &::cors_runtime::private::strings(EXPOSED) }
                                .values("EXPOSED")
                        },
                    ];
                    ::cors_runtime::private::Concat::new(PARTS)
                };
                #[allow(long_running_const_eval)]
                const __CORS_EXPOSE_HEADERS: ::cors_runtime::private::ListValue = ::cors_runtime::private::ListValue::Strings(
                    &__CORS_EXPOSE_HEADERS_PARTS
                        .joined::<{ __CORS_EXPOSE_HEADERS_PARTS.count() }>(),
                );
                #[allow(long_running_const_eval)]
                const _: () = ::cors_runtime::private::assert::list_element(
                    ::cors_runtime::private::ListCheck::new(
                        ::cors_runtime::private::Key::ExposeHeaders,
                        __CORS_EXPOSE_HEADERS.list(),
                        __CORS_CONTEXT,
                    ),
                    &__CORS_EXPOSE_HEADERS_PARTS,
                    0usize,
                );
                const __CORS_MAX_AGE: ::core::primitive::u32 = {
                    #[allow(unused_imports)]
                    use ::cors_runtime::private::WrongScalar as _;
                    ::cors_runtime::private::seconds(10 * MINUTE).value()
                };
                #[allow(long_running_const_eval)]
                const _: () = ::cors_runtime::private::assert::max_age(__CORS_MAX_AGE);
                const __CORS_POLICY: &::cors_runtime::private::Policy = &::cors_runtime::private::setters::max_age(
                    ::cors_runtime::private::setters::expose_headers(
                        ::cors_runtime::private::setters::origins(
                            ::cors_runtime::private::Policy::UNSET,
                            ::cors_runtime::private::OriginSource::listed(
                                __CORS_ORIGINS.list(),
                            ),
                        ),
                        ::cors_runtime::private::List::new(__CORS_EXPOSE_HEADERS.list()),
                    ),
                    __CORS_MAX_AGE,
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
                            "list",
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
