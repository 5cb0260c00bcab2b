//! An identity provider on this machine: what it tells and signs, rightly or wrongly, as a test wants it.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as URL_SAFE;
use para11::config::oidc::Oidc;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const CLIENT: &str = "para11";
const SECRET: &str = "only between the two";

/// How an identity is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// With the key that the provider publishes.
    Ours,
    /// With another key that is called the same.
    Other,
    /// Not at all (`alg` is `none`).
    Not,
    /// With the client's secret, which the client knows as well.
    Secret,
}

/// What a code is redeemed for.
struct Grant {
    challenge: String,
    back: String,
    claims: Value,
    sign: Sign,
}

/// What the provider tells about itself, as far as a test changes it.
#[derive(Default)]
struct Told {
    grants: BTreeMap<String, Grant>,
    count: usize,
    key: usize,
    /// In the place of the document with its settings.
    settings: Option<String>,
}

pub(super) struct Fake {
    pub(super) origin: String,
    folder: tempfile::TempDir,
    told: Arc<Mutex<Told>>,
}

/// A parameter of an address, decoded.
pub(super) fn parameter(address: &str, name: &str) -> String {
    let query = address.split_once('?').unwrap().1;
    let pairs: Vec<(String, String)> = serde_html_form::from_str(query).unwrap();
    let mut found = pairs.into_iter().filter(|(known, _)| known == name);
    let (_, value) = found.next().unwrap_or_else(|| panic!("{name}: {address}"));
    assert_eq!(found.next(), None, "{name}: {address}");
    value
}

fn openssl(arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let mut process = Command::new("openssl")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    process.stdin.take().unwrap().write_all(input).unwrap();
    let done = process.wait_with_output().unwrap();
    assert!(done.status.success(), "openssl {arguments:?}");
    done.stdout
}

impl Fake {
    /// It lives as long as the process: its thread waits for connections.
    pub(super) fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for key in 0..3 {
            let key = folder.path().join(format!("{key}.pem"));
            openssl(&["genrsa", "-out", key.to_str().unwrap(), "2048"], b"");
        }
        let secret = folder.path().join("secret");
        std::fs::write(&secret, format!("{SECRET}\n")).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let owner = std::fs::Permissions::from_mode(0o600);
            std::fs::set_permissions(&secret, owner).unwrap();
        }
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let told = Arc::new(Mutex::new(Told::default()));
        let (own, keys, all) = (origin.clone(), folder.path().to_owned(), Arc::clone(&told));
        std::thread::spawn(move || {
            for line in listener.incoming() {
                let (own, keys, all) = (own.clone(), keys.clone(), Arc::clone(&all));
                std::thread::spawn(move || serve(&line.unwrap(), &own, &keys, &all));
            }
        });
        Self {
            origin,
            folder,
            told,
        }
    }

    /// The settings that name it.
    pub(super) fn settings(&self) -> Oidc {
        Oidc {
            issuer: self.origin.clone(),
            client: CLIENT.to_owned(),
            secret_file: Some(self.folder.path().join("secret")),
            name: "Example ID".to_owned(),
            hosts: vec![self.origin.replace("http://", "")],
            both_factors: vec!["urn:two".to_owned()],
            max_age: Duration::from_secs(3600),
        }
    }

    /// What a person has signed who signs in at this moment, sent there by this address.
    pub(super) fn claims(&self, address: &str, subject: &str, now: i64) -> Value {
        json!({
            "iss": self.origin, "sub": subject, "aud": CLIENT, "nonce": parameter(address, "nonce"),
            "iat": now, "exp": now + 300, "auth_time": now, "acr": "urn:two",
        })
    }

    /// Sends the browser back with a code for these claims: the path.
    pub(super) fn grant(&self, address: &str, claims: Value, sign: Sign) -> String {
        assert_eq!(parameter(address, "response_type"), "code");
        assert_eq!(parameter(address, "client_id"), CLIENT);
        assert_eq!(parameter(address, "scope"), "openid");
        assert_eq!(parameter(address, "code_challenge_method"), "S256");
        assert_eq!(parameter(address, "max_age"), "3600");
        assert_eq!(parameter(address, "acr_values"), "urn:two");
        let mut told = self.told.lock().unwrap();
        told.count += 1;
        let code = format!("code-{}", told.count);
        let back = parameter(address, "redirect_uri");
        let grant = Grant {
            challenge: parameter(address, "code_challenge"),
            back: back.clone(),
            claims,
            sign,
        };
        told.grants.insert(code.clone(), grant);
        assert!(back.ends_with("/sign-in/provider"), "{back}");
        let state = parameter(address, "state");
        format!("/sign-in/provider?code={code}&state={state}")
    }

    /// From now on it signs with another key, under another name.
    pub(super) fn change_key(&self) {
        self.told.lock().unwrap().key = 1;
    }

    /// From now on this is the answer to who asks for its settings.
    pub(super) fn tell_settings(&self, answer: &str) {
        self.told.lock().unwrap().settings = Some(answer.to_owned());
    }
}

/// An answer with a body of JSON.
pub(super) fn ok(body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}

/// Its settings, with the keys at this address.
pub(super) fn settings(origin: &str, keys: &str) -> String {
    let settings = json!({
        "issuer": origin,
        "authorization_endpoint": format!("{origin}/authorize"),
        "token_endpoint": format!("{origin}/token"),
        "jwks_uri": keys,
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
    });
    ok(&settings.to_string())
}

fn serve(stream: &TcpStream, origin: &str, keys: &Path, told: &Mutex<Told>) {
    let mut reader = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if line.trim().is_empty() {
            break;
        }
        lines.push(line.trim().to_owned());
    }
    let header = |name: &str| {
        let mut values = lines.iter().filter_map(|line| line.split_once(": "));
        values
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.to_owned())
    };
    let length = header("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let asked = lines.first().map_or("", String::as_str);
    let answer = match asked.split(' ').nth(1).unwrap_or_default() {
        "/.well-known/openid-configuration" => {
            let changed = told.lock().unwrap().settings.clone();
            changed.unwrap_or_else(|| settings(origin, &format!("{origin}/keys")))
        }
        "/keys" => ok(&published(keys, told.lock().unwrap().key)),
        "/token" => redeemed(&body, header("authorization"), keys, told)
            .map_or_else(refusal, |token| ok(&token)),
        other => panic!("{other}"),
    };
    let mut stream = stream;
    // A client that has read enough may have closed the line.
    stream.write_all(answer.as_bytes()).ok();
}

fn refusal() -> String {
    let body = r#"{"error":"invalid_grant"}"#;
    let length = body.len();
    format!(
        "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}

fn file(keys: &Path, key: usize) -> String {
    let file = keys.join(format!("{key}.pem"));
    file.to_str().unwrap().to_owned()
}

fn published(keys: &Path, key: usize) -> String {
    let said = openssl(&["rsa", "-in", &file(keys, key), "-noout", "-modulus"], b"");
    let said = String::from_utf8(said).unwrap();
    let modulus = hex::decode(said.trim().strip_prefix("Modulus=").unwrap()).unwrap();
    let key = json!({
        "kty": "RSA", "use": "sig", "alg": "RS256", "kid": format!("key-{key}"),
        "n": URL_SAFE.encode(modulus), "e": "AQAB",
    });
    json!({ "keys": [key] }).to_string()
}

/// What a code is redeemed for, once, by the one who began and knows the secret.
fn redeemed(
    body: &[u8],
    authorization: Option<String>,
    keys: &Path,
    told: &Mutex<Told>,
) -> Option<String> {
    let pairs: BTreeMap<String, String> = serde_html_form::from_bytes(body).unwrap();
    assert_eq!(pairs["grant_type"], "authorization_code");
    let known = format!("{CLIENT}:{}", SECRET.replace(' ', "+"));
    let known = format!("Basic {}", BASE64_STANDARD.encode(known));
    assert_eq!(authorization, Some(known));
    let mut told = told.lock().unwrap();
    let grant = told.grants.remove(&pairs["code"])?;
    let challenge = URL_SAFE.encode(Sha256::digest(&pairs["code_verifier"]));
    if challenge != grant.challenge || pairs["redirect_uri"] != grant.back {
        return None;
    }
    let identity = signed(&grant.claims, grant.sign, keys, told.key);
    let token = json!({ "access_token": "unused", "token_type": "Bearer", "id_token": identity });
    Some(token.to_string())
}

fn signed(claims: &Value, sign: Sign, keys: &Path, key: usize) -> String {
    let algorithm = match sign {
        Sign::Ours | Sign::Other => "RS256",
        Sign::Not => "none",
        Sign::Secret => "HS256",
    };
    let head = json!({ "alg": algorithm, "kid": format!("key-{key}"), "typ": "JWT" });
    let part = |value: &Value| URL_SAFE.encode(value.to_string());
    let text = format!("{}.{}", part(&head), part(claims));
    let with = |key: usize| {
        openssl(
            &["dgst", "-sha256", "-sign", &file(keys, key)],
            text.as_bytes(),
        )
    };
    let signature = match sign {
        Sign::Ours => with(key),
        Sign::Other => with(2),
        Sign::Not => Vec::new(),
        Sign::Secret => openssl(
            &["dgst", "-sha256", "-hmac", SECRET, "-binary"],
            text.as_bytes(),
        ),
    };
    format!("{text}.{}", URL_SAFE.encode(signature))
}
