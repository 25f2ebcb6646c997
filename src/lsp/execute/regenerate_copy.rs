//! `flowspec.regenerateCopy`: an expanded copy becomes what its command expands to today.

use super::{Call, Command, applied};
use crate::{
    lsp::{
        apply::{apply, refuse},
        view::View,
    },
    model::Kind,
    workspace::{
        Edit,
        copies::{NoCopy, command_of, regenerated},
    },
};
use futures::FutureExt;
use serde_json::Value;
use text_size::{TextRange, TextSize};
use tower_lsp::jsonrpc::Result;

pub(super) const COMMAND: Command =
    Command { name: "flowspec.regenerateCopy", parameters: &["uri"], run: |call| run(call).boxed() };

async fn run(call: Call) -> Result<Value> {
    let made = call.on_worker(|call| {
        let view = call.document("uri", Kind::Copy)?;
        Ok((edits(&view), view))
    });
    let (made, view) = made.await?;
    let label = format!("Regenerate `{}`", view.snapshot.relative(&view.path));
    Ok(applied(match made {
        Ok(edits) if edits.is_empty() => Ok(()),
        Ok(edits) => apply(&call.session, &view, &label, edits).await,
        Err(problem) => Err(refuse(&call.session, format!("{label}: {problem}")).await),
    }))
}

/// The edit of the part of the copy that differs, or why nobody can tell what the copy should say.
fn edits(view: &View) -> std::result::Result<Vec<Edit>, String> {
    let (snapshot, index) = (&view.snapshot, view.snapshot.index());
    let copy = snapshot.document(&view.path).ok_or("it is gone")?;
    let command = command_of(snapshot, &index, copy).ok_or("no command has this copy: check the name of the file")?;
    let wanted = regenerated(snapshot, command, copy).map_err(|problem| match problem {
        NoCopy::Stopped(..) => format!("`{}` has an include that cannot be expanded: correct it first", command.name()),
        NoCopy::OpenFrontMatter(path) => format!("the front matter of `{}` never ends", snapshot.relative(&path)),
        NoCopy::NotACommand => format!("`{}` is not a command", command.name()),
    })?;
    let text = copy.text();
    let same = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| -> usize {
        a.zip(b).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
    };
    let start = same(&mut text.chars(), &mut wanted.chars());
    let end = same(&mut text[start..].chars().rev(), &mut wanted[start..].chars().rev());
    let range = TextRange::new(TextSize::new(start as u32), TextSize::new((text.len() - end) as u32));
    let edit = Edit::replace(&copy.path, range, &wanted[start..wanted.len() - end]);
    Ok(if text == wanted { Vec::new() } else { vec![edit] })
}
