//! Messages and questions to the user.

use super::session::Session;
use crate::text::{plain, plain_line};
use std::collections::HashMap;
use tower_lsp::gen_lsp_types::{MessageActionItem, MessageType};

/// Shows a message, which may quote a file: without what hides or reorders text.
pub async fn tell(session: &Session, kind: MessageType, message: &str) {
    session.client.show_message(kind, plain(message)).await;
}

/// The client cannot show a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CannotAsk;

/// Lets the user choose one of `options`, and returns its place among them; `None` when the question was closed without an answer.
///
/// # Errors
/// When the client shows no questions.
pub async fn choose(session: &Session, question: &str, options: &[&str]) -> Result<Option<usize>, CannotAsk> {
    if !session.features().message_requests {
        return Err(CannotAsk);
    }
    // The texts of flowspec say what to type, where here is something to choose.
    let question = question.trim_end().trim_end_matches("[y/N]:").trim_end();
    // Both may quote what the workspace says.
    let (question, titles) = (plain(question), options.iter().map(|title| plain_line(title)));
    let items = titles.clone().map(|title| MessageActionItem { title: title.into_owned(), properties: HashMap::new() });
    let answer = session.client.show_message_request(MessageType::Info, question, Some(items.collect())).await;
    match answer {
        Ok(answer) => Ok(answer.and_then(|answer| { titles }.position(|title| title == answer.title))),
        Err(error) => {
            tracing::info!("the client does not ask: {error}");
            Err(CannotAsk)
        }
    }
}
