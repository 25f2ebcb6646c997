//! What an answer must be by what was asked.

use super::{
    capable,
    meaning::{Look, contains, point},
    protocol::{Fault, Judged, require},
};
use serde_json::{Value, json};

/// That a result is an answer to a request with these parameters.
pub fn answer(params: &Value, result: &Value, at: Look<'_>) -> Judged {
    let items = || result.as_array().into_iter().flatten();
    match at.method {
        "textDocument/hover" => at_cursor(result.get("range"), params).map_err(|fault| fault.below("range")),
        "textDocument/prepareRename" => at_cursor(result.get("range"), params).map_err(|fault| fault.below("range")),
        "textDocument/definition" => items().try_for_each(|link| at_cursor(link.get("originSelectionRange"), params)),
        "textDocument/completion" => completion(params, result),
        "textDocument/selectionRange" => {
            let positions = params["positions"].as_array().into_iter().flatten();
            require(result.is_null() || positions.clone().count() == items().count(), || {
                "there must be one selection for each position".to_owned()
            })?;
            let mut pairs = positions.zip(items()).enumerate();
            pairs.try_for_each(|(n, (position, selection))| {
                let holds = contains(&selection["range"], position);
                require(holds, || "the selection is not around its position".to_owned()).map_err(|it| it.below(n))
            })
        }
        "textDocument/foldingRange" => {
            let most = at.client.pointer("/textDocument/foldingRange/rangeLimit").and_then(Value::as_u64);
            require(most.is_none_or(|most| items().count() as u64 <= most), || "too many folds".to_owned())
        }
        "textDocument/codeAction" => actions(params, result, at),
        "textDocument/inlayHint" => items().enumerate().try_for_each(|(n, hint)| {
            let asked = contains(&params["range"], &hint["position"]);
            require(asked, || "the hint is not in the range".to_owned()).map_err(|fault| fault.below(n))
        }),
        "textDocument/diagnostic" => {
            let (kind, id) = (&result["kind"], &result["resultId"]);
            require(kind != "unchanged" || *id == params["previousResultId"], || {
                "unchanged since what the client does not have".to_owned()
            })
        }
        "initialize" => initialized(params, result),
        _ => Ok(()),
    }
}

fn at_cursor(range: Option<&Value>, params: &Value) -> Judged {
    let holds = range.is_none_or(|range| contains(range, &params["position"]));
    require(holds, || "the range is not at the cursor".to_owned())
}

fn completion(params: &Value, result: &Value) -> Judged {
    let items = result.get("items").unwrap_or(result).as_array().into_iter().flatten();
    items.enumerate().try_for_each(|(n, item)| {
        let edit = &item["textEdit"];
        let range = edit.get("range").or_else(|| edit.get("replace"));
        at_cursor(range, params)?;
        let inserts = edit.get("insert").is_none_or(|insert| insert["end"] == params["position"]);
        require(inserts, || "`insert` must end at the cursor".to_owned()).map_err(|fault| fault.below(n))
    })
}

fn actions(params: &Value, result: &Value, at: Look<'_>) -> Judged {
    let only = params["context"]["only"].as_array();
    let wants = |kind: &str| {
        let mut wanted = only.into_iter().flatten().filter_map(Value::as_str);
        only.is_none() || wanted.any(|it| it.is_empty() || kind == it || kind.starts_with(&format!("{it}.")))
    };
    for (n, action) in result.as_array().into_iter().flatten().enumerate() {
        let judge = || {
            let Some(kind) = action["kind"].as_str() else { return Ok(()) };
            require(wants(kind), || format!("an action of kind {kind} was not asked for"))?;
            let kinds = at.server.pointer("/codeActionProvider/codeActionKinds").and_then(Value::as_array);
            let announced = kinds.is_none_or(|kinds| kinds.iter().any(|it| it == kind));
            require(announced, || format!("the server has not announced actions of kind {kind}"))?;
            let empty = action.get("edit").is_none() && action.get("command").is_none();
            require(!empty || action.get("disabled").is_some(), || "an action that does nothing".to_owned())
        };
        judge().map_err(|fault: Fault| fault.below(n))?;
    }
    Ok(())
}

/// That the server does not choose what was not offered.
fn initialized(params: &Value, result: &Value) -> Judged {
    let (client, server) = (&params["capabilities"], &result["capabilities"]);
    let encoding = server["positionEncoding"].as_str().unwrap_or("utf-16");
    let offered = capable::lists(client, "/general/positionEncodings", encoding);
    // Every client has to take UTF-16, also one that does not say so.
    require(offered || encoding == "utf-16", || format!("{encoding} was not offered"))
}

/// The tokens of an answer as ranges, which neither overlap nor are of a kind that was not announced.
pub fn tokens(data: &[u64], at: Look<'_>) -> Judged {
    let provider = &at.server["semanticTokensProvider"]["legend"];
    let [types, modifiers] = ["tokenTypes", "tokenModifiers"].map(|it| provider[it].as_array().map_or(0, Vec::len));
    require(data.len().is_multiple_of(5), || "the data must be five numbers for each token".to_owned())?;
    let (mut line, mut start, mut end) = (0, 0, 0);
    for token in data.chunks_exact(5) {
        if token[0] > 0 {
            (line, start, end) = (line + token[0], 0, 0);
        }
        start += token[1];
        require(start >= end, || format!("the token at {line}:{start} overlaps the one before it"))?;
        end = start + token[2];
        require(token[2] > 0, || format!("the token at {line}:{start} is empty"))?;
        require((token[3] as usize) < types, || format!("the token at {line}:{start} has an unknown type"))?;
        require(token[4] >> modifiers == 0, || format!("the token at {line}:{start} has an unknown modifier"))?;
        for character in [start, end] {
            at.texts.holds(at.uri, at.moment, &json!({ "line": line, "character": character }))?;
        }
    }
    Ok(())
}

/// That tokens are in the range that was asked for.
pub fn tokens_within(data: &[u64], range: &Value) -> Judged {
    let lines = point(&range["start"]).0..=point(&range["end"]).0;
    let mut line = 0;
    data.chunks_exact(5).try_for_each(|token| {
        line += token[0];
        require(lines.contains(&line), || format!("the token in line {line} was not asked for"))
    })
}
