std::env::set_current_dir(env!("CARGO_MANIFEST_DIR"))?;
// the example
guide_tests::check(app, guide_tests::answers::FILES).await;
