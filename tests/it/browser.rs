//! The service in a real browser: accessibility, layout, the journey of a reply, the keyboard.

mod accounts;
mod conflict;
mod documents;
mod hands;
mod journey;
mod keyboard;
mod life;
mod pages;
mod typist;
mod walk;

use para11::access::Role;

use crate::support::browser::Chrome;
use crate::support::web::TestServer;

/// Signs in by a one-time link, as a person does.
fn sign_in(chrome: &Chrome, server: &TestServer, role: Role) {
    let link = server.link(&server.person(role));
    chrome.go(&format!("{}{link}", server.origin()));
    chrome.click("main form button");
    chrome.until_at("/en");
}
