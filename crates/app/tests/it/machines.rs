//! Programs that check mail, as they behave: they open links, submit forms, and press buttons.

use crate::firm::{attribute, borrowed, form_fields};
use axum::body::Body;
use axum::http::{Method, Request};
use bellwether_kernel::jiff::SignedDuration;
use bellwether_testkit::{Browser, House, Page};
use std::collections::BTreeSet;

/// One way to send a form: where, how, and with which fields. A form has one for each of its buttons.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Press {
    pub posts: bool,
    pub to: String,
    pub fields: Vec<(String, String)>,
}

/// Every button of a page, in its order.
pub fn presses(page: &Page, at: &str) -> Vec<Press> {
    let mut all = Vec::new();
    for form in page.body.split("<form ").skip(1) {
        let form = form.split("</form>").next().unwrap();
        let head = form.split('>').next().unwrap();
        let to = attribute(head, "action").unwrap_or_else(|| at.to_owned());
        let posts = attribute(head, "method").is_some_and(|m| m.eq_ignore_ascii_case("post"));
        for button in form.split("<button").skip(1) {
            let button = button.split('>').next().unwrap();
            let mut fields = form_fields(form);
            if let (Some(name), Some(value)) = (attribute(button, "name"), attribute(button, "value")) {
                fields.push((name, value));
            }
            all.push(Press { posts, to: to.clone(), fields });
        }
    }
    all
}

/// Every address that a page links to, within the letter.
pub fn links(page: &Page) -> Vec<String> {
    let hrefs = page.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    hrefs.filter(|href| href.starts_with("/ask/")).map(str::to_owned).collect()
}

/// Asks for the head of a page alone.
pub async fn head(browser: &mut Browser, path: &str) -> Page {
    browser.send(Request::builder().method(Method::HEAD).uri(path).body(Body::empty()).unwrap()).await
}

/// Presses a button, and follows where it leads; the page that it ends on, with its address.
pub async fn press(browser: &mut Browser, press: &Press) -> (Page, String) {
    let answer = if press.posts {
        browser.post(&press.to, &borrowed(&press.fields)).await
    } else {
        let query: Vec<String> = press.fields.iter().map(|(n, v)| format!("{n}={v}")).collect();
        let to = format!("{}?{}", press.to, query.join("&"));
        return (browser.get(&to).await, to);
    };
    if answer.status.is_redirection() {
        let to = answer.goes_to().to_owned();
        return (browser.get(&to).await, to);
    }
    (answer, press.to.clone())
}

/// Opens every page that the letter leads to without sending anything: links, and forms that only
/// ask for a page. How many there were.
pub async fn open_everything(browser: &mut Browser, letter: &str) -> usize {
    let (mut seen, mut next) = (BTreeSet::new(), vec![letter.to_owned()]);
    while let Some(path) = next.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        head(browser, &path).await;
        let page = browser.get(&path).await;
        next.extend(links(&page));
        for press in presses(&page, &path).into_iter().filter(|p| !p.posts) {
            let query: Vec<String> = press.fields.iter().map(|(n, v)| format!("{n}={v}")).collect();
            next.push(format!("{}?{}", press.to, query.join("&")));
        }
    }
    seen.len()
}

/// Presses every button of every page that the letter leads to, one after the other, and fills in
/// nothing. `pause` lies between two presses. How many buttons there were that send something.
pub async fn press_everything(
    house: &House,
    browser: &mut Browser,
    letter: &str,
    pause: SignedDuration,
) -> usize {
    let mut pressed: BTreeSet<Press> = BTreeSet::new();
    let mut next = vec![letter.to_owned()];
    let mut opened = BTreeSet::new();
    while let Some(path) = next.pop() {
        if !opened.insert(path.clone()) {
            continue;
        }
        let page = browser.get(&path).await;
        next.extend(links(&page));
        let mut todo = presses(&page, &path);
        while let Some(button) = todo.pop() {
            if !pressed.insert(button.clone()) {
                continue;
            }
            house.clock.advance(pause);
            let (after, at) = press(browser, &button).await;
            todo.extend(presses(&after, &at));
            next.extend(links(&after));
        }
    }
    pressed.iter().filter(|p| p.posts).count()
}
