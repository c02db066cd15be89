for (with_a_default, answers) in [(true, guide_tests::answers::ME), (false, guide_tests::answers::NO_LAYER)] {
// the example
guide_tests::check(app, answers).await;
}
