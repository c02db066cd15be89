std::env::set_current_dir(env!("CARGO_MANIFEST_DIR"))?;
// The build script inserts the example here.
guide_tests::check(app, guide_tests::answers::FILES).await;
