//! The language of a page: first in its address (`/fr/…`); `Accept-Language` counts only at the bare address.
//!
//! A language is offered when `locales/` holds its texts. The two pseudo-locales are offered where the settings say so.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};

use super::guard::Open;
use super::state::AppState;
use crate::text::{self, Language};

/// The languages offered, in the order of the language row. English is always among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered(Vec<Language>);

impl Offered {
    /// Those with texts, and the pseudo-locales if they are wanted.
    #[must_use]
    pub fn new(pseudo: Pseudo) -> Self {
        let real = Language::ALL
            .into_iter()
            .filter(|language| !text::interface_files(*language).is_empty());
        let pseudo = match pseudo {
            Pseudo::Offered => Language::PSEUDO.as_slice(),
            Pseudo::Hidden => &[],
        };
        Self(real.chain(pseudo.iter().copied()).collect())
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = Language> + '_ {
        self.0.iter().copied()
    }

    /// The one with this code.
    #[must_use]
    pub fn find(&self, code: &str) -> Option<Language> {
        self.iter().find(|language| language.code() == code)
    }

    /// The one that stands first in a path.
    #[must_use]
    pub fn of_path(&self, path: &str) -> Option<Language> {
        self.find(path.strip_prefix('/')?.split('/').next()?)
    }

    /// The one that a reader wants most (`Accept-Language`, RFC 9110 section 12.5.4, look-up of RFC 4647 section 3.4), else English.
    #[must_use]
    pub fn choose(&self, accepted: &str) -> Language {
        let mut wishes: Vec<(&str, u16)> = accepted.split(',').filter_map(wish).collect();
        wishes.sort_by_key(|&(_, weight)| std::cmp::Reverse(weight));
        let find = |code: &str| {
            self.iter()
                .find(|language| language.code().eq_ignore_ascii_case(code))
        };
        wishes
            .into_iter()
            .find_map(|(range, _)| {
                let mut range = range;
                loop {
                    if let Some(language) = find(range) {
                        return Some(language);
                    }
                    range = range.rsplit_once('-')?.0;
                }
            })
            .unwrap_or(Language::English)
    }
}

/// Whether the pseudo-locales are offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pseudo {
    /// They are: for tests and for those who lay out pages.
    Offered,
    /// They are not.
    Hidden,
}

/// A language range and its weight in thousandths, unless it is unwanted or unreadable.
fn wish(part: &str) -> Option<(&str, u16)> {
    let (range, weight) = match part.split_once(';') {
        None => (part, 1000),
        Some((range, weight)) => (range, thousandths(weight.trim().strip_prefix("q=")?)?),
    };
    (weight > 0).then_some((range.trim(), weight))
}

/// `0.85` as 850.
fn thousandths(weight: &str) -> Option<u16> {
    let (whole, part) = weight.split_once('.').unwrap_or((weight, ""));
    let number: u16 = format!("{whole}{part:0<3}").parse().ok()?;
    (part.len() <= 3 && number <= 1000).then_some(number)
}

/// The language that a request without one in its path is answered in.
#[must_use]
pub fn wanted(state: &AppState, request: &HttpRequest) -> Language {
    let accepted = request
        .headers()
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    state.offered.choose(accepted.unwrap_or_default())
}

/// `GET /`: sends to the start page in the reader's language.
pub async fn choose(_open: Open, state: web::Data<AppState>, request: HttpRequest) -> HttpResponse {
    let to = format!("/{}", wanted(&state, &request).code());
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, to))
        .insert_header((header::VARY, "Accept-Language"))
        .finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reader_s_wish_counts_as_far_as_it_is_offered() {
        let offered = Offered(vec![
            Language::Arabic,
            Language::Chinese,
            Language::English,
            Language::Spanish,
            Language::Mirrored,
        ]);
        for (accepted, chosen) in [
            ("", "en"),
            ("de", "en"),
            ("en-GB", "en"),
            ("zh-Hant-TW", "zh"),
            ("pt-BR,es", "es"),
            ("ar-EG", "ar"),
            ("AR-xb", "ar-XB"),
            ("en;q=0.4, es;q=0.85, ar;q=0.849", "es"),
            ("es;q=0, ar;q=0.001", "ar"),
            ("es;q=2, ar;q=1.5, zh;q=-1, *;q=x,;;,", "en"),
        ] {
            assert_eq!(offered.choose(accepted).code(), chosen, "{accepted}");
        }
    }

    #[test]
    fn english_is_always_offered_and_the_pseudo_locales_on_demand() {
        let hidden = Offered::new(Pseudo::Hidden);
        assert!(hidden.find("en").is_some() && hidden.find("ar-XB").is_none());
        let shown = Offered::new(Pseudo::Offered);
        assert_eq!(shown.of_path("/ar-XB/reply"), Some(Language::Mirrored));
        assert_eq!(shown.of_path("/health"), None);
    }
}
