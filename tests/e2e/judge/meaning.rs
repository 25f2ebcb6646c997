//! What the parts of a message must be besides of the right type: places in documents, and places in one another.

use super::{
    capable,
    protocol::{Fault, Judged, PROTOCOL, alternative, require},
    texts::{Moment, Texts},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A message that is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a> {
    /// What the client can do.
    pub client: &'a Value,
    /// What the server has said that it can do.
    pub server: &'a Value,
    /// The texts.
    pub texts: &'a Texts,
    /// The method that it belongs to.
    pub method: &'a str,
    /// The document that it is about, unless it says another.
    pub uri: &'a str,
    /// The moment of which it speaks.
    pub moment: Moment,
}

/// Looks at every structure in a value of a type.
pub fn look(kind: &Value, value: &Value, at: Look<'_>) -> Judged {
    match kind {
        Value::String(name) => name.strip_prefix('#').map_or(Ok(()), |name| structure(name, value, at)),
        _ if kind.get("or").is_some() => {
            let kinds = kind["or"].as_array().map_or(&[][..], |kinds| kinds);
            look(alternative(kinds, value)?, value, at)
        }
        _ if kind.get("array").is_some() => {
            let mut items = value.as_array().into_iter().flatten().enumerate();
            items.try_for_each(|(n, item)| look(&kind["array"], item, at).map_err(|fault| fault.below(n)))
        }
        _ if kind.get("map").is_some() => value.as_object().into_iter().flatten().try_for_each(|(key, item)| {
            // The only map with places in it is by document.
            look(&kind["map"], item, at.in_document(key)).map_err(|fault| fault.below(key))
        }),
        _ => Ok(()),
    }
}

impl<'a> Look<'a> {
    /// The same in another document.
    fn in_document(self, uri: &'a str) -> Look<'a> {
        match self.moment {
            // Of other documents a version says nothing.
            Moment::Version(_) if uri != self.uri => Look { uri, moment: Moment::Since(0), ..self },
            _ => Look { uri, ..self },
        }
    }
}

fn structure(name: &str, value: &Value, at: Look<'_>) -> Judged {
    let Some(properties) = PROTOCOL["structures"].get(name).and_then(Value::as_object) else { return Ok(()) };
    capable::structure(at.client, at.method, name, value)?;
    rules(name, value, at)?;
    let own =
        value["uri"].as_str().filter(|_| ["range", "diagnostics", "items"].iter().any(|it| value.get(it).is_some()));
    for (property, kind) in properties {
        let key = property.trim_end_matches('?');
        let Some(part) = value.get(key) else { continue };
        let document = match (name, key) {
            ("LocationLink", "targetRange" | "targetSelectionRange") => value["targetUri"].as_str(),
            ("TextDocumentEdit", "edits") => value["textDocument"]["uri"].as_str(),
            ("CallHierarchyIncomingCall", "fromRanges") => value["from"]["uri"].as_str(),
            _ => own,
        };
        let there = document.map_or(at, |uri| at.in_document(uri));
        look(kind, part, there).map_err(|fault| fault.below(key))?;
    }
    Ok(())
}

/// The rules of single structures.
fn rules(name: &str, value: &Value, at: Look<'_>) -> Judged {
    match name {
        "Position" => at.texts.holds(at.uri, at.moment, value),
        "Range" => require(is_ordered(value), || format!("the range {value} is inverted")),
        "LocationLink" => {
            inside(&value["targetSelectionRange"], &value["targetRange"]).map_err(|it| it.below("targetRange"))
        }
        "DocumentSymbol" => {
            inside(&value["selectionRange"], &value["range"]).map_err(|it| it.below("selectionRange"))?;
            let mut children = value["children"].as_array().into_iter().flatten();
            children.try_for_each(|child| inside(&child["range"], &value["range"])).map_err(|it| it.below("children"))
        }
        "CallHierarchyItem" => {
            inside(&value["selectionRange"], &value["range"]).map_err(|it| it.below("selectionRange"))
        }
        "SelectionRange" => match value.get("parent") {
            Some(parent) => inside(&value["range"], &parent["range"]).map_err(|it| it.below("parent")),
            None => Ok(()),
        },
        "FoldingRange" => {
            let lines = ["startLine", "endLine"].map(|edge| value[edge].as_u64());
            require(lines[0] <= lines[1], || "the fold ends before it starts".to_owned())?;
            lines
                .into_iter()
                .flatten()
                .try_for_each(|line| at.texts.holds(at.uri, at.moment, &json!({ "line": line, "character": 0 })))
        }
        "CodeLens" => require(value["range"]["start"]["line"] == value["range"]["end"]["line"], || {
            "a lens must be on one line".to_owned()
        }),
        "InsertReplaceEdit" => {
            let (insert, replace) = (&value["insert"], &value["replace"]);
            let prefix = insert["start"] == replace["start"] && point(&insert["end"]) <= point(&replace["end"]);
            require(prefix, || "`insert` must be a prefix of `replace`".to_owned())
        }
        "TextDocumentEdit" => {
            apart(value["edits"].as_array()).map_err(|it| it.below("edits"))?;
            versioned(&value["textDocument"], at).map_err(|it| it.below("textDocument"))
        }
        "WorkspaceEdit" => {
            let mut documents = value["changes"].as_object().into_iter().flatten();
            documents
                .try_for_each(|(uri, edits)| apart(edits.as_array()).map_err(|it| it.below(uri).below("changes")))?;
            once(value["documentChanges"].as_array()).map_err(|it| it.below("documentChanges"))
        }
        "Command" => {
            let commands = at.server.pointer("/executeCommandProvider/commands").and_then(Value::as_array);
            let known = commands.is_some_and(|commands| commands.contains(&value["command"]));
            require(known, || format!("the server does not have the command {}", value["command"]))
        }
        "CompletionItem" => {
            let edit = &value["textEdit"];
            let range = edit.get("range").or_else(|| edit.get("replace"));
            let one = range.is_none_or(|range| range["start"]["line"] == range["end"]["line"]);
            require(one, || "a completion must be on one line".to_owned())?;
            let more = value["additionalTextEdits"].as_array().into_iter().flatten();
            let edits: Vec<Value> = more.cloned().chain(range.map(|range| json!({ "range": range }))).collect();
            apart(Some(&edits))
        }
        "LinkedEditingRanges" => {
            let ranges = value["ranges"].as_array().into_iter().flatten();
            let edits: Vec<Value> = ranges.map(|range| json!({ "range": range })).collect();
            apart(Some(&edits))?;
            let length = |it: &Value| {
                Some(it.pointer("/range/end/character")?.as_u64()? - it.pointer("/range/start/character")?.as_u64()?)
            };
            require(edits.windows(2).all(|pair| length(&pair[0]) == length(&pair[1])), || {
                "linked ranges must be of one length".to_owned()
            })
        }
        _ => Ok(()),
    }
}

/// That the version of an edited document is one that the client knows.
fn versioned(document: &Value, at: Look<'_>) -> Judged {
    let uri = document["uri"].as_str().unwrap_or_default();
    let known = at.texts.versions(uri, at.in_document(uri).moment);
    let version = document["version"].as_i64();
    require(known.contains(&version), || format!("the version of {uri} is {version:?}, and the client has {known:?}"))
}

/// That no document is edited in two parts: the places of the second would be those before the first.
fn once(changes: Option<&Vec<Value>>) -> Judged {
    let mut edited: BTreeMap<&str, usize> = BTreeMap::new();
    for uri in changes.into_iter().flatten().filter_map(|change| change["textDocument"]["uri"].as_str()) {
        *edited.entry(uri).or_default() += 1;
    }
    let twice = edited.iter().find(|(_, times)| **times > 1);
    require(twice.is_none(), || format!("{} is edited in two parts", twice.map_or("", |(uri, _)| uri)))
}

/// A position that can be compared.
pub fn point(position: &Value) -> (u64, u64) {
    let number = |name: &str| position[name].as_u64().unwrap_or_default();
    (number("line"), number("character"))
}

fn is_ordered(range: &Value) -> bool {
    point(&range["start"]) <= point(&range["end"])
}

/// Whether a range holds a position.
pub fn contains(range: &Value, position: &Value) -> bool {
    (point(&range["start"])..=point(&range["end"])).contains(&point(position))
}

fn inside(inner: &Value, outer: &Value) -> Judged {
    let inside = contains(outer, &inner["start"]) && contains(outer, &inner["end"]);
    require(inside, || format!("the range {inner} is not inside of {outer}"))
}

/// That edits of one document do not overlap. Two of the same place may both insert.
pub fn apart(edits: Option<&Vec<Value>>) -> Judged {
    let mut ranges: Vec<_> = edits.into_iter().flatten().map(|edit| &edit["range"]).collect();
    ranges.sort_by_key(|range| (point(&range["start"]), point(&range["end"])));
    let pair = ranges.windows(2).find(|pair| point(&pair[0]["end"]) > point(&pair[1]["start"]));
    match pair {
        Some(pair) => Err(Fault::new(format!("the edits of {} and of {} overlap", pair[0], pair[1]))),
        None => Ok(()),
    }
}
