//! `flowspec.createPartial`: an empty file for an include to lead to.

use super::{Call, Command, applied};
use crate::{
    lsp::apply::apply,
    text::is_plain,
    workspace::{Edit, ProjectPath, expand::leaves_root},
};
use camino::Utf8Path;
use futures::FutureExt;
use serde_json::Value;
use tower_lsp::jsonrpc::Result;

pub(super) const COMMAND: Command =
    Command { name: "flowspec.createPartial", parameters: &["path", "uri"], run: |call| run(call).boxed() };

async fn run(call: Call) -> Result<Value> {
    let view = call.on_worker(|call| call.project("uri")).await?;
    let missing = "the argument `path` is missing: name the file from the root of the project";
    let path = call.text("path")?.ok_or_else(|| call.invalid(missing))?;
    let (written, snapshot) = (Utf8Path::new(path.trim()), &view.snapshot);
    let inside = (!leaves_root(written.as_str())).then(|| ProjectPath::written(written)).flatten();
    let inside = inside.ok_or_else(|| {
        call.invalid(format!("`{written}` does not lie in the project: name a file from its root, without `..`"))
    })?;
    if !inside.components().all(|part| is_name(part.as_str())) {
        return Err(
            call.invalid(format!("`{inside}` is not a usable file name: use a shorter one without special characters"))
        );
    }
    if inside.extension() != Some("md") {
        return Err(call.invalid(format!("`{inside}` is not a Markdown file: let its name end in `.md`")));
    }
    let edit = Edit::Create { path: snapshot.path(&inside), text: String::new() };
    Ok(applied(apply(&call.session, &view, &format!("Create `{inside}`"), vec![edit]).await))
}

/// Whether every system can have a file or folder of this name, and everybody can read it.
fn is_name(name: &str) -> bool {
    /// The limit of nearly every file system, in bytes.
    const LONGEST: usize = 255;
    name.len() <= LONGEST && name.chars().all(is_plain) && !name.contains(['<', '>', ':', '"', '|', '?', '*', '\\'])
}
