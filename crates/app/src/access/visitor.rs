//! From where a request comes, for the log: the address at the other end, or the one that a trusted
//! proxy forwards. It decides nothing, and stands in the log alone.

use crate::App;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use std::net::{IpAddr, SocketAddr};

/// Writes to the log from where a wrong sign-in code came, so that whoever guesses can be shut out
/// by the machine's own means.
pub async fn note_wrong_codes(State(app): State<App>, request: Request, next: Next) -> Response {
    let is_code = request.method() == Method::POST && request.uri().path() == "/sign-in/code";
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    let Some(peer) = peer.filter(|_| is_code) else { return next.run(request).await };
    let forwarded = request.headers().get_all("x-forwarded-for").iter().filter_map(|v| v.to_str().ok());
    let forwarded = forwarded.collect::<Vec<_>>().join(",");
    let visitor = visitor(peer, &forwarded, &app.config().trusted_proxies);
    let response = next.run(request).await;
    if response.status() == StatusCode::UNPROCESSABLE_ENTITY {
        tracing::warn!(%visitor, "a sign-in code was wrong");
    }
    response
}

/// The last address before the trusted proxies. What somebody else claims is not believed.
fn visitor(peer: IpAddr, forwarded: &str, trusted: &[IpAddr]) -> IpAddr {
    let mut visitor = peer;
    for word in forwarded.rsplit(',') {
        match word.trim().parse() {
            Ok(before) if trusted.contains(&visitor) => visitor = before,
            _ => break,
        }
    }
    visitor
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_trusted_proxy_says_for_whom_it_speaks() {
        let [proxy, second, far]: [IpAddr; 3] =
            ["127.0.0.1", "10.0.0.2", "203.0.113.9"].map(|ip| ip.parse().unwrap());
        let trusted = [proxy, second];
        assert_eq!(visitor(far, "198.51.100.1", &trusted), far, "a stranger claims to be somebody else");
        assert_eq!(visitor(proxy, "203.0.113.9", &trusted), far);
        assert_eq!(visitor(proxy, "198.51.100.1, 203.0.113.9", &trusted), far, "only the proxy’s own word");
        assert_eq!(visitor(proxy, "203.0.113.9, 10.0.0.2", &trusted), far, "through two of ours");
        assert_eq!(visitor(proxy, "nonsense", &trusted), proxy);
        assert_eq!(visitor(proxy, "", &trusted), proxy);
        assert_eq!(visitor(proxy, "203.0.113.9", &[]), proxy, "nobody is trusted unless it is said");
    }
}
