//! The handlers of the protocol's methods, each a line or two; what they do is in the file that is named after it.

use super::{
    call_hierarchy, capabilities, code_action, code_lens, completion, definition, document_highlight, document_link,
    document_symbol, execute,
    features::Features,
    folding_range, hover, inlay_hint, linked_editing_range, parent, publish,
    pull::{self, Reports},
    references, refresh, rename, scan, selection_range,
    semantic_tokens::{self, TokenAnswers},
    session::Session,
    settings, sync, text_document_content,
    transport::Outbox,
    watch, will_rename_files, workspace_symbol,
};
use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};
use tower_lsp::{
    Client, LanguageServer,
    gen_lsp_types::{
        CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem, CallHierarchyOutgoingCall,
        CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams, CodeActionParams, CodeActionResponse, CodeLens,
        CodeLensParams, CompletionItem, CompletionParams, CompletionResponse, CreateFilesParams, DefinitionParams,
        DefinitionResponse, DeleteFilesParams, DidChangeConfigurationParams, DidChangeTextDocumentParams,
        DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams,
        DidOpenTextDocumentParams, DidSaveTextDocumentParams, DocumentDiagnosticParams, DocumentDiagnosticReport,
        DocumentHighlight, DocumentHighlightParams, DocumentLink, DocumentLinkParams, DocumentSymbolParams,
        DocumentSymbolResponse, ExecuteCommandParams, FoldingRange, FoldingRangeParams, Hover, HoverParams,
        InitializeParams, InitializeResult, InitializedParams, InlayHint, InlayHintParams, LinkedEditingRangeParams,
        LinkedEditingRanges, Location, LspAny, PrepareRenameResult, ReferenceParams, RenameFilesParams, RenameParams,
        RootPath, SelectionRange, SelectionRangeParams, SemanticTokens, SemanticTokensDeltaParams,
        SemanticTokensDeltaResponse, SemanticTokensParams, SemanticTokensRangeParams, TextDocumentContentParams,
        TextDocumentContentResult, TextDocumentPositionParams, Uri, WorkDoneProgressCancelParams,
        WorkspaceDiagnosticParams, WorkspaceDiagnosticReport, WorkspaceEdit, WorkspaceFolders, WorkspaceSymbolParams,
        WorkspaceSymbolResponse,
    },
    jsonrpc::Result,
};

/// The server's side of a session.
#[derive(Debug)]
pub struct Backend {
    session: Arc<Session>,
    reports: Arc<Reports>,
    tokens: Arc<TokenAnswers>,
    /// The workspace folders as the client names them.
    folders: Mutex<Vec<Uri>>,
    started: AtomicBool,
}

impl Backend {
    /// A session with `client`.
    pub fn new(client: Client, outbox: Outbox) -> Self {
        Self {
            session: Arc::new(Session::new(client, outbox)),
            reports: Arc::default(),
            tokens: Arc::default(),
            folders: Mutex::default(),
            started: AtomicBool::new(false),
        }
    }

    /// `window/workDoneProgress/cancel`.
    pub async fn cancel_progress(&self, params: WorkDoneProgressCancelParams) {
        self.session.runs.cancel_progress(&params.token);
    }

    pub(super) fn session(&self) -> Arc<Session> {
        Arc::clone(&self.session)
    }

    fn reports(&self) -> Arc<Reports> {
        Arc::clone(&self.reports)
    }
}

impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        parent::watch(params.process_id);
        let client = params.client_info.as_ref().map(|client| &*client.name);
        let features = Features::of(&params.capabilities, client);
        self.session.set_features(features);
        let folders = roots(&params);
        // Looks at the disk here, and not on a worker: nothing else is answered before.
        let real = scan::folders(&folders);
        {
            let mut state = self.session.lock();
            state.folders = real;
            state.options = params.initialization_options.unwrap_or_default();
            (state.settings, state.running, _) = settings::parse(state.options.clone());
        }
        *self.folders.lock().unwrap_or_else(PoisonError::into_inner) = folders;
        Ok(capabilities::answer(&features))
    }

    async fn initialized(&self, _: InitializedParams) {
        if self.started.swap(true, Ordering::SeqCst) {
            return;
        }
        tokio::spawn(publish::run(self.session(), self.reports()));
        tokio::spawn(scan::run(self.session()));
        tokio::spawn(watch::register(self.session()));
        let features = self.session.features();
        if features.pull {
            tokio::spawn(pull::refresh(self.session(), self.reports()));
        }
        if features.refresh_lenses || features.refresh_hints {
            tokio::spawn(refresh::run(self.session()));
        }
        if features.configuration {
            tokio::spawn(settings::fetch(self.session()));
        }
    }

    async fn shutdown(&self) -> Result<()> {
        self.session.ending.cancel();
        self.session.runs.cancel(None);
        // Writes to the disk here, and not on a worker: an `exit` right behind this would cancel it.
        self.session.shown.clear();
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        sync::open(&self.session, params);
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        sync::change(&self.session, params);
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.tokens.forget(&params.text_document.uri);
        sync::close(&self.session, &params);
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        watch::saved(&self.session, &params);
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        watch::files_changed(&self.session, params);
    }

    async fn did_create_files(&self, _: CreateFilesParams) {
        watch::files_moved(&self.session);
    }

    async fn did_rename_files(&self, _: RenameFilesParams) {
        watch::files_moved(&self.session);
    }

    async fn did_delete_files(&self, _: DeleteFilesParams) {
        watch::files_moved(&self.session);
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        watch::folders_changed(&self.session, &params, &mut folders);
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        if self.session.features().configuration {
            tokio::spawn(settings::fetch(self.session()));
        } else {
            let session = self.session();
            tokio::spawn(async move { settings::apply(&session, params.settings).await });
        }
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReport> {
        pull::document(&self.session, params).await
    }

    async fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReport> {
        pull::workspace(&self.session, &self.reports, params).await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<Vec<CodeActionResponse>>> {
        code_action::actions(&self.session, params).await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        code_lens::code_lens(&self.session, params).await
    }

    async fn text_document_content(&self, params: TextDocumentContentParams) -> Result<TextDocumentContentResult> {
        text_document_content::content(&self.session, params).await
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LspAny>> {
        execute::run(self.session(), params).await
    }

    async fn goto_definition(&self, params: DefinitionParams) -> Result<Option<DefinitionResponse>> {
        definition::definition(&self.session, params).await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        references::references(&self.session, params).await
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        document_highlight::highlight(&self.session, params).await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        document_link::links(&self.session, params).await
    }

    async fn prepare_rename(&self, params: TextDocumentPositionParams) -> Result<Option<PrepareRenameResult>> {
        rename::prepare(&self.session, params).await
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        rename::rename(&self.session, params).await
    }

    async fn will_rename_files(&self, params: RenameFilesParams) -> Result<Option<WorkspaceEdit>> {
        will_rename_files::edits(&self.session, params).await
    }

    async fn prepare_call_hierarchy(
        &self,
        params: CallHierarchyPrepareParams,
    ) -> Result<Option<Vec<CallHierarchyItem>>> {
        call_hierarchy::prepare(&self.session, params).await
    }

    async fn incoming_calls(
        &self,
        params: CallHierarchyIncomingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
        call_hierarchy::incoming(&self.session, params).await
    }

    async fn outgoing_calls(
        &self,
        params: CallHierarchyOutgoingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
        call_hierarchy::outgoing(&self.session, params).await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        completion::completion(&self.session, params).await
    }

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        completion::resolve(&self.session, item).await
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        hover::hover(&self.session, params).await
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        document_symbol::symbols(&self.session, params).await
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        folding_range::folding_ranges(&self.session, params).await
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        selection_range::selection_ranges(&self.session, params).await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        inlay_hint::inlay_hints(&self.session, params).await
    }

    async fn linked_editing_range(&self, params: LinkedEditingRangeParams) -> Result<Option<LinkedEditingRanges>> {
        linked_editing_range::linked_editing(&self.session, params).await
    }

    async fn semantic_tokens_full(&self, params: SemanticTokensParams) -> Result<Option<SemanticTokens>> {
        semantic_tokens::full(&self.session, Arc::clone(&self.tokens), params).await
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensDeltaResponse>> {
        semantic_tokens::delta(&self.session, Arc::clone(&self.tokens), params).await
    }

    async fn semantic_tokens_range(&self, params: SemanticTokensRangeParams) -> Result<Option<SemanticTokens>> {
        semantic_tokens::range(&self.session, params).await
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        workspace_symbol::symbols(&self.session, params).await
    }
}

/// The workspace folders, or what older clients say instead.
fn roots(params: &InitializeParams) -> Vec<Uri> {
    if let Some(WorkspaceFolders::WorkspaceFolderList(folders)) =
        &params.workspace_folders_initialize_params.workspace_folders
    {
        return folders.iter().map(|folder| folder.uri.clone()).collect();
    }
    #[expect(deprecated, reason = "older clients say nothing else")]
    let (uri, path) = (params.root_uri.clone(), params.root_path.clone());
    let path = path.and_then(|path| match path {
        RootPath::String(path) => url::Url::from_file_path(path).ok().map(|url| String::from(url).into()),
        RootPath::Null => None,
    });
    uri.or(path).into_iter().collect()
}
