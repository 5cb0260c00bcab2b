//! Every page of the list of routes, as somebody meets it who may: none has a fault.

use para11::access::{Role, permit};
use para11::store::reply::delegation::SectionNames;
use para11::web::guard::Access;
use para11::web::routes;

use super::pages::{FAR_VIEWS, Place, complete, look_in, place};
use super::sign_in;
use crate::life::done;
use crate::respond::{FORM, page_of, stored};
use crate::support::browser::{Chrome, Scripts, Size};
use crate::support::store::*;
use crate::support::web::{Browser, TestServer};

/// A service in which everything has happened: a section was given and returned, a question asked, the reply submitted, asked about and
/// submitted again.
struct World {
    server: TestServer,
    contributor: i64,
    /// A crime whose links were asked about.
    row: String,
}

impl World {
    fn make() -> Self {
        let (server, browser) = complete();
        let focal = server.person(Role::FocalPoint);
        let contributor = server.person(Role::Contributor).id;
        let section = SectionNames::from(FORM.section("m9_rights").unwrap());
        let given = section.questions.clone();
        let (store, allow) = (&server.store, permit(&focal).unwrap());
        store
            .give(&allow, contributor, section.clone(), given, at(0))
            .unwrap();
        let note = "Which law, and since when?".to_owned();
        store
            .return_section(&allow, contributor, section, note, at(0))
            .unwrap();
        let remark = "Is it this one?".to_owned();
        store
            .remark(&discuss(&focal), key("frm_risk_year"), remark, None, at(0))
            .unwrap();
        submit(&server, &browser);

        let officer = server.signed_in(Role::Manager);
        done(&officer, "/en/states/AUT", "/en/states/AUT/take", &[]);
        let ask = "/en/states/AUT/questions";
        let typed = [
            ("words.cls_feedback", "What is meant?"),
            ("day", "2026-03-01"),
        ];
        let write = format!("{ask}?question=cls_feedback");
        done(&officer, &write, ask, &typed);
        let page = page_of("cls_feedback");
        let shown = browser.get(&page);
        let revision = shown
            .after("name=\"cls_feedback.revision\" value=\"")
            .unwrap();
        let answer = [
            ("cls_feedback.value", "This is meant."),
            ("cls_feedback.revision", &*revision),
        ];
        assert_eq!(browser.post(&page, &answer).status, 303);
        submit(&server, &browser);

        let rows = stored(&server).into_keys();
        let mut rows = rows.filter(|key| key.question.as_str() == "lnk_type");
        let row = rows.next().unwrap().row.unwrap().to_string();
        Self {
            server,
            contributor,
            row,
        }
    }

    /// An address of the list, without the language, with something real in the place of its parameters.
    fn path(&self, path: &str) -> Option<String> {
        let rows = page_of("lnk_type");
        let (_, by_row) = rows.rsplit_once('/')?;
        let (question, page, row) = match path {
            "/{lang}/documents/{question}" => ("rep_terms", "", ""),
            "/{lang}/documents/{question}/{row}" => ("cas_examples", "", "1"),
            "/{lang}/reply/{section}/{page}/{row}" => ("", by_row, &*self.row),
            _ => ("frm_risk_year", "lnk_overview", ""),
        };
        let section = if path.contains("/people/") {
            "m9_rights"
        } else {
            "m4_links"
        };
        let contributor = self.contributor.to_string();
        let real = [
            ("{section}", section),
            ("{page}", page),
            ("{row}", row),
            ("{question}", question),
            ("{person}", &contributor),
            ("{respondent}", "AUT"),
            ("{key}", "T4"),
            ("{token}", "none"),
        ];
        let path = path.strip_prefix("/{lang}")?.to_owned();
        Some(
            real.iter()
                .fold(path, |path, (name, real)| path.replace(name, real)),
        )
    }

    /// The pages that somebody in this browser is the first to meet.
    fn pages(&self, browser: &Browser, is_first: impl Fn(Access) -> bool) -> Vec<Place> {
        let entries = routes::all().into_iter();
        // Without an identity provider there is no way to one.
        let entries = entries.filter(|entry| {
            entry.method == "GET"
                && is_first(entry.access)
                && !entry.path.ends_with("/sign-in/provider")
                // As long as all figures together, each of which has a page of its own here.
                && !entry.path.ends_with("/figures/book")
        });
        let paths = entries.filter_map(|entry| self.path(entry.path));
        let pages = paths.filter(|path| {
            // A path that still lacks something names a file; others lead on to a page of the list.
            let is_whole = !path.contains('{');
            let answer = is_whole.then(|| browser.get(&format!("/en{path}")));
            answer.is_some_and(|answer| {
                assert_ne!(answer.status, 404, "{path}");
                answer.status != 303 && answer.header("content-type").starts_with("text/html")
            })
        });
        pages
            .map(|path| place(&format!("walk{}", path.replace(['/', '?'], "-")), &path))
            .collect()
    }
}

/// Has the reply cleared and submits it.
fn submit(server: &TestServer, browser: &Browser) {
    clear(&server.store, "AUT", at(0));
    let submit = "/en/reply/submit";
    done(browser, submit, submit, &[("confirmed", "yes")]);
}

#[test]
fn every_page_is_sound_for_the_first_role_that_meets_it() {
    let Some(chrome) = Chrome::open(Scripts::On, Size::Desktop) else {
        return;
    };
    let world = World::make();
    let server = &world.server;
    let mut count = 0;
    let mut walk = |places: Vec<Place>| {
        count += places.len();
        look_in(&chrome, server, &places, &FAR_VIEWS);
    };
    walk(world.pages(&server.browser(), |access| access == Access::Open));
    for (at, role) in Role::ALL.into_iter().enumerate() {
        let earlier = Role::ALL.get(..at).unwrap_or_default();
        let is_first = |access| match access {
            Access::Open => false,
            Access::Only(action) => {
                let roles = action.may();
                roles.contains(&role) && !earlier.iter().any(|role| roles.contains(role))
            }
        };
        sign_in(&chrome, server, role);
        let mut places = world.pages(&server.signed_in(role), is_first);
        places.push(place(&format!("start-{}", role.code()), ""));
        walk(places);
    }
    println!("{count} pages");
    assert!(count >= 49, "{count}");
}
