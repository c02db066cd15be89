// #[cors(policy = FIRST_PARTY, allow_headers = ["content-type", "x-request-id"])]
// #[put("/books/{id}")]
// async fn replace(id: web::Path<u64>) -> impl Responder { id.to_string() }

const _: () = {
    #[allow(unused_imports)]
    use put as _;
};
#[allow(missing_docs)]
#[allow(non_camel_case_types)]
pub struct replace;
impl ::cors_runtime::private::HttpServiceFactory for replace {
    fn register(self, __config: &mut ::cors_runtime::private::AppService) {
        async fn replace(id: web::Path<u64>) -> impl Responder {
            id.to_string()
        }
        {
            const __CORS_POLICY: ::cors_runtime::Policy = ::cors_runtime::Policy::of(::cors_runtime::private::Keys {
                    allow_headers: ::core::option::Option::Some(
                        &["content-type", "x-request-id"],
                    ),
                    ..::cors_runtime::private::Keys::NONE
                })
                .extending({
                    #[allow(unused_imports)]
                    use ::cors_runtime::private::NotAsked as _;
                    ::cors_runtime::private::shared(FIRST_PARTY).value()
                });
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
            let __cors = ::cors_runtime::private::RouteCors::new(&__CORS_HANDLER);
            ::cors_runtime::private::register(__cors.route(0usize), __config, replace);
        }
    }
}
