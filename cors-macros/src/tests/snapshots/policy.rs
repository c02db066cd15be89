// const SHARED: Policy = policy!(policy = BASE, origins = ["https://app.example.com", STAFF], allow_credentials);

const SHARED: Policy = {
    const _: () = ::cors_runtime::private::assert::origin(STAFF);
    const _: () = ::cors_runtime::private::assert::origins({
        const __CORS_LIST: ::cors_runtime::private::List = &[
            "https://app.example.com",
            STAFF,
        ];
        __CORS_LIST
    });
    const __CORS_POLICY: ::cors_runtime::Policy = ::cors_runtime::Policy::of(::cors_runtime::private::Keys {
            origins: ::core::option::Option::Some(
                ::cors_runtime::private::OriginSource::Listed({
                    const __CORS_LIST: ::cors_runtime::private::List = &[
                        "https://app.example.com",
                        STAFF,
                    ];
                    __CORS_LIST
                }),
            ),
            allow_credentials: ::core::option::Option::Some(true),
            ..::cors_runtime::private::Keys::NONE
        })
        .extending(BASE);
    const _: () = ::cors_runtime::private::assert::combination(&__CORS_POLICY);
    __CORS_POLICY
};
