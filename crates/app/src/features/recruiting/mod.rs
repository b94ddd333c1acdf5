//! From a name to a yes: prospects, touches, pitches, answers, and other help.
//!
//! A prospect goes *identified → introduced → met → asked → answered*. A recorded conversation (or
//! a written override) opens the pitch; the pitch's link opens the leader's page, which takes any
//! of six answers in two taps. A *no* closes the prospect; nobody writes again.
//!
//! Others use [`ensure_prospect`], [`pin`] and its kin, [`start_wave`], [`stages`], [`agreed`] (how
//! much time a leader said yes to), [`decided_asks`] (what came of asks), [`may_send`], [`kept_about`] and [`erase`]. What a leader
//! answered is the recruiting coordinators' alone. [`Holding`] is part of the configuration.

mod acts;
mod advocacies;
mod angles;
mod answering;
mod asks;
mod brief;
mod by_phone;
mod cards;
mod checks;
mod choose;
mod compose;
mod connectors;
mod decided;
mod evidence;
mod help;
mod holding;
mod introduce;
mod kept;
mod kept_page;
mod leaving;
mod letter;
mod letters;
mod objections;
mod pipeline;
mod pitch;
mod pitches;
mod pitches_page;
mod post_check;
mod prospect;
mod respond;
mod responses;
mod said;
mod send;
mod shut;
mod spoke;
mod standing;
mod steps;
mod store;
mod today;
mod unasked;
mod visit;
mod waves;
mod when_asked;
mod words;
mod work;

use crate::access::{Coordinator, LinkHolder, Route, get, post};
pub use asks::{AskEvidence, DecidedAsk, decided as decided_asks};
use bellwether_db::Sql;
pub use holding::Holding;
pub use kept::{Kept, erase, kept_about};
pub use pitch::Pitch;
pub use post_check::may_send;
pub use prospect::{Prospect, ProspectSummary};
pub use responses::agreed;
pub use store::{bring_back, ensure_prospect, pin, set_aside, stages, unpin};
pub use unasked::{choose_named, joined_unasked, returned, withdrew};
pub use waves::start_wave;
pub use words::{Angle, Answer, Help, Named, PitchState, Smaller, Stage, TouchKind};

/// The pages of this feature.
pub fn routes() -> Vec<Route> {
    [coordinators(), pitching(), leaders()].into_iter().flatten().collect()
}

fn coordinators() -> Vec<Route> {
    vec![
        get("/programs/{program}/today", Coordinator, today::page),
        get("/programs/{program}/pipeline", Coordinator, pipeline::page),
        get("/programs/{program}/pitches", Coordinator, pitches_page::page),
        post("/programs/{program}/prospects", Coordinator, pipeline::add),
        get("/programs/{program}/prospects/{prospect}", Coordinator, brief::page),
        post("/programs/{program}/prospects/{prospect}/next", Coordinator, acts::next),
        get("/programs/{program}/prospects/{prospect}/introduction", Coordinator, introduce::page),
        post("/programs/{program}/prospects/{prospect}/introduction", Coordinator, introduce::record),
        post(
            "/programs/{program}/prospects/{prospect}/introduction/request",
            Coordinator,
            introduce::request,
        ),
        get("/programs/{program}/prospects/{prospect}/meeting", Coordinator, spoke::meeting_page),
        post("/programs/{program}/prospects/{prospect}/meeting", Coordinator, spoke::meeting),
        get("/programs/{program}/prospects/{prospect}/override", Coordinator, spoke::override_page),
        post("/programs/{program}/prospects/{prospect}/override", Coordinator, spoke::open),
        get("/programs/{program}/prospects/{prospect}/thank-you", Coordinator, spoke::thanks_page),
        post("/programs/{program}/prospects/{prospect}/thank-you", Coordinator, spoke::thanks),
        post(
            "/programs/{program}/prospects/{prospect}/touches/{touch}/remove",
            Coordinator,
            acts::remove_touch,
        ),
        get("/programs/{program}/prospects/{prospect}/answer", Coordinator, by_phone::page),
        post("/programs/{program}/prospects/{prospect}/answer", Coordinator, by_phone::record),
        post("/programs/{program}/prospects/{prospect}/answer/undo", Coordinator, by_phone::undo),
        post("/programs/{program}/prospects/{prospect}/seat", Coordinator, acts::seat),
        post("/programs/{program}/prospects/{prospect}/close", Coordinator, acts::close),
        post("/programs/{program}/prospects/{prospect}/reopen", Coordinator, acts::reopen),
    ]
}

fn pitching() -> Vec<Route> {
    vec![
        get("/programs/{program}/prospects/{prospect}/pitch", Coordinator, compose::page),
        post("/programs/{program}/prospects/{prospect}/pitch", Coordinator, compose::save),
        get("/programs/{program}/prospects/{prospect}/pitch/preview", Coordinator, compose::preview),
        get("/programs/{program}/prospects/{prospect}/pitch/send", Coordinator, send::page),
        post("/programs/{program}/prospects/{prospect}/pitch/send", Coordinator, send::send),
        post("/programs/{program}/prospects/{prospect}/pitch/stop", Coordinator, send::stop),
        post("/programs/{program}/prospects/{prospect}/pitch/withdraw", Coordinator, send::withdraw),
        get("/programs/{program}/prospects/{prospect}/follow-up", Coordinator, send::follow_up_page),
        post("/programs/{program}/prospects/{prospect}/follow-up", Coordinator, send::follow_up),
    ]
}

fn leaders() -> Vec<Route> {
    vec![
        get("/ask/{token}", LinkHolder, letter::page),
        get("/ask/{token}/letter", LinkHolder, letter::again),
        get("/ask/{token}/answer", LinkHolder, choose::page),
        post("/ask/{token}/answer", LinkHolder, respond::answer),
        get("/ask/{token}/confirm", LinkHolder, respond::confirm),
        post("/ask/{token}/not-me", LinkHolder, respond::not_me),
        post("/ask/{token}/undo", LinkHolder, respond::undo),
        post("/ask/{token}/named", LinkHolder, said::keep),
        get("/ask/{token}/help", LinkHolder, help::page),
        post("/ask/{token}/help", LinkHolder, help::offer),
        get("/ask/{token}/kept", LinkHolder, kept_page::page),
        get("/ask/{token}/kept.json", LinkHolder, kept_page::export),
        post("/ask/{token}/erase", LinkHolder, kept_page::erase_all),
    ]
}

/// The statements of this feature.
pub fn statements() -> Vec<&'static Sql> {
    [
        advocacies::STATEMENTS,
        asks::STATEMENTS,
        cards::STATEMENTS,
        connectors::STATEMENTS,
        evidence::STATEMENTS,
        kept::STATEMENTS,
        letter::STATEMENTS,
        objections::STATEMENTS,
        pitches::STATEMENTS,
        post_check::STATEMENTS,
        responses::STATEMENTS,
        said::STATEMENTS,
        steps::STATEMENTS,
        store::STATEMENTS,
        unasked::STATEMENTS,
        visit::STATEMENTS,
    ]
    .concat()
}
