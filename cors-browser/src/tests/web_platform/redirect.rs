use super::{
    super::{request, respond, server},
    PAGE,
};
use crate::Browser;

/// `cors/redirect-origin.htm`: two URLs, the `Access-Control-Allow-Origin` of each, and the `Origin` that
/// the second server gets; `None` if the request is blocked.
#[actix_web::test]
async fn an_origin_is_null_after_a_redirect_between_two_others() {
    const REMOTE: &str = "http://www1.web-platform.test:8000";
    const OTHER: &str = "http://www2.web-platform.test:8000";
    for (first, first_allows, second, second_allows, origin) in [
        (PAGE, "*", REMOTE, "*", Some(PAGE)),
        (PAGE, "null", REMOTE, PAGE, Some(PAGE)),
        (PAGE, "", REMOTE, "*", Some(PAGE)),
        (PAGE, "*", REMOTE, "null", None),
        (PAGE, "*", REMOTE, "", None),
        (REMOTE, "*", PAGE, "*", Some("null")),
        (REMOTE, PAGE, PAGE, "null", Some("null")),
        (REMOTE, "*", PAGE, PAGE, None),
        (REMOTE, "*", PAGE, "", None),
        (REMOTE, "null", PAGE, "*", None),
        (REMOTE, "", PAGE, "*", None),
        (REMOTE, "*", REMOTE, PAGE, Some(PAGE)),
        (REMOTE, PAGE, REMOTE, "*", Some(PAGE)),
        (REMOTE, PAGE, REMOTE, "null", None),
        (REMOTE, "null", REMOTE, "*", None),
        (REMOTE, "*", OTHER, "*", Some("null")),
        (REMOTE, PAGE, OTHER, "null", Some("null")),
        (REMOTE, "*", OTHER, PAGE, None),
        (REMOTE, "", OTHER, "*", None),
        (REMOTE, "*", REMOTE, REMOTE, None),
        (REMOTE, "*", OTHER, REMOTE, None),
        (REMOTE, REMOTE, REMOTE, "*", None),
    ] {
        let target = format!("{second}/second");
        let (app, log) = server(move |received| match received.path.as_str() {
            "/first" => respond(
                302,
                &[("access-control-allow-origin", first_allows), ("location", target.as_str())],
            ),
            _ => respond(200, &[("access-control-allow-origin", second_allows)]),
        })
        .await;
        let outcome =
            Browser::at(PAGE).fetch(&app, request("GET", &format!("{first}/first"))).await;
        let what = format!("{first} ({first_allows}) to {second} ({second_allows})");
        assert_eq!(outcome.is_ok(), origin.is_some(), "{what}");
        if origin.is_some() {
            assert_eq!(log.last().header("origin"), origin, "{what}");
        }
    }
}

/// `cors/redirect-userinfo.htm`
#[actix_web::test]
async fn a_redirect_url_has_no_user_info() {
    for (user, followed) in
        [("test:test@", false), ("user:@", false), ("user@", false), (":pass@", false), ("@", true)]
    {
        let target = format!("http://{user}www1.web-platform.test:8000/second");
        let (app, _) = server(move |received| match received.path.as_str() {
            "/first" => {
                respond(302, &[("access-control-allow-origin", "*"), ("location", target.as_str())])
            }
            _ => respond(200, &[("access-control-allow-origin", "*")]),
        })
        .await;
        let first = request("GET", "http://www1.web-platform.test:8000/first");
        assert_eq!(Browser::at(PAGE).fetch(&app, first).await.is_ok(), followed, "{user}");
    }
}
