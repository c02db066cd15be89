// #[cors(origins = dynamic(|origin, _| origin.is_subdomain_of("example.com")))]
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
                const __CORS_POLICY: &::cors_runtime::Policy = &::cors_runtime::private::setters::origins(
                    ::cors_runtime::Policy::UNSET,
                    ::cors_runtime::private::OriginSource::Dynamic(
                        "closure |origin, _| origin.is_subdomain_of(\"example.com\")",
                        || ::cors_runtime::private::closure(|origin, _| {
                            origin.is_subdomain_of("example.com")
                        }),
                    ),
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
                let __cors_routes = ::cors_runtime::private::HandlerCors::new(
                    &__CORS_HANDLER,
                );
                __cors_routes
                    .route(0usize)
                    .register(__cors_app_service, ::cors_runtime::private::to(list));
            }
        }
    }
}
