//! A browser as the server sees one: its headers, one connection kept open, cookies, every byte counted. No script, no pictures.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};

use anyhow::Context;

/// What Chromium sends with every request, besides what follows from the request.
const HEADERS: &str = "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36\r\n\
    Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8\r\n\
    Accept-Encoding: gzip, deflate, br\r\n\
    Accept-Language: en-GB,en;q=0.9\r\n\
    Upgrade-Insecure-Requests: 1\r\n\
    Sec-Fetch-Site: same-origin\r\n\
    Sec-Fetch-Mode: navigate\r\n\
    Sec-Fetch-Dest: document\r\n";

/// One connection, and who is signed in.
pub(crate) struct Browser {
    host: String,
    stream: BufReader<TcpStream>,
    cookie: Option<String>,
}

/// An answer, and what it cost on the wire.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Where it leads.
    pub(crate) location: Option<String>,
    /// Unpacked.
    pub(crate) body: String,
    /// Bytes of the request.
    pub(crate) up: usize,
    /// Bytes of the answer, head and packed body.
    pub(crate) down: usize,
}

impl Browser {
    pub(crate) fn new(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self {
            host: address.to_string(),
            stream: BufReader::new(stream),
            cookie: None,
        })
    }

    pub(crate) fn get(&mut self, path: &str) -> anyhow::Result<Answer> {
        self.send("GET", path, "", "")
    }

    /// Posts a form.
    pub(crate) fn post(
        &mut self,
        path: &str,
        pairs: &[(String, String)],
    ) -> anyhow::Result<Answer> {
        self.send("POST", path, "", &serde_html_form::to_string(pairs)?)
    }

    /// Posts a form as the script does while one types.
    pub(crate) fn autosave(
        &mut self,
        path: &str,
        pairs: &[(String, String)],
        key: &str,
    ) -> anyhow::Result<Answer> {
        let headers = format!("X-Autosave: 1\r\nIdempotency-Key: {key}\r\n");
        self.send("POST", path, &headers, &serde_html_form::to_string(pairs)?)
    }

    fn send(&mut self, method: &str, path: &str, more: &str, body: &str) -> anyhow::Result<Answer> {
        let host = &self.host;
        let mut request =
            format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: keep-alive\r\n");
        request.push_str(HEADERS);
        request.push_str(more);
        if let Some(cookie) = &self.cookie {
            request.push_str(&format!("Cookie: {cookie}\r\n"));
        }
        if method == "POST" {
            let length = body.len();
            request.push_str(&format!(
                "Origin: http://{host}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n"
            ));
        }
        request.push_str("\r\n");
        request.push_str(body);
        self.stream.get_mut().write_all(request.as_bytes())?;
        self.receive(request.len())
            .with_context(|| format!("{method} {path}"))
    }

    fn receive(&mut self, up: usize) -> anyhow::Result<Answer> {
        let mut down = 0;
        let first = self.line(&mut down)?;
        let status = first.split(' ').nth(1).context("no status")?.parse()?;
        let (mut length, mut is_chunked, mut is_packed, mut location) = (0, false, false, None);
        loop {
            let line = self.line(&mut down)?;
            let Some((name, value)) = line.split_once(": ") else {
                break;
            };
            match (name.to_ascii_lowercase().as_str(), value) {
                ("content-length", value) => length = value.parse()?,
                ("transfer-encoding", _) => is_chunked = true,
                ("content-encoding", "br") => is_packed = true,
                ("content-encoding", other) => anyhow::bail!("packed with {other}"),
                ("location", value) => location = Some(value.to_owned()),
                ("set-cookie", value) => self.cookie = value.split(';').next().map(str::to_owned),
                _ => {}
            }
        }
        let mut body = Vec::new();
        if is_chunked {
            while let size @ 1.. = usize::from_str_radix(&self.line(&mut down)?, 16)? {
                self.take(size, &mut body, &mut down)?;
                self.line(&mut down)?;
            }
            self.line(&mut down)?;
        } else {
            self.take(length, &mut body, &mut down)?;
        }
        if is_packed {
            let mut plain = Vec::new();
            brotli::Decompressor::new(body.as_slice(), 4096).read_to_end(&mut plain)?;
            body = plain;
        }
        Ok(Answer {
            status,
            location,
            body: String::from_utf8(body)?,
            up,
            down,
        })
    }

    fn line(&mut self, down: &mut usize) -> anyhow::Result<String> {
        let mut line = String::new();
        *down += self.stream.read_line(&mut line)?;
        let line = line.strip_suffix("\r\n").context("the connection ended")?;
        Ok(line.to_owned())
    }

    fn take(&mut self, size: usize, body: &mut Vec<u8>, down: &mut usize) -> anyhow::Result<()> {
        let mut part = vec![0; size];
        self.stream.read_exact(&mut part)?;
        body.extend(part);
        *down += size;
        Ok(())
    }
}

impl Answer {
    /// The page, or what came instead.
    pub(crate) fn page(self) -> anyhow::Result<Self> {
        let start: String = self.body.chars().take(2000).collect();
        anyhow::ensure!(self.status == 200, "answered {}: {start}", self.status);
        Ok(self)
    }

    /// Where it leads, or what came instead.
    pub(crate) fn leads(&self) -> anyhow::Result<&str> {
        let start: String = self.body.chars().take(2000).collect();
        let location = self.location.as_deref().filter(|_| self.status == 303);
        location.with_context(|| format!("answered {}: {start}", self.status))
    }

    /// What stands between these words and the next quotation mark, as often as the words occur.
    pub(crate) fn after<'a>(&'a self, words: &'a str) -> impl Iterator<Item = &'a str> {
        let parts = self.body.split(words).skip(1);
        parts.filter_map(|part| part.split('"').next())
    }
}
