for (with_a_default, answers) in [(true, guide_tests::answers::ME), (false, guide_tests::answers::NO_LAYER)] {
// The build script inserts the example here.
guide_tests::check(app, answers).await;
}
