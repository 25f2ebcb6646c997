//! Diagnostics for clients that ask: of one document at once, of the workspace as soon as something is new.

use super::{
    expanded::Expanded,
    from_proto,
    request::{self, Requested},
    session::Session,
};
use crate::rules::{Fixes, check};
use camino::Utf8PathBuf;
use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::sync::{Notify, watch};
use tower_lsp::{
    gen_lsp_types::{
        Diagnostic, DocumentDiagnosticParams, DocumentDiagnosticReport, FullDocumentDiagnosticReport,
        RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport,
        UnchangedDocumentDiagnosticReport, Uri, WorkspaceDiagnosticParams, WorkspaceDiagnosticReport,
        WorkspaceDocumentDiagnosticReport, WorkspaceFullDocumentDiagnosticReport,
        WorkspaceUnchangedDocumentDiagnosticReport,
    },
    jsonrpc::{Error, Result},
};

/// How long the client may take to answer a refresh before it is told again.
const REFRESH: Duration = Duration::from_secs(5);

/// The findings of every document that has some, kept by the publisher.
#[derive(Debug, Default)]
pub struct Reports {
    reports: Mutex<Kept>,
    /// Counts the complete passes that have changed a report.
    passes: watch::Sender<u64>,
    refresh: Notify,
}

#[derive(Debug, Default)]
struct Kept {
    /// By what the client calls the document; see [`name`].
    reports: BTreeMap<String, PullReport>,
    changed: bool,
}

/// The findings of one document.
#[derive(Debug, Clone)]
pub struct PullReport {
    uri: Uri,
    version: Option<i32>,
    id: String,
    items: Vec<Diagnostic>,
}

impl PullReport {
    /// A report whose id says whether another has the same findings.
    pub fn new(uri: Uri, version: Option<i32>, items: Vec<Diagnostic>) -> Self {
        let mut hasher = DefaultHasher::new();
        serde_json::to_string(&items).unwrap_or_default().hash(&mut hasher);
        Self { uri, version, id: format!("{:016x}", hasher.finish()), items }
    }
}

impl Reports {
    /// Replaces the report of a document. One without findings is not kept: what the client knows beyond the reports has none.
    pub fn set(&self, report: PullReport) {
        let mut kept = self.kept();
        let name = name(&report.uri);
        let before = if report.items.is_empty() {
            kept.reports.remove(&name)
        } else {
            kept.reports.insert(name, report.clone())
        };
        let id = before.as_ref().map(|before| &before.id);
        kept.changed |= id.map_or(!report.items.is_empty(), |id| *id != report.id);
    }

    /// Says that the reports are complete; `others` when documents changed that nobody touched.
    pub fn complete(&self, others: bool) {
        if std::mem::take(&mut self.kept().changed) || *self.passes.borrow() == 0 {
            self.passes.send_modify(|passes| *passes += 1);
        }
        if others {
            self.refresh.notify_one();
        }
    }

    /// Reports what is not as the client knows it, and the rest as unchanged; `None` when nothing is new.
    fn news(&self, known: &BTreeMap<String, (&Uri, &str)>) -> Option<WorkspaceDiagnosticReport> {
        let kept = self.kept();
        let is_known =
            |(name, report): &(&String, &PullReport)| known.get(*name).is_some_and(|(_, id)| *id == report.id);
        let gone = known.iter().filter(|(name, _)| !kept.reports.contains_key(*name));
        let gone: Vec<_> =
            gone.map(|(_, (uri, id))| (PullReport::new((*uri).clone(), None, Vec::new()), *id)).collect();
        if kept.reports.iter().all(|report| is_known(&report)) && gone.iter().all(|(report, id)| report.id == *id) {
            return None;
        }
        let found = kept.reports.iter().map(|report| item(report.1, is_known(&report)));
        let gone = gone.iter().map(|(report, id)| item(report, report.id == *id));
        Some(WorkspaceDiagnosticReport { items: found.chain(gone).collect() })
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.reports.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What tells documents apart: the decoded path of a URI, because a client may encode it in another way than we do.
fn name(uri: &Uri) -> String {
    from_proto::path(uri).map_or_else(|| uri.as_ref().to_owned(), Utf8PathBuf::into_string)
}

fn item(report: &PullReport, unchanged: bool) -> WorkspaceDocumentDiagnosticReport {
    let (uri, version) = (report.uri.clone(), report.version);
    if unchanged {
        let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id: report.id.clone() };
        return WorkspaceUnchangedDocumentDiagnosticReport { uri, version, unchanged_document_diagnostic_report }
            .into();
    }
    let full_document_diagnostic_report =
        FullDocumentDiagnosticReport { result_id: Some(report.id.clone()), items: report.items.clone() };
    WorkspaceFullDocumentDiagnosticReport { uri, version, full_document_diagnostic_report }.into()
}

/// Tells the client to pull again when documents changed that it does not know of. Never ends.
pub async fn refresh(session: Arc<Session>, reports: Arc<Reports>) {
    loop {
        reports.refresh.notified().await;
        let _ = tokio::time::timeout(REFRESH, session.client.workspace_diagnostic_refresh()).await;
    }
}

/// `textDocument/diagnostic`.
pub async fn document(session: &Arc<Session>, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReport> {
    let uri = params.text_document.uri;
    let items = request::about(session, "textDocument/diagnostic", &uri, |requested| match &requested.expansion {
        Some(expansion) => shown(expansion),
        None => found(requested),
    });
    let items = items.await?.flatten().unwrap_or_default();
    let report = PullReport::new(uri, None, items);
    if params.previous_result_id.as_ref() == Some(&report.id) {
        let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id: report.id };
        return Ok(RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report,
        }
        .into());
    }
    let full_document_diagnostic_report =
        FullDocumentDiagnosticReport { result_id: Some(report.id), items: report.items };
    Ok(RelatedFullDocumentDiagnosticReport { related_documents: None, full_document_diagnostic_report }.into())
}

fn found(Requested { view, known, .. }: &Requested) -> Option<Vec<Diagnostic>> {
    let document = view.snapshot.document(&view.path)?;
    let found = known.clone().unwrap_or_else(|| check(&view.snapshot, &view.path, Fixes::Skipped).into());
    Some(found.iter().map(|found| view.diagnostic(document, found)).collect())
}

/// What is found in the parts of an expansion.
fn shown(expansion: &Expanded) -> Option<Vec<Diagnostic>> {
    let found = expansion.findings(&expansion.shown()?, Fixes::Skipped);
    Some(found.iter().map(|found| expansion.view.diagnostic(&expansion.document, found)).collect())
}

/// `workspace/diagnostic`. With nothing new it waits, so that a client which asks again at once does not spin.
pub async fn workspace(
    session: &Session,
    reports: &Reports,
    params: WorkspaceDiagnosticParams,
) -> Result<WorkspaceDiagnosticReport> {
    let known: BTreeMap<_, _> =
        params.previous_result_ids.iter().map(|known| (name(&known.uri), (&known.uri, known.value.as_str()))).collect();
    let mut passes = reports.passes.subscribe();
    loop {
        let complete = *passes.borrow_and_update() > 0;
        if let Some(news) = reports.news(&known).filter(|_| complete) {
            return Ok(news);
        }
        tokio::select! {
            biased;
            () = session.ending.cancelled() => return Err(Error::request_cancelled()),
            changed = passes.changed() => changed.map_err(|_| Error::request_cancelled())?,
        }
    }
}
