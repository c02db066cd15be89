// #[cors(policy = FIRST_PARTY, allow_headers = ["content-type", "x-request-id"])]
// #[put("/books/{id}")]
// async fn replace(id: web::Path<u64>) -> impl Responder { id.to_string() }

#[allow(missing_docs)]
#[allow(non_camel_case_types)]
pub struct replace;
impl ::cors_runtime::private::HttpServiceFactory for replace {
    fn register(self, __cors_app_service: &mut ::cors_runtime::private::AppService) {
        {
            #[allow(unused_imports)]
            use put as _;
        }
        {
            async fn replace(id: web::Path<u64>) -> impl Responder {
                id.to_string()
            }
            {
                const __CORS_POLICY: &::cors_runtime::Policy = &{
                    const __CORS_OWN: &::cors_runtime::Policy = &::cors_runtime::private::set::allow_headers(
                        ::cors_runtime::Policy::UNSET,
                        ::cors_runtime::private::List::new(
                            &["content-type", "x-request-id"],
                        ),
                    );
                    const __CORS_BASE: &::cors_runtime::Policy = &{
                        #[allow(unused_imports)]
                        use ::cors_runtime::private::WrongScalar as _;
                        ::cors_runtime::private::shared(FIRST_PARTY).value()
                    };
                    __CORS_OWN.over(__CORS_BASE)
                };
                #[allow(long_running_const_eval)]
                const __CORS_VIOLATIONS: ::cors_runtime::private::Violations = __CORS_POLICY
                    .violations_on_route(
                        "FIRST_PARTY",
                        &["PUT"],
                        ::cors_runtime::private::Violations::NONE,
                    );
                #[allow(long_running_const_eval)]
                const _: () = ::cors_runtime::private::assert::merge(
                    &__CORS_VIOLATIONS,
                    0usize,
                );
                #[allow(long_running_const_eval)]
                const _: () = ::cors_runtime::private::assert::merge(
                    &__CORS_VIOLATIONS,
                    1usize,
                );
                #[::cors_runtime::private::linkme::distributed_slice(
                    ::cors_runtime::private::HANDLERS
                )]
                #[linkme(crate = ::cors_runtime::private::linkme)]
                static __CORS_HANDLER: ::cors_runtime::private::Handler = ::cors_runtime::private::Handler::new(
                    ::core::module_path!(),
                    "replace",
                    ::core::file!(),
                    ::core::line!(),
                    &[
                        ::cors_runtime::private::HandlerRoute::new(
                            "/books/{id}",
                            "replace",
                            &["PUT"],
                        ),
                    ],
                    __CORS_POLICY,
                );
                let __cors_routes = ::cors_runtime::private::HandlerCors::new(
                    &__CORS_HANDLER,
                );
                __cors_routes
                    .route(0usize)
                    .register(__cors_app_service, ::cors_runtime::private::to(replace));
            }
        }
    }
}
