//! The journey of the one who replies, over real HTTP: every page, saving, mistakes, conflicts, submission.

use para11::access::Role;

use super::support::web::TestServer;

#[test]
fn every_page_is_shown() {
    let server = TestServer::start();
    let browser = server.signed_in(Role::FocalPoint);
    for path in ["/en/reply", "/en/reply/check", "/en/reply/submit"] {
        assert_eq!(browser.get(path).status, 200, "{path}");
    }
}
