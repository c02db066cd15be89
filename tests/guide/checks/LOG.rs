mod tracing_subscriber {
    // In the example, this module takes the place of the crate `tracing_subscriber`, so that the log goes to memory.
    pub fn fmt() -> ::tracing_subscriber::fmt::SubscriberBuilder<
        ::tracing_subscriber::fmt::format::DefaultFields,
        ::tracing_subscriber::fmt::format::Format,
        ::tracing_subscriber::filter::LevelFilter,
        fn() -> guide_tests::LogBuffer,
    > {
        ::tracing_subscriber::fmt().with_ansi(false).with_writer(guide_tests::LogBuffer::shared)
    }
}
// The build script inserts the example here.
guide_tests::check(app, guide_tests::answers::LOGGED_TWICE).await;
let log = guide_tests::LogBuffer::shared().contents();
assert_eq!(log.matches("WARN cors_runtime: ").count(), 1, "{log}");
assert!(log.contains("https://www.app.example.com"), "{log}");
