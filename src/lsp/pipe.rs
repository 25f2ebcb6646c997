//! stdin and stdout without a helper thread each, where the client made them pipes or sockets.
//!
//! `tokio::io::stdin` and `stdout` hand every read and write to another thread and wake up again for its end. A key press passes
//! through both, and those hand-overs cost more than the analysis of a short document.

use std::{
    io,
    os::fd::{AsFd, OwnedFd},
};

use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{UnixStream, unix::pipe},
};

/// stdin, read without blocking if it can be.
pub fn stdin() -> Box<dyn AsyncRead + Send + Unpin> {
    let own = || io::stdin().as_fd().try_clone_to_owned();
    if let Ok(pipe) = own().and_then(pipe::Receiver::from_owned_fd) {
        return Box::new(pipe);
    }
    match own().and_then(socket) {
        Ok(socket) => Box::new(socket),
        Err(_) => Box::new(tokio::io::stdin()),
    }
}

/// stdout, written without blocking if it can be.
pub fn stdout() -> Box<dyn AsyncWrite + Send + Unpin> {
    let own = || io::stdout().as_fd().try_clone_to_owned();
    if let Ok(pipe) = own().and_then(pipe::Sender::from_owned_fd) {
        return Box::new(pipe);
    }
    match own().and_then(socket) {
        Ok(socket) => Box::new(socket),
        Err(_) => Box::new(tokio::io::stdout()),
    }
}

/// A connected local socket, such as Node.js gives its children. Fails for anything else.
fn socket(fd: OwnedFd) -> io::Result<UnixStream> {
    let socket = std::os::unix::net::UnixStream::from(fd);
    socket.peer_addr()?;
    socket.set_nonblocking(true)?;
    UnixStream::from_std(socket)
}
