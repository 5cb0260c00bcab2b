//! Pages and addresses: from an HTTP request to what the middle of the program understands, and back.
//!
//! | file | what |
//! |---|---|
//! | [`routes`] | every address, its handler and who may ask for it, in one list |
//! | [`guard`], [`session`], [`sign_in`], [`account`] | permissions, who is behind a request, how they get in and prove it |
//! | [`client`] | from which address a request comes |
//! | [`input`] | forms, read only after it is clear that a page of ours posted them |
//! | [`problem`], [`headers`] | what a client learns of a failure; the headers of every answer |
//! | [`language`], [`visit`], [`pages`] | the language of a page, what a page knows of the request, templates |
//! | [`state`], [`forms`] | what every request may use; questionnaires of rounds, read once |
//! | [`figures`], [`progress`], [`states`] | for those who analyse, follow and check replies |
//! | [`life`], [`reading`] | what pages of both sides say of a reply's life; sealed replies, to be read |
//! | [`log`], [`own_progress`] | the log, its checkpoints, receipts checked by anyone; how far the own State is |
//! | [`people`] | accounts of others: inviting, replacing, suspending |
//! | [`respond`] | filling in, checking and submitting a reply |
//! | [`download`] | documents on their way to a reader |
//! | [`park`] | what was posted when the session had ended |
//! | [`assets`], [`health`], [`home`] | style sheet and script, the watchdog's address, the start page |
//!
//! A request passes `headers` (host, problems, headers), `guard` (session, permission), `input` (form) and reaches its handler, which asks
//! the store inside [`actix_web::web::block`] and answers with a page.

pub mod account;
pub mod assets;
pub mod check_receipt;
pub mod client;
pub mod download;
pub mod explore;
pub mod figures;
pub mod forms;
pub mod guard;
pub mod headers;
pub mod health;
pub mod home;
pub mod input;
pub mod language;
pub mod life;
pub mod log;
pub mod own_progress;
pub mod pages;
pub mod park;
pub mod people;
pub mod problem;
pub mod progress;
pub mod reading;
pub mod releases;
pub mod respond;
pub mod routes;
pub mod session;
pub mod sign_in;
pub mod state;
pub mod states;
pub mod visit;

use std::net::TcpListener;

use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, HttpServer, dev, web};

use state::AppState;

/// Serves on a socket until the future is dropped or the process is told to stop. `serve`, `demo` and the tests all begin here.
///
/// # Errors
/// If the socket cannot be used.
pub fn serve(
    state: AppState,
    listener: TcpListener,
    workers: usize,
) -> std::io::Result<dev::Server> {
    assets::all();
    // Made outside the closure: what is made inside exists once a worker.
    let state = web::Data::new(state);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(state.clone())
            .configure(routes::register)
            .wrap(from_fn(headers::dress))
            .wrap(Compress::default())
    });
    Ok(server
        .workers(workers)
        // A packed page goes out in two writes: the second would wait until the first is acknowledged, which is a turn of a slow line.
        .tcp_nodelay(true)
        .client_request_timeout(input::HEAD_TIME)
        .shutdown_timeout(10)
        .listen(listener)?
        .run())
}
