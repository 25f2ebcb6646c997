//! The block tree of an open buffer, made when a request about its structure needs one.

use std::sync::{Arc, Mutex, PoisonError};

use crate::syntax::tree::{LIMIT, Tree};

/// The newest tree of one buffer. All versions of the buffer share it, so that each parse starts from the one before it.
#[derive(Debug, Default)]
pub(super) struct Trees(Mutex<State>);

#[derive(Debug, Default)]
enum State {
    #[default]
    Unasked,
    Parsed(Arc<Tree>),
    /// A text of this many bytes took too long.
    TooSlow(usize),
}

impl Trees {
    /// The tree of `text`; `None` when it takes too long to make one. Requests that come together wait for one parse.
    pub(super) fn of(&self, text: &Arc<str>) -> Option<Arc<Tree>> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = match &*state {
            State::Parsed(tree) if tree.text() == text => return Some(tree.clone()),
            State::Parsed(tree) => Some(tree.clone()),
            // A text that was too much is not tried again at every request, only when much of it is gone.
            State::TooSlow(length) if text.len() > length / 2 => return None,
            State::TooSlow(_) | State::Unasked => None,
        };
        let tree = Tree::parse(text.clone(), before.as_deref(), LIMIT).map(Arc::new);
        *state = tree.clone().map_or(State::TooSlow(text.len()), State::Parsed);
        tree
    }
}
