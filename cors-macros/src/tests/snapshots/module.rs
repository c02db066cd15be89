// #[cors(origins = "https://app.example.com", policy = FIRST_PARTY)]
// pub mod books {
// #[get("/books")]
// async fn list() -> impl Responder { "[]" }
// #[cors(none)]
// #[get("/health")]
// async fn health() -> impl Responder { "" }
// mod drafts { #[cors(allow_credentials)] #[get("/drafts")] async fn list() {} }
// fn no_handler() {} }

pub mod books {
    #[::cors_runtime::cors(__inherited = self::__CorsModule, crate = ::cors_runtime)]
    #[get("/books")]
    async fn list() -> impl Responder {
        "[]"
    }
    #[cors(none)]
    #[::cors_runtime::cors(__inherited = self::__CorsModule, crate = ::cors_runtime)]
    #[get("/health")]
    async fn health() -> impl Responder {
        ""
    }
    mod drafts {
        #[cors(allow_credentials)]
        #[::cors_runtime::cors(
            __inherited = super::__CorsModule,
            crate = ::cors_runtime
        )]
        #[get("/drafts")]
        async fn list() {}
    }
    fn no_handler() {}
    #[doc(hidden)]
    #[allow(dead_code)]
    pub(super) struct __CorsModule;
}
impl ::cors_runtime::private::ModulePolicy for books::__CorsModule {
    const POLICY: &'static ::cors_runtime::private::Policy = {
        const __CORS_POLICY: &::cors_runtime::private::Policy = &{
            const __CORS_OWN: &::cors_runtime::private::Policy = &::cors_runtime::private::setters::origins(
                ::cors_runtime::private::Policy::UNSET,
                ::cors_runtime::private::OriginSource::listed(
                    &["https://app.example.com"],
                ),
            );
            const __CORS_BASE: &::cors_runtime::private::Policy = &{
                #[allow(unused_imports)]
                use ::cors_runtime::private::WrongScalar as _;
                ::cors_runtime::private::shared(FIRST_PARTY).value()
            };
            __CORS_OWN.merged_with_base(__CORS_BASE)
        };
        #[allow(long_running_const_eval)]
        const __CORS_VIOLATIONS: ::cors_runtime::private::Violations = __CORS_POLICY
            .merge_violations(true, "FIRST_PARTY", ::core::option::Option::None);
        #[allow(long_running_const_eval)]
        const _: () = ::cors_runtime::private::assert::merged_policy(
            &__CORS_VIOLATIONS,
            0usize,
        );
        #[allow(long_running_const_eval)]
        const _: () = ::cors_runtime::private::assert::merged_policy(
            &__CORS_VIOLATIONS,
            1usize,
        );
        #[allow(long_running_const_eval)]
        const _: () = ::cors_runtime::private::assert::merged_policy(
            &__CORS_VIOLATIONS,
            2usize,
        );
        #[allow(long_running_const_eval)]
        const _: () = ::cors_runtime::private::assert::merged_policy(
            &__CORS_VIOLATIONS,
            3usize,
        );
        #[allow(long_running_const_eval)]
        const _: () = ::cors_runtime::private::assert::merged_policy(
            &__CORS_VIOLATIONS,
            4usize,
        );
        #[allow(long_running_const_eval)]
        const _: () = ::cors_runtime::private::assert::merged_policy(
            &__CORS_VIOLATIONS,
            5usize,
        );
        #[allow(long_running_const_eval)]
        const _: () = ::cors_runtime::private::assert::merged_policy(
            &__CORS_VIOLATIONS,
            6usize,
        );
        #[allow(long_running_const_eval)]
        const _: () = ::cors_runtime::private::assert::merged_policy(
            &__CORS_VIOLATIONS,
            7usize,
        );
        __CORS_POLICY
    };
}
