//! What has to follow when the client renames files or folders.

use super::{
    from_proto,
    request::{self, RequestedProjects},
    session::Session,
    view::View,
};
use crate::{ide::rename::after_moves, workspace::ProjectPath};
use camino::Utf8PathBuf;
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};
use tower_lsp::{
    gen_lsp_types::{FileRename, RenameFilesParams, WorkspaceEdit},
    jsonrpc::Result,
};

/// `workspace/willRenameFiles`: includes, links, scripts of hooks and commands go on to mean the same files, and the deltas of a capability
/// follow its spec.
pub async fn edits(session: &Arc<Session>, params: RenameFilesParams) -> Result<Option<WorkspaceEdit>> {
    request::workspace(session, "workspace/willRenameFiles", move |requested| all(requested, params.files)).await
}

/// One edit for all projects.
fn all(requested: &RequestedProjects, files: Vec<FileRename>) -> Option<WorkspaceEdit> {
    let files = files.into_iter().filter_map(|file| Some((requested.view(from_proto::document(&file.old_uri))?, file)));
    let mut projects: BTreeMap<Utf8PathBuf, (View, Vec<(ProjectPath, ProjectPath)>)> = BTreeMap::new();
    for (view, file) in files {
        let relative = |uri| ProjectPath::inside(view.snapshot.root(), &named(&from_proto::path(uri)?));
        // What leaves its project cannot be followed.
        let Some((from, to)) = relative(&file.old_uri).zip(relative(&file.new_uri)) else { continue };
        projects.entry(view.snapshot.root().to_owned()).or_insert_with(|| (view, Vec::new())).1.push((from, to));
    }
    let edits = projects.values().filter_map(|(view, moves)| {
        view.workspace_edit(&after_moves(&view.snapshot, moves, view.features.rename_files))
    });
    edits.reduce(|mut all, more| {
        all.document_changes.get_or_insert_default().extend(more.document_changes.unwrap_or_default());
        all.changes.get_or_insert_with(HashMap::new).extend(more.changes.unwrap_or_default());
        all
    })
}

/// The path with the links among its folders followed: what is renamed may itself be a link.
fn named(path: &camino::Utf8Path) -> Utf8PathBuf {
    match path.parent().zip(path.file_name()) {
        Some((folder, name)) => from_proto::real(folder).join(name),
        None => path.to_owned(),
    }
}
