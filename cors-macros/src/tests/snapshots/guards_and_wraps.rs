// #[cors(origins = "*")]
// #[route("/books", method = "GET", method = "PURGE", guard = "is_admin", wrap = "Compress::default()", wrap = "from_fn(log)")]
// async fn list() -> impl Responder { "[]" }

#[allow(missing_docs)]
#[allow(non_camel_case_types)]
pub struct list;
impl ::cors_runtime::private::HttpServiceFactory for list {
    fn register(self, __cors_app_service: &mut ::cors_runtime::private::AppService) {
        {
            #[allow(unused_imports)]
            use route as _;
        }
        {
            async fn list() -> impl Responder {
                "[]"
            }
            {
                const __CORS_POLICY: &::cors_runtime::Policy = &::cors_runtime::private::setters::origins(
                    ::cors_runtime::Policy::UNSET,
                    ::cors_runtime::private::OriginSource::listed(&["*"]),
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
                            &["GET", "PURGE"],
                        ),
                    ],
                    __CORS_POLICY,
                );
                let __cors_routes = ::cors_runtime::private::HandlerCors::new(
                    &__CORS_HANDLER,
                );
                __cors_routes
                    .route(0usize)
                    .guard(::cors_runtime::private::fn_guard(is_admin))
                    .register_wrapped(
                        __cors_app_service,
                        ::cors_runtime::private::to(list),
                        |__cors_resource| {
                            __cors_resource.wrap(Compress::default()).wrap(from_fn(log))
                        },
                    );
            }
        }
    }
}
