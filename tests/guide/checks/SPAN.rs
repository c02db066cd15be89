tracing_subscriber::fmt().with_ansi(false).with_writer(guide_tests::LogBuffer::shared).init();
// The build script inserts the example here.
guide_tests::check(app, guide_tests::answers::LOGGED_ONCE).await;
let log = guide_tests::LogBuffer::shared().contents();
let line = log.lines().find(|line| line.contains("cors_runtime")).expect("an event");
assert!(line.contains("HTTP request{") && line.contains("request_id="), "{line}");
