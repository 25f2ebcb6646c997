//! Keys and values of `flowspec-lsp.toml`, as the schema of the settings has them, and the codes of the rules.

mod site;

use toml_parser::lexer::TokenKind;

use super::{Completions, Cursor, Item, ItemKind, Subject};
use crate::{
    rules::{rule, rules},
    text::lines::line_end,
    workspace::settings::schema::{SettingPart, SettingShape, schema},
};
use site::{SettingRole, Site};

/// A key or a value that is being written.
pub(super) fn complete(cursor: &Cursor<'_>) -> Option<Completions> {
    let site = Site::at(cursor.text, cursor.offset)?;
    let schema = schema();
    let part = SettingPart::of(&schema).below(&site.path)?;
    let items: Vec<Item> = match site.role {
        SettingRole::Header { list } => headers(&site, part, list),
        SettingRole::Key | SettingRole::InlineKey => keys(cursor, &site, part),
        SettingRole::Value => values(&site, part),
        SettingRole::Item => Vec::new(),
    };
    let (before, after) = (cursor.offset - site.word.start, site.word.end.saturating_sub(cursor.offset));
    (!items.is_empty()).then(|| cursor.items(before, after, items))
}

/// The tables that the file does not have yet, in the brackets of a header.
fn headers(site: &Site<'_>, part: SettingPart<'_>, list: bool) -> Vec<Item> {
    let close = match (site.after == TokenKind::RightSquareBracket, list) {
        (true, _) => "",
        (false, true) => "]]",
        (false, false) => "]",
    };
    let wanted = if list { SettingShape::Tables } else { SettingShape::Table };
    let tables = absent(site, part).filter(|(_, part)| part.shape() == wanted);
    tables.map(|(name, part)| item(name, part).text(format!("{name}{close}"))).collect()
}

/// The keys that the table does not have yet; the codes of all rules where it is a table of rules.
fn keys(cursor: &Cursor<'_>, site: &Site<'_>, part: SettingPart<'_>) -> Vec<Item> {
    let key = |item: Item, shape: SettingShape<'_>| match site.quote {
        Some(_) => {
            let text = site.quoted(&item.text);
            item.text(text)
        }
        None if site.after == TokenKind::Equals => item,
        None => with_value(cursor, site, item, &shape),
    };
    let named = absent(site, part).map(|(name, part)| key(item(name, part), part.shape()));
    let is_free = |code: &str| is_rules(&site.path) && !site.siblings.contains(&code);
    let codes = rules().filter(|rule| is_free(rule.code)).map(|rule| {
        let item = Item::new(ItemKind::Key, rule.code).detail(rule.summary).about(Subject::Rule(rule.code.to_owned()));
        let level = part.below(&[rule.code]).map_or(SettingShape::Other, SettingPart::shape);
        key(item, level)
    });
    named.chain(codes).collect()
}

/// A key with what its value begins with.
fn with_value(cursor: &Cursor<'_>, site: &Site<'_>, item: Item, shape: &SettingShape<'_>) -> Item {
    let name = item.text.clone();
    let newline = line_end(cursor.text);
    // A header begins a line, and is followed by the keys of its table.
    let header = site.role == SettingRole::Key && site.path.is_empty();
    let value = match shape {
        SettingShape::Table if header => {
            return item.text(format!("[{name}]")).snippet(format!("[{name}]{newline}$0"));
        }
        SettingShape::Tables if header => {
            return item.text(format!("[[{name}]]")).snippet(format!("[[{name}]]{newline}$0"));
        }
        SettingShape::Table => "{ $0 }".to_owned(),
        SettingShape::Tables => "[{ $0 }]".to_owned(),
        SettingShape::List => "[\"$0\"]".to_owned(),
        SettingShape::Flag => "${1|false,true|}".to_owned(),
        SettingShape::OneOf(words) => {
            let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            format!("\"${{1|{}|}}\"", words.join(","))
        }
        SettingShape::Other => "$0".to_owned(),
    };
    item.text(format!("{name} = ")).snippet(format!("{name} = {value}"))
}

/// The words that a setting can be.
fn values(site: &Site<'_>, part: SettingPart<'_>) -> Vec<Item> {
    let space = if site.glued { " " } else { "" };
    match part.shape() {
        SettingShape::Flag if site.quote.is_none() => {
            ["true", "false"].map(|word| Item::new(ItemKind::Value, word).text(format!("{space}{word}"))).into()
        }
        SettingShape::OneOf(words) => {
            let default = site.path.last().and_then(|code| rule(code)).map(|rule| rule.severity_name());
            let value = |(word, meaning): (&str, &str)| {
                let detail = if default == Some(word) { format!("{meaning}, the default") } else { meaning.to_owned() };
                Item::new(ItemKind::Value, word).text(format!("{space}{}", site.quoted(word))).detail(detail)
            };
            words.into_iter().map(value).collect()
        }
        _ => Vec::new(),
    }
}

/// The keys of a table that it does not have yet.
fn absent<'a>(site: &Site<'_>, part: SettingPart<'a>) -> impl Iterator<Item = (&'a str, SettingPart<'a>)> {
    part.keys().filter(|(name, _)| !site.siblings.contains(name))
}

fn item(name: &str, part: SettingPart<'_>) -> Item {
    Item::new(ItemKind::Key, name).detail(part.description)
}

/// Whether keys lead to severities by rule: those of the project, and those of some files.
fn is_rules(path: &[&str]) -> bool {
    matches!(path, ["rules"] | ["overrides", "rules"])
}
