//! Diagnostics for clients that ask: of one document at once, of the workspace as soon as something is new.

use super::{
    expansion::Expanded,
    session::{Session, View},
};
use crate::{
    rules::{Fixes, check},
    workspace::DocPath,
};
use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Arc, Mutex, PoisonError},
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

/// The findings of every document that has or had some, kept by the publisher.
#[derive(Debug, Default)]
pub struct Reports {
    reports: Mutex<BTreeMap<DocPath, Report>>,
    /// Counts the complete passes.
    passes: watch::Sender<u64>,
    refresh: Notify,
}

/// The findings of one document.
#[derive(Debug, Clone)]
pub struct Report {
    uri: Uri,
    version: Option<i32>,
    id: String,
    items: Vec<Diagnostic>,
}

impl Report {
    /// A report whose id says whether another has the same findings.
    pub fn new(uri: Uri, version: Option<i32>, items: Vec<Diagnostic>) -> Self {
        let mut hasher = DefaultHasher::new();
        serde_json::to_string(&items).unwrap_or_default().hash(&mut hasher);
        Self { uri, version, id: format!("{:016x}", hasher.finish()), items }
    }
}

impl Reports {
    /// Replaces the report of a document.
    pub fn set(&self, path: DocPath, report: Report) {
        self.reports.lock().unwrap_or_else(PoisonError::into_inner).insert(path, report);
    }

    /// Says that the reports are complete; `others` when documents changed that nobody touched.
    pub fn complete(&self, others: bool) {
        self.passes.send_modify(|passes| *passes += 1);
        if others {
            self.refresh.notify_one();
        }
    }

    /// Reports what is not as the client knows it, and the rest as unchanged; `None` when nothing is new.
    fn news(&self, known: &BTreeMap<&str, &str>) -> Option<WorkspaceDiagnosticReport> {
        let reports = self.reports.lock().unwrap_or_else(PoisonError::into_inner);
        let is_known = |report: &Report| known.get(report.uri.as_ref()).is_some_and(|id| *id == report.id);
        let is_new = |report: &Report| {
            !is_known(report) && (known.contains_key(report.uri.as_ref()) || !report.items.is_empty())
        };
        if !reports.values().any(is_new) {
            return None;
        }
        let items = reports.values().filter(|report| is_new(report) || is_known(report));
        Some(WorkspaceDiagnosticReport { items: items.map(|report| item(report, is_known(report))).collect() })
    }
}

fn item(report: &Report, unchanged: bool) -> WorkspaceDocumentDiagnosticReport {
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
pub async fn document(session: &Session, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReport> {
    session.loaded().await;
    let uri = params.text_document.uri;
    let (view, expansion) = (session.view(&uri), session.expansion(&uri));
    let items = tokio::task::spawn_blocking(move || match expansion {
        Some(expansion) => shown(&expansion).unwrap_or_default(),
        None => view.map(|view| found(&view)).unwrap_or_default(),
    });
    let items = items.await.map_err(|_| Error::internal_error())?;
    let report = Report::new(uri, None, items);
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

fn found(view: &View) -> Vec<Diagnostic> {
    let Some(document) = view.snapshot.document(&view.path) else { return Vec::new() };
    let found = check(&view.snapshot, &view.path, Fixes::Skipped);
    found.iter().map(|found| view.diagnostic(document, found)).collect()
}

/// What is found in the parts of an expansion.
fn shown(expansion: &Expanded) -> Option<Vec<Diagnostic>> {
    let found = expansion.findings(&expansion.shown()?, Fixes::Skipped);
    Some(found.iter().map(|found| expansion.view.diagnostic(&expansion.document, found)).collect())
}

/// `workspace/diagnostic`. With nothing new it waits, so that a client which asks again at once does not spin.
pub async fn workspace(reports: &Reports, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReport> {
    let known: BTreeMap<&str, &str> =
        params.previous_result_ids.iter().map(|known| (known.uri.as_ref(), known.value.as_str())).collect();
    let mut passes = reports.passes.subscribe();
    loop {
        let complete = *passes.borrow_and_update() > 0;
        if let Some(news) = reports.news(&known).filter(|_| complete) {
            return Ok(news);
        }
        passes.changed().await.map_err(|_| Error::request_cancelled())?;
    }
}
