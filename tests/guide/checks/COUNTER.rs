// The build script inserts the example here.
guide_tests::check(app, guide_tests::answers::COUNTED).await;
let shown = prometheus::TextEncoder::new().encode_to_string(&prometheus::gather())?;
let counter = shown.lines().find(|line| line.starts_with("cors_refusals_total{")).expect("a counter");
assert!(counter.contains("::sales\"") && counter.ends_with(" 2"), "{shown}");
