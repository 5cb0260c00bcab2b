//! Letters through a relay that speaks SMTP: what it is given, and what becomes of what it refuses.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use para11::access::{Role, permit};
use para11::config::address::PublicUrl;
use para11::config::mail::{Mail, Relay};
use para11::form::name::QuestionName;
use para11::mail::Post;
use para11::store::letters::{LetterKind, Trouble};
use para11::store::reply::clarifications::NewClarification;
use para11::store::reply::life::Press;

use super::journey::{PASSPHRASE, member};
use super::letters::{invite, troubles, with_letters};
use crate::support::store::*;
use crate::support::web::TestServer;

/// What a relay says to an address (`RCPT TO`).
type Answer = fn(&str) -> &'static str;

/// A relay on this machine.
struct FakeRelay {
    address: String,
    taken: Arc<Mutex<Vec<Taken>>>,
}

/// A letter that it took.
#[derive(Clone, Debug)]
struct Taken {
    to: String,
    /// Headers and text, unfolded and decoded.
    text: String,
}

impl FakeRelay {
    /// It lives as long as the process: its thread waits for connections.
    fn start(answer: Answer) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("smtp://{}", listener.local_addr().unwrap());
        let taken = Arc::new(Mutex::new(Vec::new()));
        let all = Arc::clone(&taken);
        std::thread::spawn(move || {
            for line in listener.incoming() {
                let all = Arc::clone(&all);
                std::thread::spawn(move || serve(&line.unwrap(), answer, &all));
            }
        });
        Self { address, taken }
    }

    fn post(&self) -> Post {
        let mail = Mail {
            relay: Relay::parse(&self.address).unwrap(),
            from: "Questionnaires <questionnaires@example.org>".to_owned(),
            password_file: None,
        };
        let public = PublicUrl::parse("https://questionnaires.example.org").unwrap();
        Post::new(&mail, public, "Example Office", "help@example.org").unwrap()
    }

    fn taken(&self) -> Vec<Taken> {
        self.taken.lock().unwrap().clone()
    }
}

/// One connection, as RFC 5321 has it go.
fn serve(stream: &TcpStream, answer: Answer, taken: &Mutex<Vec<Taken>>) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let mut stream = stream;
    let mut say = |words: &str| write!(stream, "{words}\r\n").unwrap();
    say("220 relay.example.org");
    let mut to = String::new();
    while let Some(Ok(line)) = lines.next() {
        let word = line.split([' ', ':']).next().unwrap().to_uppercase();
        match word.as_str() {
            "EHLO" => say("250 relay.example.org"),
            "MAIL" => say("250 ok"),
            "RCPT" => {
                let rest = line.split_once('<').unwrap().1;
                to = rest.split('>').next().unwrap().to_owned();
                say(answer(&to));
            }
            "DATA" => {
                say("354 go on");
                let text = lines.by_ref().map(Result::unwrap);
                let text: Vec<String> = text.take_while(|line| line != ".").collect();
                let to = to.clone();
                let text = decoded(&text.join("\n"));
                taken.lock().unwrap().push(Taken { to, text });
                say("250 taken");
            }
            "QUIT" => return say("221 bye"),
            _ => say("502 not here"),
        }
    }
}

/// Text without quoted-printable or base64, as a reader of mail shows it.
fn decoded(text: &str) -> String {
    let (head, body) = text.split_once("\n\n").unwrap();
    if head.contains("base64") {
        let bytes = BASE64_STANDARD.decode(body.replace('\n', "")).unwrap();
        return format!("{head}\n\n{}", String::from_utf8(bytes).unwrap());
    }
    if !head.contains("quoted-printable") {
        return text.to_owned();
    }
    let body = body.replace("=\n", "");
    let mut parts = body.split('=');
    let mut bytes = parts.next().unwrap().as_bytes().to_vec();
    for part in parts {
        let (code, rest) = part.split_at(2);
        bytes.push(u8::from_str_radix(code, 16).unwrap());
        bytes.extend(rest.as_bytes());
    }
    format!("{head}\n\n{}", String::from_utf8(bytes).unwrap())
}

const TAKE: Answer = |_| "250 ok";

#[test]
fn a_relay_gets_a_letter_once_though_two_instances_send() {
    StoreUnderTest::each(|test| {
        let relay = FakeRelay::start(TAKE);
        let _keys = with_letters(test);
        let count = 12;
        for number in 0..count {
            invite(test, &format!("ana{number}@example.org"));
        }
        let sent: usize = std::thread::scope(|scope| {
            let instance = || relay.post().send_due(&test.store, || at(1)).unwrap();
            let instances = [scope.spawn(instance), scope.spawn(instance)];
            instances.map(|one| one.join().unwrap()).iter().sum()
        });
        let mut to: Vec<String> = relay.taken().into_iter().map(|taken| taken.to).collect();
        to.sort();
        to.dedup();
        assert_eq!((sent, relay.taken().len(), to.len()), (count, count, count));
        assert_eq!(relay.post().send_due(&test.store, || at(9999)).unwrap(), 0);
    });
}

#[test]
fn an_instance_that_is_lost_after_the_relay_took_a_letter_leaves_it_to_another_under_the_same_name()
{
    StoreUnderTest::each(|test| {
        let relay = FakeRelay::start(TAKE);
        let _keys = with_letters(test);
        invite(test, "ana@example.org");
        relay.post().send_due(&test.store, || at(1)).unwrap();
        // As it stood in the database when the relay had taken the letter and nothing was written down yet.
        invite(test, "bea@example.org");
        let lost = test.store.take_letter(at(2)).unwrap().unwrap();
        assert_eq!(relay.post().send_due(&test.store, || at(601)).unwrap(), 0);
        assert_eq!(relay.post().send_due(&test.store, || at(602)).unwrap(), 1);
        let name = format!("Message-ID: <para11-letter-{}@example.org>", lost.id);
        let [_, again] = relay.taken().try_into().unwrap();
        assert!(again.text.contains(&name), "{}", again.text);
    });
}

#[test]
fn what_a_relay_refuses_for_now_is_tried_again_and_what_it_refuses_for_good_is_given_up() {
    StoreUnderTest::each(|test| {
        let relay = FakeRelay::start(|to| match to {
            "gone@example.org" => "550 no such box",
            "full@example.org" => "552 the box is full",
            "busy@example.org" => "451 try again later",
            _ => "250 ok",
        });
        let _keys = with_letters(test);
        for who in ["gone", "full", "busy", "ana"] {
            invite(test, &format!("{who}@example.org"));
        }
        assert_eq!(relay.post().send_due(&test.store, || at(1)).unwrap(), 1);
        let gone = ("gone@example.org".to_owned(), Trouble::Refused);
        assert_eq!(troubles(test), std::slice::from_ref(&gone));
        assert!(test.store.take_letter(at(60)).unwrap().is_none());

        let mended = FakeRelay::start(TAKE);
        assert_eq!(mended.post().send_due(&test.store, || at(61)).unwrap(), 2);
        let mut to: Vec<String> = mended.taken().into_iter().map(|taken| taken.to).collect();
        to.sort();
        assert_eq!(to, ["busy@example.org", "full@example.org"]);
        let week = 7 * 24 * 3600;
        assert_eq!(mended.post().send_due(&test.store, || at(week)).unwrap(), 0);
        assert_eq!(troubles(test), [gone]);
    });
}

#[test]
fn letters_tell_in_the_language_of_who_reads_them_that_there_is_something_and_no_answer() {
    const CANARY: &str = "zqcanary";
    TestServer::each(|server| {
        let relay = FakeRelay::start(TAKE);
        server.store.queue_letters(Arc::clone(keys()));
        let store = &server.store;
        let ana = member(server, Role::FocalPoint, "ana@example.org");
        let bea = member(server, Role::FocalPoint, "bea@example.org");
        // She signs in on pages in another language.
        let browser = server.browser();
        let first = [
            ("address", bea.address.as_str()),
            ("passphrase", PASSPHRASE),
        ];
        browser.post("/en-XA/sign-in", &first);
        let second = browser.post("/en-XA/sign-in/code", &[("code", &bea.code(server))]);
        assert_eq!(second.header("location"), "/en-XA", "{}", second.body);

        let saved = vec![change("rep_lead", CANARY, 0)];
        store
            .save(&edit_as(&ana.person), firm(), saved, None, at(1))
            .unwrap();
        submit(store, "AUT", CANARY.as_bytes(), at(2));
        let officer = server.person(Role::Manager);
        let press = || press(store, "AUT", CANARY);
        let (austria, question) = (code("AUT"), QuestionName::parse("rep_lead").unwrap());
        let may = permit(&officer).unwrap();
        store
            .take_into_checking(&may, &austria, press(), at(3))
            .unwrap();
        let asked = NewClarification {
            opens: [question.clone()].into(),
            question,
            words: CANARY.to_owned(),
        };
        let press = Press {
            due: Some(at(86_400).date_naive()),
            ..press()
        };
        store
            .ask(&may, &austria, vec![asked], press, at(4))
            .unwrap();

        let now = at(server.now() + 9);
        assert!(relay.post().send_due(store, || now).unwrap() > 0);
        let mut about = BTreeMap::<String, Vec<String>>::new();
        for taken in relay.taken() {
            assert!(!taken.text.contains(CANARY), "{}", taken.text);
            about.entry(taken.to).or_default().push(taken.text);
        }
        let has = |to: &str, words: &str| about[to].iter().any(|text| text.contains(words));
        for kind in [LetterKind::ReplyReceived, LetterKind::ClarificationAsked] {
            let page = kind.page();
            assert!(has("ana@example.org", &format!("/en{page}")), "{about:?}");
            assert!(
                has("bea@example.org", &format!("/en-XA{page}")),
                "{about:?}"
            );
        }
        assert!(has("ana@example.org", "The Secretariat has a question"));
        assert!(!has("bea@example.org", "The Secretariat has a question"));
        assert!(has("bea@example.org", "⟦"), "{about:?}");
    });
}
