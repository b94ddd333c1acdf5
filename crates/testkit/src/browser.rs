use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use std::collections::BTreeMap;
use tower::ServiceExt as _;

/// A browser: it keeps cookies, says where its requests come from, and follows nothing by itself.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
}

/// What a browser got.
#[derive(Debug)]
pub struct Page {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
    /// The body, as bytes.
    pub bytes: Vec<u8>,
}

impl Browser {
    pub(crate) fn new(router: Router) -> Self {
        Self { router, cookies: BTreeMap::new() }
    }

    /// Keeps, or with `Max-Age=0` forgets, a cookie.
    pub fn keep(&mut self, set_cookie: &str) {
        let Some((name, value)) = set_cookie.split(';').next().and_then(|pair| pair.split_once('=')) else {
            return;
        };
        if set_cookie.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Page {
        self.send(Request::builder().method(Method::GET).uri(path).body(Body::empty()).unwrap()).await
    }

    /// Sends a form, as one of our own pages would.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let body: Vec<String> = fields.iter().map(|(n, v)| format!("{}={}", encode(n), encode(v))).collect();
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body.join("&")));
        self.send(request.unwrap()).await
    }

    /// Sends a form with a file.
    pub async fn upload(&mut self, path: &str, fields: &[(&str, &str)], file: (&str, &str, &[u8])) -> Page {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                    .bytes(),
            );
        }
        let (field, name, bytes) = file;
        body.extend(
            format!("--edge\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n").bytes(),
        );
        body.extend(bytes);
        body.extend(b"\r\n--edge--\r\n");
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body));
        self.send(request.unwrap()).await
    }

    /// Sends any request, with this browser's cookies.
    pub async fn send(&mut self, mut request: Request<Body>) -> Page {
        if !self.cookies.is_empty() {
            let all: Vec<String> = self.cookies.iter().map(|(n, v)| format!("{n}={v}")).collect();
            request.headers_mut().insert(header::COOKIE, all.join("; ").parse().unwrap());
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            self.keep(cookie.to_str().unwrap());
        }
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Page { status: parts.status, headers: parts.headers, body, bytes }
    }
}

impl Page {
    /// The words a reader sees: no tags, entities read, white space folded.
    pub fn words(&self) -> String {
        let body = self.body.split_once("<body").and_then(|(_, rest)| rest.split_once('>'));
        words(body.map_or(self.body.as_str(), |(_, body)| body))
    }

    /// Whether a reader sees these words.
    pub fn says(&self, words: &str) -> bool {
        let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        fold(&self.words()).contains(&fold(words))
    }

    /// Fails, showing the page, unless a reader sees these words.
    #[track_caller]
    pub fn must_say(&self, words: &str) -> &Self {
        assert!(self.says(words), "{} — the page does not say {words:?}:\n{}", self.status, self.words());
        self
    }

    /// Fails if a reader sees these words, or the page has them anywhere at all.
    #[track_caller]
    pub fn must_not_say(&self, words: &str) -> &Self {
        assert!(
            !self.says(words) && !self.body.contains(words),
            "the page says {words:?}:\n{}",
            self.words()
        );
        self
    }

    /// Where it leads on to.
    #[track_caller]
    pub fn goes_to(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.words());
        self.headers[header::LOCATION].to_str().unwrap()
    }

    /// Fails unless it was shown.
    #[track_caller]
    #[allow(clippy::return_self_not_must_use, reason = "it may be all that a test wants to know")]
    pub fn ok(self) -> Self {
        assert_eq!(self.status, StatusCode::OK, "{}", self.words());
        self
    }

    /// The address of the first link or form in which `part` occurs.
    #[track_caller]
    pub fn address_with(&self, part: &str) -> String {
        let addresses = self.body.split(['"']).filter(|text| text.starts_with('/') && text.contains(part));
        addresses
            .map(|a| a.replace("&amp;", "&").replace("&#38;", "&"))
            .next()
            .unwrap_or_else(|| panic!("no address with {part:?} on:\n{}", self.body))
    }
}

fn encode(text: &str) -> String {
    bellwether_app::shell::words::in_query(text)
}

const ENTITIES: [(&str, &str); 10] = [
    ("&lt;", "<"),
    ("&#60;", "<"),
    ("&gt;", ">"),
    ("&#62;", ">"),
    ("&#39;", "'"),
    ("&#34;", "\""),
    ("&quot;", "\""),
    ("&nbsp;", "\u{a0}"),
    ("&#160;", "\u{a0}"),
    ("&#38;", "&"),
];

/// The words of a piece of HTML: no tags, entities read, white space folded.
pub fn words(html: &str) -> String {
    let mut words = String::new();
    let mut in_tag = false;
    for c in html.chars() {
        match c {
            '<' => in_tag = true,
            '>' => {
                in_tag = false;
                words.push(' ');
            }
            c if !in_tag => words.push(c),
            _ => {}
        }
    }
    // The ampersand last: what was written as “&amp;lt;” reads “&lt;”.
    let plain =
        ENTITIES.iter().fold(words, |text, (entity, read)| text.replace(entity, read)).replace("&amp;", "&");
    plain.split_whitespace().collect::<Vec<_>>().join(" ").replace(" .", ".").replace(" ,", ",")
}
