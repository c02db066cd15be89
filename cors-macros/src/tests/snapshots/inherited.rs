// #[cors(__inherited = self::__CorsModule, crate = ::cors_runtime)]
// #[cors(allow_credentials)]
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
                const __CORS_POLICY: &::cors_runtime::Policy = &{
                    const __CORS_OWN: &::cors_runtime::Policy = &::cors_runtime::private::setters::allow_credentials(
                        ::cors_runtime::Policy::UNSET,
                        true,
                    );
                    const __CORS_BASE: &::cors_runtime::Policy = <self::__CorsModule as ::cors_runtime::private::ModulePolicy>::POLICY;
                    __CORS_OWN.over(__CORS_BASE)
                };
                #[allow(long_running_const_eval)]
                const __CORS_VIOLATIONS: ::cors_runtime::private::Violations = __CORS_POLICY
                    .violations_on_route(
                        "#[cors]",
                        &["GET"],
                        __CORS_POLICY.violations(),
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
                #[allow(long_running_const_eval)]
                const _: () = ::cors_runtime::private::assert::merge(
                    &__CORS_VIOLATIONS,
                    2usize,
                );
                #[allow(long_running_const_eval)]
                const _: () = ::cors_runtime::private::assert::merge(
                    &__CORS_VIOLATIONS,
                    3usize,
                );
                #[allow(long_running_const_eval)]
                const _: () = ::cors_runtime::private::assert::merge(
                    &__CORS_VIOLATIONS,
                    4usize,
                );
                #[allow(long_running_const_eval)]
                const _: () = ::cors_runtime::private::assert::merge(
                    &__CORS_VIOLATIONS,
                    5usize,
                );
                #[allow(long_running_const_eval)]
                const _: () = ::cors_runtime::private::assert::merge(
                    &__CORS_VIOLATIONS,
                    6usize,
                );
                #[allow(long_running_const_eval)]
                const _: () = ::cors_runtime::private::assert::merge(
                    &__CORS_VIOLATIONS,
                    7usize,
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
