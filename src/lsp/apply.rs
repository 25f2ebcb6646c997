//! Edits that the server asks the client to make by itself, outside of a code action.

use super::{ask::tell, session::Session, view::View, worker};
use crate::workspace::{DocPath, Document, Edit, Resolved, scan};
use std::sync::Arc;
use tower_lsp::gen_lsp_types::{ApplyWorkspaceEditParams, ApplyWorkspaceEditRequest, MessageType};

/// Why an edit was not made. The user has been told.
#[derive(Debug)]
pub struct Refused(pub String);

/// Asks the client to make the edits, all or none, as one step that can be undone. When it does not make them, the user is told, and
/// nothing is lost. `label` says what the edits do, as in `Move task-12 to Planned`.
///
/// # Errors
/// When a document is not as it was in the view, when the client cannot make such edits, and when it refuses.
pub async fn apply(session: &Session, view: &View, label: &str, edits: Vec<Edit>) -> Result<(), Refused> {
    let result = attempt(session, view, label, edits).await;
    match result {
        Ok(()) => Ok(()),
        Err(reason) => Err(refuse(session, format!("{label}: {reason}")).await),
    }
}

/// Tells the user that something is not done.
pub async fn refuse(session: &Session, message: String) -> Refused {
    tell(session, MessageType::Warning, &message).await;
    Refused(message)
}

async fn attempt(session: &Session, view: &View, label: &str, edits: Vec<Edit>) -> Result<(), String> {
    if !session.features().apply_edit {
        return Err("this editor does not let a server edit, so make the change by hand".into());
    }
    let checked = {
        let view = view.clone();
        worker::run("checking an edit", move || {
            let documents = documents(&view, &edits);
            (check_disk(&view, &documents, &edits), view.workspace_edit(&edits), documents)
        })
    };
    let (checked, edit, documents) = checked.await.map_err(|crashed| crashed.to_string())?;
    let edit = edit.ok_or("this editor does not let a server create or rename files")?;
    if let Err(problem) = checked {
        session.stale.notify_one();
        return Err(problem);
    }
    // Between this and the message to the client no other message is taken in.
    if let Some(changed) = documents.iter().find(|document| !is_current(session, document)) {
        return Err(format!("`{}` was changed meanwhile, so try again", changed.name()));
    }
    let params = ApplyWorkspaceEditParams { label: Some(label.to_owned()), edit, metadata: None };
    match session.client.send_request::<ApplyWorkspaceEditRequest>(params).await {
        Ok(result) if result.applied => Ok(()),
        Ok(result) => Err(match result.failure_reason.filter(|reason| !reason.is_empty()) {
            Some(reason) => format!("the editor refused the change: {reason}"),
            None => "the editor refused the change".into(),
        }),
        Err(error) => Err(format!("the editor could not make the change: {}", error.message)),
    }
}

/// The documents that the edits replace bytes of, each once.
fn documents(view: &View, edits: &[Edit]) -> Vec<Arc<Document>> {
    let mut paths: Vec<&DocPath> = edits
        .iter()
        .filter_map(|edit| match edit {
            Edit::Replace { path, .. } => Some(path),
            Edit::Create { .. } | Edit::Rename { .. } => None,
        })
        .collect();
    paths.sort_unstable();
    paths.dedup();
    paths.into_iter().filter_map(|path| view.snapshot.document(path)).cloned().collect()
}

/// Whether the disk is as the edits take it to be. A buffer without changes may hide that its file has changed, and a scan is a while ago.
fn check_disk(view: &View, documents: &[Arc<Document>], edits: &[Edit]) -> Result<(), String> {
    for document in documents.iter().filter(|document| document.version.is_none()) {
        let name = view.snapshot.relative(&document.path);
        if scan::read(view.snapshot.root(), name).ok().as_deref() != Some(document.text()) {
            return Err(format!("`{}` has changed on disk, so try again", document.name()));
        }
    }
    let made = edits.iter().filter_map(|edit| match edit {
        Edit::Create { path, .. } | Edit::Rename { to: path, .. } => Some(path),
        Edit::Replace { .. } => None,
    });
    for path in made {
        let name = view.snapshot.relative(path);
        // A link that leads nowhere is there, too.
        if path.symlink_metadata().is_ok() {
            return Err(format!("`{name}` exists already"));
        }
        // The folder may be a link that leads out of the project.
        let folder = name.ancestors().skip(1).map(|folder| view.snapshot.resolve(folder));
        if !matches!({ folder }.find(|folder| *folder != Resolved::Missing), Some(Resolved::Folder(_))) {
            return Err(format!("`{name}` does not lie in the project"));
        }
    }
    Ok(())
}

/// Whether a document still has the text that it had.
fn is_current(session: &Session, before: &Arc<Document>) -> bool {
    let state = session.lock();
    let now = state.world.project(&before.path).and_then(|project| project.document(&before.path));
    now.is_some_and(|now| Arc::ptr_eq(now, before) || (now.version == before.version && now.text() == before.text()))
}
