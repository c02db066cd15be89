// const SHARED: Policy = policy!(policy = BASE, origins = ["https://app.example.com", STAFF], allow_credentials);

const SHARED: Policy = {
    const POLICY: ::cors_runtime::Policy = {
        const __CORS_CONTEXT: ::cors_runtime::private::Context<'static> = ::cors_runtime::private::Context {
            credentials: false,
            enforces: false,
            dangers: ::cors_runtime::private::Dangers {
                insecure_origins: true,
                public_suffixes: true,
                null_origin: true,
            },
            served: ::core::option::Option::None,
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
                    const { &::cors_runtime::private::origins(STAFF) }.values("STAFF")
                },
            ];
            ::cors_runtime::private::Concat::new(PARTS)
        };
        #[allow(long_running_const_eval)]
        const __CORS_ORIGINS: ::cors_runtime::private::ListValue = ::cors_runtime::private::ListValue::Strings(
            &__CORS_ORIGINS_PARTS.joined::<{ __CORS_ORIGINS_PARTS.count() }>(),
        );
        #[allow(long_running_const_eval)]
        const _: () = ::cors_runtime::private::assert::part(
            ::cors_runtime::private::CheckedList::new(
                ::cors_runtime::private::Key::Origins,
                __CORS_ORIGINS.list(),
                __CORS_CONTEXT,
            ),
            &__CORS_ORIGINS_PARTS,
            0usize,
        );
        #[allow(long_running_const_eval)]
        const _: () = ::cors_runtime::private::assert::part(
            ::cors_runtime::private::CheckedList::new(
                ::cors_runtime::private::Key::Origins,
                __CORS_ORIGINS.list(),
                __CORS_CONTEXT,
            ),
            &__CORS_ORIGINS_PARTS,
            1usize,
        );
        const __CORS_POLICY: &::cors_runtime::Policy = &{
            const __CORS_OWN: &::cors_runtime::Policy = &::cors_runtime::private::setters::allow_credentials(
                ::cors_runtime::private::setters::origins(
                    ::cors_runtime::Policy::UNSET,
                    ::cors_runtime::private::OriginSource::listed(__CORS_ORIGINS.list()),
                ),
                true,
            );
            const __CORS_BASE: &::cors_runtime::Policy = &{
                #[allow(unused_imports)]
                use ::cors_runtime::private::WrongScalar as _;
                ::cors_runtime::private::shared(BASE).value()
            };
            __CORS_OWN.over(__CORS_BASE)
        };
        #[allow(long_running_const_eval)]
        const __CORS_VIOLATIONS: ::cors_runtime::private::Violations = __CORS_POLICY
            .violations();
        #[allow(long_running_const_eval)]
        const _: () = ::cors_runtime::private::assert::merge(&__CORS_VIOLATIONS, 0usize);
        #[allow(long_running_const_eval)]
        const _: () = ::cors_runtime::private::assert::merge(&__CORS_VIOLATIONS, 1usize);
        #[allow(long_running_const_eval)]
        const _: () = ::cors_runtime::private::assert::merge(&__CORS_VIOLATIONS, 2usize);
        #[allow(long_running_const_eval)]
        const _: () = ::cors_runtime::private::assert::merge(&__CORS_VIOLATIONS, 3usize);
        #[allow(long_running_const_eval)]
        const _: () = ::cors_runtime::private::assert::merge(&__CORS_VIOLATIONS, 4usize);
        #[allow(long_running_const_eval)]
        const _: () = ::cors_runtime::private::assert::merge(&__CORS_VIOLATIONS, 5usize);
        #[allow(long_running_const_eval)]
        const _: () = ::cors_runtime::private::assert::merge(&__CORS_VIOLATIONS, 6usize);
        #[allow(long_running_const_eval)]
        const _: () = ::cors_runtime::private::assert::merge(&__CORS_VIOLATIONS, 7usize);
        __CORS_POLICY.const_clone()
    };
    POLICY
};
