// #[cors(origins = ["https://app.example.com", STAFF], expose_headers = EXPOSED, max_age = 10 * MINUTE)]
// #[get("/books")]
// async fn list() -> impl Responder { "[]" }

#[allow(missing_docs)]
#[allow(non_camel_case_types)]
pub struct list;
impl ::cors_runtime::private::HttpServiceFactory for list {
    fn register(self, __config: &mut ::cors_runtime::private::AppService) {
        #[allow(unused_imports)]
        use get as _;
        async fn list() -> impl Responder {
            "[]"
        }
        const _: () = ::cors_runtime::private::assert::origin(STAFF);
        const _: () = ::cors_runtime::private::assert::origins({
            const __CORS_LIST: ::cors_runtime::private::List = &[
                "https://app.example.com",
                STAFF,
            ];
            __CORS_LIST
        });
        const _: () = ::cors_runtime::private::assert::each::headers(
            {
                const __CORS_LIST: ::cors_runtime::private::List = &::cors_runtime::private::Listed(
                        EXPOSED,
                    )
                    .array::<{ ::cors_runtime::private::Listed(EXPOSED).count() }>();
                __CORS_LIST
            },
            ::cors_runtime::private::HeaderList::Expose,
        );
        const _: () = ::cors_runtime::private::assert::max_age(10 * MINUTE);
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
            expose_headers: ::core::option::Option::Some({
                const __CORS_LIST: ::cors_runtime::private::List = &::cors_runtime::private::Listed(
                        EXPOSED,
                    )
                    .array::<{ ::cors_runtime::private::Listed(EXPOSED).count() }>();
                __CORS_LIST
            }),
            max_age: ::core::option::Option::Some(10 * MINUTE),
            ..::cors_runtime::private::Keys::NONE
        });
        const _: () = ::cors_runtime::private::assert::on_route(
            &__CORS_POLICY,
            &["GET"],
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
            &[::cors_runtime::private::HandlerRoute::new("/books", "list", &["GET"])],
            __CORS_POLICY,
        );
        let __cors = ::cors_runtime::private::RouteCors::new(&__CORS_HANDLER);
        __cors.route(0usize).register(__config, ::cors_runtime::private::to(list));
    }
}
