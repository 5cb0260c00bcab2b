//! `datapackage.json`: the package described as a Frictionless Data Package, version 2.

use serde_json::{Value, json};

use crate::disclosure::RULE;
use crate::disclosure::rows::{Status, Variant};

use super::table::{About, Filled};
use super::variable::{Kind, Variable};
use super::{LAYOUT, Source};

/// The description as indented JSON.
pub(super) fn build(source: &Source<'_>, name: &str, tables: &[Filled]) -> Vec<u8> {
    let round = source.round.round();
    let counts = source.round.counts();
    let package = json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": name.replace('_', "-").to_lowercase(),
        "title": source.texts.title(),
        "version": source.form.version,
        "created": format!("{}T00:00:00Z", source.cut),
        "sample": round.sample,
        "layout": LAYOUT,
        "variant": match source.round.variant() { Variant::Full => "full", Variant::Public => "public" },
        "mandate": source.form.mandate,
        "round": { "code": round.code, "form": round.form, "formVersion": round.form_version, "opens": round.opens,
                   "closes": round.closes, "periodFirst": round.period.first, "periodLast": round.period.last },
        "rules": { "version": RULE, "jointAudit": false, "threshold": round.threshold, "groupThreshold": round.threshold_in_a_group(),
                   "asked": counts.asked, "replied": counts.replied, "repliesLeftOut": counts.unnamed,
                   "answersWithheld": counts.withheld },
        "resources": tables.iter().map(|table| resource(source, table)).collect::<Vec<_>>(),
    });
    let mut bytes = serde_json::to_vec_pretty(&package).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn resource(source: &Source<'_>, table: &Filled) -> Value {
    let about = &table.about;
    let name = about.file.trim_end_matches(".csv").replace('_', "-");
    json!({
        "name": name,
        "path": about.file,
        "type": "table",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "description": about.description,
        "bytes": table.sum.bytes,
        "hash": format!("sha256:{}", table.sum.sha256),
        "schema": {
            "fields": about.variables.iter().map(|variable| field(source, about, variable)).collect::<Vec<_>>(),
            "primaryKey": about.key,
        },
    })
}

fn field(source: &Source<'_>, table: &About, variable: &Variable) -> Value {
    let kind = match variable.kind {
        Kind::Flag | Kind::Integer => "integer",
        Kind::Decimal => "number",
        Kind::Year => "year",
        Kind::Date => "date",
        Kind::Coded(_) | Kind::Codes(_) | Kind::Text => "string",
    };
    let mut field = json!({ "name": variable.name, "title": variable.label, "type": kind });
    let Some(object) = field.as_object_mut() else {
        return field;
    };
    if let Kind::Coded(choices) = &variable.kind {
        let categories = choices
            .iter()
            .map(|(code, label)| json!({ "value": code, "label": label }));
        object.insert("categories".to_owned(), categories.collect());
    }
    let mut missing = vec![json!({ "value": "", "label": "" })];
    if table.key.contains(&variable.name.as_str()) {
        // An answer without a row has the empty text for a row: part of a key is never missing.
        missing.clear();
    }
    if variable.may_miss {
        missing.extend(Status::MISSING.into_iter().filter_map(|status| {
            Some(json!({ "value": status.number()?.to_string(), "label": source.status(status) }))
        }));
    }
    object.insert("missingValues".to_owned(), missing.into());
    field
}
