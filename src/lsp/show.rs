//! Texts that the server makes and the user looks at: never in the workspace, and gone when the session is over.

use super::{ask::tell, session::Session};
use camino::{Utf8Path, Utf8PathBuf};
use std::{
    io,
    sync::{Mutex, PoisonError},
};
use tempfile::TempDir;
use tower_lsp::gen_lsp_types::{MessageType, ShowDocumentParams, Uri};

/// The folder of the texts that are shown as files. It is made when it is needed.
#[derive(Debug, Default)]
pub struct ShownFiles(Mutex<Option<TempDir>>);

impl ShownFiles {
    /// Writes a text that nobody should edit, and returns its path. An older one of the same name is replaced.
    pub fn write(&self, name: &str, text: &str, workspace: &[Utf8PathBuf]) -> io::Result<Utf8PathBuf> {
        let mut folder = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = match &mut *folder {
            Some(folder) => folder,
            none => none.insert(tempfile::Builder::new().prefix("flowspec-lsp-").tempdir()?),
        };
        let folder = Utf8Path::from_path(folder.path()).map(Utf8Path::canonicalize_utf8);
        let folder = folder.ok_or_else(|| io::Error::other("the folder for temporary files has no UTF-8 name"))??;
        if workspace.iter().any(|root| folder.starts_with(root)) {
            return Err(io::Error::other("the folder for temporary files lies in the workspace"));
        }
        let path = folder.join(name);
        // What is there is read-only, so it is replaced and not written to.
        let mut file = tempfile::NamedTempFile::new_in(&folder)?;
        io::Write::write_all(&mut file, text.as_bytes())?;
        let mut permissions = file.as_file().metadata()?.permissions();
        permissions.set_readonly(true);
        file.as_file().set_permissions(permissions)?;
        file.persist(&path).map_err(|error| error.error)?;
        Ok(path)
    }

    /// Removes everything.
    pub fn clear(&self) {
        let folder = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Err(error)) = folder.map(TempDir::close) {
            tracing::info!("temporary files stay: {error}");
        }
    }
}

/// Shows what a URI stands for, in the editor or, if `external`, in what the system opens it with. `false` when the client cannot.
pub async fn show(session: &Session, uri: Uri, external: bool) -> bool {
    if !session.features().show_document {
        return false;
    }
    let params = ShowDocumentParams { uri, external: Some(external), take_focus: Some(true), selection: None };
    session.client.show_document(params).await.unwrap_or_else(|error| {
        tracing::info!("the client shows no document: {error}");
        false
    })
}

/// Shows a file outside of the workspace, or says where it is. The answer is whether it is shown.
pub async fn show_file(session: &Session, what: &str, path: &Utf8Path, uri: Uri, external: bool) -> bool {
    let shown = show(session, uri, external).await;
    if !shown {
        tell(session, MessageType::Info, &format!("{what} is in {path}")).await;
    }
    shown
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_text_is_replaced_read_only_and_removed_in_the_end() {
        let files = ShownFiles::default();
        let path = files.write("a.md", "one", &[]).unwrap();
        assert_eq!(files.write("a.md", "two", &[]).unwrap(), path);
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert!(fs::metadata(&path).unwrap().permissions().readonly());
        let workspace = path.parent().unwrap().parent().unwrap().to_owned();
        assert!(files.write("b.md", "", &[workspace]).is_err());
        files.clear();
        assert!(!path.exists());
    }
}
