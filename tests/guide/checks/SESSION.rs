// The build script inserts the example here.
let app = guide_tests::check(app, guide_tests::answers::SESSION).await;
guide_tests::check_logged_in(&app, guide_tests::answers::SESSION_LOGGED_IN).await;
