//! The least that a page can cost: a server whose handler does nothing. `cargo xtask bench` compares with it.
#![allow(clippy::print_stdout, reason = "it says where it listens")]

use axum::Router;
use axum::routing::get;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?.port());
    axum::serve(listener, Router::new().route("/", get(|| async {}))).await
}
