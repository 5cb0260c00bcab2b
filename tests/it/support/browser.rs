//! Chromium, driven as a person uses it: real clicks and keys, JavaScript on or off, a desktop or a phone.
//!
//! Nothing is read once and nothing waits a fixed time: [`Chrome::until`] looks until the page is as expected. Each browser has a driver
//! and a profile of its own, and both go when it is dropped.

use std::future::Future;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::web::Bytes;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::prelude::*;
use thirtyfour::session::http::{Body, HttpClient};
use thirtyfour::{LoggingPrefsLogLevel, RequestData, SessionId};
use tokio::runtime::Runtime;
use ureq::http::{Method, Request, Response};

/// Whether scripts of pages run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scripts {
    On,
    Off,
}

/// A window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Size {
    Desktop,
    Phone,
}

impl Size {
    /// Width and height in CSS pixels.
    const fn pixels(self) -> (u32, u32) {
        match self {
            Self::Desktop => (1280, 900),
            Self::Phone => (390, 844),
        }
    }

    pub(crate) const fn width(self) -> u32 {
        self.pixels().0
    }
}

/// How long a page may take to become as expected, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A browser.
pub(crate) struct Chrome {
    driver: WebDriver,
    runtime: Runtime,
    process: Child,
    _profile: tempfile::TempDir,
}

impl Drop for Chrome {
    fn drop(&mut self) {
        // What fails here leaves only processes behind; the test has said already what it has to say.
        self.runtime.block_on(self.driver.clone().quit()).ok();
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

impl Chrome {
    /// A browser, or nothing with a printed line where `SKIP_BROWSER=1` leaves these tests out on purpose.
    ///
    /// # Panics
    /// If there is no Chromium or no driver.
    pub(crate) fn open(scripts: Scripts, size: Size) -> Option<Self> {
        if std::env::var_os("SKIP_BROWSER").is_some_and(|value| value == "1") {
            eprintln!("not run in a browser: SKIP_BROWSER=1");
            return None;
        }
        let browser = find(
            "CHROMIUM",
            &["chromium", "chromium-browser", "google-chrome"],
        );
        let (process, port) = start_driver(&find("CHROMEDRIVER", &["chromedriver"]));
        let profile = tempfile::tempdir().unwrap();
        let caps = capabilities(&browser, profile.path(), scripts);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        let address = format!("http://127.0.0.1:{port}");
        let connect = WebDriver::builder(address, caps).client(Client::new());
        let driver = runtime.block_on(connect.connect()).unwrap();
        let chrome = Self {
            driver,
            runtime,
            process,
            _profile: profile,
        };
        chrome.resize(size);
        Some(chrome)
    }

    /// Takes another width, as a phone or a desktop.
    pub(crate) fn resize(&self, size: Size) {
        let (width, height) = size.pixels();
        self.metrics(width, height, size);
    }

    fn metrics(&self, width: u32, height: u32, size: Size) {
        let metrics = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": size == Size::Phone
        });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics);
    }

    /// Goes to an address.
    pub(crate) fn go(&self, address: &str) {
        self.wait(self.driver.goto(address));
    }

    /// Lets scripts of the pages that come run, or not, as where JavaScript is switched off.
    pub(crate) fn run_scripts(&self, scripts: Scripts) {
        let off = json!({"value": scripts == Scripts::Off});
        self.devtools("Emulation.setScriptExecutionDisabled", off);
    }

    /// The address it shows.
    pub(crate) fn address(&self) -> String {
        self.wait(self.driver.current_url()).to_string()
    }

    /// Looks at the page until there is something.
    #[track_caller]
    pub(crate) fn until<T>(&self, what: &str, mut look: impl FnMut() -> Option<T>) -> T {
        let began = Instant::now();
        loop {
            if let Some(found) = look() {
                return found;
            }
            if began.elapsed() > PATIENCE {
                let page = self.value("return document.body ? document.body.innerText : ''", &[]);
                panic!(
                    "{what}: not seen at {}\n{}",
                    self.address(),
                    page.as_str().unwrap_or_default()
                );
            }
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    /// Waits until a path is shown.
    #[track_caller]
    pub(crate) fn until_at(&self, path: &str) {
        self.until(path, || {
            let ready = self.value("return document.readyState", &[]) == "complete";
            (ready && self.path() == path).then_some(())
        });
    }

    /// The path of the address it shows.
    pub(crate) fn path(&self) -> String {
        let value = self.value("return location.pathname", &[]);
        value.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the text of an element holds these words.
    #[track_caller]
    pub(crate) fn until_says(&self, css: &str, words: &str) {
        self.until(&format!("`{words}` in {css}"), || {
            self.text(css).filter(|text| text.contains(words))
        });
    }

    /// What can be read of the first element; nothing while there is none.
    pub(crate) fn text(&self, css: &str) -> Option<String> {
        let text = "const e = document.querySelector(arguments[0]); return e && e.innerText";
        self.value(text, &[json!(css)]).as_str().map(str::to_owned)
    }

    /// The value of a field; nothing while there is none.
    pub(crate) fn field(&self, css: &str) -> Option<String> {
        let value = "const e = document.querySelector(arguments[0]); return e && e.value";
        self.value(value, &[json!(css)]).as_str().map(str::to_owned)
    }

    /// Waits until an element can be seen.
    #[track_caller]
    pub(crate) fn until_seen(&self, css: &str) {
        self.until(css, || self.sees(css).then_some(()));
    }

    /// Whether an element can be seen.
    pub(crate) fn sees(&self, css: &str) -> bool {
        let seen =
            "const e = document.querySelector(arguments[0]); return !!e && e.checkVisibility()";
        self.value(seen, &[json!(css)]) == true
    }

    /// Clicks an element as a mouse does, once it is there and nothing covers it.
    #[track_caller]
    pub(crate) fn click(&self, css: &str) {
        self.until(&format!("{css} to click"), || {
            let element = self.run(self.driver.find(By::Css(css))).ok()?;
            self.run(element.click()).ok()
        });
    }

    /// Types into a field what a person would, in the place of what it held.
    #[track_caller]
    pub(crate) fn enter(&self, css: &str, text: &str) {
        self.until(&format!("{css} to type in"), || {
            let element = self.run(self.driver.find(By::Css(css))).ok()?;
            let select_all = Key::Control + "a";
            self.run(element.send_keys(select_all)).ok()?;
            self.run(element.send_keys(Key::Delete + text)).ok()
        });
    }

    /// Chooses a file, as in the window that the browser opens for it.
    #[track_caller]
    pub(crate) fn choose(&self, css: &str, file: &Path) {
        self.until(&format!("{css} to choose a file"), || {
            let element = self.run(self.driver.find(By::Css(css))).ok()?;
            self.run(element.send_keys(file.to_str()?)).ok()
        });
    }

    /// Presses keys where the focus is.
    pub(crate) fn press(&self, keys: impl Into<TypingData>) {
        let chain = self.driver.action_chain().send_keys(keys);
        self.wait(chain.perform());
    }

    /// Presses Shift and Tab: back to what had the focus before.
    pub(crate) fn back(&self) {
        let chain = self.driver.action_chain().key_down(Key::Shift);
        let chain = chain.send_keys(Key::Tab + "").key_up(Key::Shift);
        self.wait(chain.perform());
    }

    /// A description of what has the focus: tag, type, name and value, or words.
    pub(crate) fn focus(&self) -> String {
        let focus = "const e = document.activeElement; return [e.tagName.toLowerCase(), e.type || '', e.name || '', \
             e.value || e.innerText || ''].join(' ').trim()";
        self.value(focus, &[])
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// The value of a script.
    pub(crate) fn value(&self, script: &str, arguments: &[Value]) -> Value {
        let answer = self.run(self.driver.execute(script, arguments));
        // While a page goes and the next comes there is no document to ask.
        answer.map_or(Value::Null, |answer| answer.json().clone())
    }

    /// Runs axe on the page: the rules of WCAG 2.0 to 2.2 at levels A and AA, and good practice. Each violation is a line.
    pub(crate) fn axe(&self) -> Vec<String> {
        const AXE: &str = include_str!("../../axe/axe.min.js");
        const RUN: &str = "const done = arguments[arguments.length - 1];
            const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
            // What is inside of a drawing is one picture, with its name and description outside.
            const inside = [['svg[role=img] > *'], ['[aria-hidden] svg > *']];
            axe.run({exclude: inside}, {runOnly: tags, resultTypes: ['violations']}).then(
                (found) => done({rules: found.passes.length, violations: found.violations.flatMap((rule) => rule.nodes.map((node) =>
                    `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary.replace(/\\s+/g, ' ')}`))}),
                (error) => done({rules: 0, violations: [String(error)]}))";
        self.wait(self.driver.execute(AXE, vec![]));
        let found = self.wait(self.driver.execute_async(RUN, vec![]));
        let found = found.json();
        assert!(
            found["rules"].as_u64() > Some(5),
            "axe has not looked: {found}"
        );
        let lines = found["violations"].as_array().unwrap().iter();
        lines
            .map(|line| line.as_str().unwrap().to_owned())
            .collect()
    }

    /// Elements that reach beyond the window, if it can be scrolled sideways.
    pub(crate) fn overflow(&self) -> Vec<String> {
        const FIND: &str = "const root = document.documentElement;
            if (root.scrollWidth <= root.clientWidth) return [];
            return [...document.body.querySelectorAll('*')].filter((e) => {
                const box = e.getBoundingClientRect();
                return box.width && (box.right > root.clientWidth + 1 || box.left < -1) && e.checkVisibility();
            }).slice(0, 5).map((e) => `${e.tagName}.${e.className}#${e.id} ${Math.round(e.getBoundingClientRect().right)}`).concat(['overflow'])";
        let found = self.value(FIND, &[]);
        let lines = found.as_array().unwrap().iter();
        lines
            .map(|line| line.as_str().unwrap().to_owned())
            .collect()
    }

    /// What the browser has complained of since it was asked last: errors of scripts, of the content security policy, of requests.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let log = self.wait(self.driver.browser_log());
        let address = self.address();
        let loud = log.into_iter().filter(|entry| {
            // That a page of ours says 404 or 422 is what it is for.
            let is_own_status = entry.message.starts_with(&address)
                && entry
                    .message
                    .contains("the server responded with a status of 4");
            (entry.level == "SEVERE" || entry.level == "WARNING") && !is_own_status
        });
        loud.map(|entry| entry.message).collect()
    }

    /// Cuts the line, or mends it.
    pub(crate) fn cut_line(&self, cut: bool) {
        self.line(cut, -1);
    }

    /// Has a line that takes so many bytes a second.
    pub(crate) fn slow_line(&self, bytes: i32) {
        self.line(false, bytes);
    }

    fn line(&self, cut: bool, up: i32) {
        self.devtools("Network.enable", json!({}));
        let conditions = json!({
            "offline": cut, "latency": 0, "downloadThroughput": -1, "uploadThroughput": up
        });
        self.devtools("Network.emulateNetworkConditions", conditions);
    }

    /// Writes a picture of the whole page, not only of the window.
    pub(crate) fn picture(&self, size: Size, file: &Path) {
        // A window as high as the page: a picture beyond the window comes out displaced where lines run from right to left.
        let height = "return Math.ceil(document.documentElement.getBoundingClientRect().height)";
        let height = self.value(height, &[]).as_u64().unwrap();
        let (width, window) = size.pixels();
        self.metrics(width, u32::try_from(height).unwrap().max(window), size);
        let shot = self.devtools("Page.captureScreenshot", json!({"format": "png"}));
        self.resize(size);
        let bytes = BASE64.decode(shot["data"].as_str().unwrap()).unwrap();
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }

    /// A command of the developer tools.
    fn devtools(&self, name: &'static str, parameters: Value) -> Value {
        let command = DevTools { name, parameters };
        self.wait(async { self.driver.handle().cmd(command).await?.value() })
    }

    fn run<T>(&self, asked: impl Future<Output = WebDriverResult<T>>) -> WebDriverResult<T> {
        self.runtime.block_on(asked)
    }

    #[track_caller]
    fn wait<T>(&self, asked: impl Future<Output = WebDriverResult<T>>) -> T {
        self.run(asked).unwrap()
    }
}

fn capabilities(browser: &Path, profile: &Path, scripts: Scripts) -> Capabilities {
    let mut caps = DesiredCapabilities::chrome();
    caps.set_binary(browser.to_str().unwrap()).unwrap();
    let profile = format!("--user-data-dir={}", profile.display());
    for argument in [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        "--lang=en",
        "--hide-scrollbars",
        &profile,
    ] {
        caps.add_arg(argument).unwrap();
    }
    if scripts == Scripts::Off {
        let off = json!({"profile.managed_default_content_settings.javascript": 2});
        caps.add_experimental_option("prefs", off).unwrap();
    }
    caps.set_browser_log_level(LoggingPrefsLogLevel::All)
        .unwrap();
    caps.into()
}

/// A program: where the variable says, else in the path.
fn find(variable: &str, names: &[&str]) -> PathBuf {
    if let Some(path) = std::env::var_os(variable) {
        return path.into();
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let files = names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    files.into_iter().find(|file| file.is_file()).unwrap_or_else(|| {
        panic!(
            "there is no {}; install it, name it in {variable}, or leave these tests out with SKIP_BROWSER=1:\n  \
             sudo apt-get install --no-install-recommends chromium chromium-driver fonts-noto-core",
            names[0]
        )
    })
}

/// Starts a driver on a port that it finds itself.
///
/// It takes a free port of IPv6 and gives up if the same of IPv4 is in use, as happens beside tests with hundreds of connections: then it is
/// started again.
///
/// # Panics
/// If it does not start ten times in a row, with its last words.
fn start_driver(program: &Path) -> (Child, u16) {
    let mut words = String::new();
    for _ in 0..10 {
        match start_driver_once(program) {
            Ok(started) => return started,
            Err(said) => words = said,
        }
    }
    panic!("{} does not start: {words}", program.display())
}

/// Starts a driver, or tells what it said before it gave up.
fn start_driver_once(program: &Path) -> Result<(Child, u16), String> {
    let mut process = Command::new(program)
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let mut words = String::new();
    for line in lines.by_ref() {
        let line = line.unwrap();
        if let Some((_, port)) = line.split_once("successfully on port ") {
            let port = port.trim_end_matches('.').parse().unwrap();
            // Its later words are not read, and must not stop it.
            std::thread::spawn(move || lines.for_each(drop));
            return Ok((process, port));
        }
        words.push_str(&line);
        words.push('\n');
    }
    process.wait().unwrap();
    Err(words)
}

/// A command of Chromium's developer tools, through the driver.
#[derive(Debug)]
struct DevTools {
    name: &'static str,
    parameters: Value,
}

impl FormatRequestData for DevTools {
    fn format_request(&self, session: &SessionId) -> RequestData {
        let path = format!("session/{session}/goog/cdp/execute");
        let body = json!({"cmd": self.name, "params": self.parameters});
        RequestData::new(Method::POST, path).add_body(body)
    }
}

/// How the driver is asked: one request at a time, with the client the other tests use.
struct Client(ureq::Agent);

impl Client {
    fn new() -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(120)))
            .build();
        Self(config.into())
    }
}

impl HttpClient for Client {
    fn send<'life0, 'life1, 'async_trait>(
        &'life0 self,
        request: Request<Body<'life1>>,
    ) -> Pin<Box<dyn Future<Output = WebDriverResult<Response<Bytes>>> + Send + 'async_trait>>
    where
        'life0: 'async_trait,
        'life1: 'async_trait,
        Self: 'async_trait,
    {
        let (parts, body) = request.into_parts();
        let body = match body {
            Body::Empty => Vec::new(),
            Body::Json(value) => value.to_string().into_bytes(),
        };
        let answer = self
            .0
            .run(Request::from_parts(parts, body))
            .and_then(|answer| {
                let (parts, mut body) = answer.into_parts();
                let bytes = body.with_config().limit(100_000_000).read_to_vec()?;
                Ok(Response::from_parts(parts, Bytes::from(bytes)))
            });
        let answer = answer.map_err(|cause| WebDriverError::RequestFailed(cause.to_string()));
        Box::pin(std::future::ready(answer))
    }

    fn new<'life0, 'async_trait>(
        &'life0 self,
    ) -> Pin<Box<dyn Future<Output = Arc<dyn HttpClient>> + Send + 'async_trait>>
    where
        'life0: 'async_trait,
        Self: 'async_trait,
    {
        let client: Arc<dyn HttpClient> = Arc::new(Self::new());
        Box::pin(std::future::ready(client))
    }
}
