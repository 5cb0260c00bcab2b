//! Documents on a line that is cut: by pieces they are gone on with and come whole; whole they come or do not. A cut one is never a document.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};

use para11::access::Role;

use super::pages::{OURS, begin, form, page};
use super::*;
use crate::support::store::see;
use crate::support::web::{Browser, TestServer};

/// Bytes of a piece.
const PIECE: usize = 262_144;

/// Sends so much of a request, then nothing more; what the service answers before it hangs up.
fn cut(server: &TestServer, request: &[u8], length: usize) -> String {
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream.write_all(&request[..length]).unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok();
    String::from_utf8_lossy(&answer).into_owned()
}

/// A browser, and its cookie to be put on another line.
fn sign_in(server: &TestServer) -> (Browser, String) {
    let link = server.link(&server.person(Role::FocalPoint));
    let browser = server.browser();
    let answer = browser.post(&link, &[]);
    let cookies = answer.cookies();
    let cookie = cookies
        .iter()
        .find(|cookie| cookie.starts_with("s="))
        .unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    (browser, cookie)
}

fn request(server: &TestServer, cookie: &str, path: &str, more: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {}\r\nOrigin: {}\r\nSec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\n\
         {more}Content-Length: {}\r\n\r\n",
        server.address,
        server.origin(),
        body.len()
    );
    [head.as_bytes(), body].concat()
}

#[test]
fn pieces_are_cut_anywhere_and_gone_on_with_until_the_document_is_whole() {
    TestServer::each(|server| {
        let (browser, cookie) = sign_in(server);
        let path = page();
        let question = path.rsplit('/').next().unwrap();
        let content = long(5 * PIECE + 1_234);
        let begun = begin(&browser, question, "law.txt", content.len());
        let begun: serde_json::Value = serde_json::from_str(&begun.body).unwrap();
        let upload = format!("/en/uploads/{}", begun["upload"]);
        let token = browser.form_token().unwrap();
        let have = || {
            let told: serde_json::Value = serde_json::from_str(&browser.get(&upload).body).unwrap();
            told["have"].as_object().unwrap().len()
        };
        for (number, piece) in content.chunks(PIECE).enumerate() {
            let digest = sha256(piece);
            let more = format!(
                "Content-Type: application/octet-stream\r\nX-Form-Token: {token}\r\nX-Sha256: {digest}\r\n"
            );
            let request = request(server, &cookie, &format!("{upload}/{number}"), &more, piece);
            let head = request.len() - piece.len();
            for length in [
                head / 2,
                head,
                head + 1,
                head + piece.len() / 2,
                request.len() - 1,
            ] {
                let answer = cut(server, &request, length);
                assert!(!answer.starts_with("HTTP/1.1 2"), "{length}: {answer}");
                assert_eq!(have(), number, "cut after {length} bytes");
                let finish = browser.post(&format!("{upload}/finish"), &[]);
                assert_eq!(finish.status, 409, "not all is there");
            }
            // All of it comes, and the one who sends does not hear that it did: sent again it is there once.
            for _ in 0..2 {
                let answer = cut(server, &request, request.len());
                assert!(
                    answer.is_empty() || answer.starts_with("HTTP/1.1 204"),
                    "{answer}"
                );
            }
            let headers = [
                OURS,
                ("X-Form-Token", token.as_str()),
                ("X-Sha256", digest.as_str()),
            ];
            let sent = browser.send(
                &format!("{upload}/{number}"),
                "application/octet-stream",
                piece,
                &headers,
            );
            assert_eq!((sent.status, have()), (204, number + 1));
            assert_eq!(server.files.list(&see("AUT")).unwrap(), []);
        }
        let again = begin(&browser, question, "law.txt", content.len());
        assert!(
            again.body.contains(&sha256(&content[..PIECE])),
            "it is gone on with"
        );
        assert_eq!(browser.post(&format!("{upload}/finish"), &[]).status, 204);
        let held = server.files.list(&see("AUT")).unwrap();
        assert_eq!(
            (held.len(), held[0].attached.sha256.as_str()),
            (1, sha256(&content).as_str())
        );
        assert!(read(&server.files, &see("AUT"), held[0].id).unwrap() == content);
    });
}

#[test]
fn a_document_in_one_stream_that_is_cut_is_none() {
    TestServer::each(|server| {
        let (browser, cookie) = sign_in(server);
        let path = page();
        let content = long(700_000);
        let body = form(&browser.form_token().unwrap(), "", "law.txt", &content);
        let more = "Content-Type: multipart/form-data; boundary=edge\r\n";
        let request = request(server, &cookie, &path, more, &body);
        let head = request.len() - body.len();
        let lengths = (0..12).map(|twelfth| head + body.len() * twelfth / 12);
        for length in lengths.chain([request.len() - 30, request.len() - 4, request.len() - 1]) {
            let answer = cut(server, &request, length);
            assert!(!answer.starts_with("HTTP/1.1 303"), "{length}: {answer}");
            assert_eq!(
                server.files.list(&see("AUT")).unwrap(),
                [],
                "cut after {length} bytes"
            );
        }
        // The control: all of it.
        let sent = browser.send(&path, "multipart/form-data; boundary=edge", &body, &[OURS]);
        assert_eq!(sent.status, 303);
        let held = server.files.list(&see("AUT")).unwrap();
        assert_eq!(
            (held.len(), held[0].attached.sha256.as_str()),
            (1, sha256(&content).as_str())
        );
    });
}
