//! Who may do what.
//!
//! A handler names its role in its first argument, [`Ctx<Coordinator>`](Ctx); the route table names
//! the same role beside the path, and the two must agree or nothing compiles. The context carries
//! the [scope](scope) that store functions ask for. What is *not yours* and what is *not there* are
//! the same 404.

mod actor;
pub mod audit;
mod ctx;
pub mod guard;
mod hash;
mod role;
mod route;
pub mod scope;
pub mod sign_ins;
pub mod visitor;

pub use actor::{Actor, Coordinated};
pub use ctx::{At, Ctx};
pub use hash::{keyed_hash, keyed_with, token_hash};
pub use role::{
    Administrator, Anyone, Coordinator, Demonstration, Developer, LinkHolder, Mentoring, ProgramReader,
    Proposed, Role, SettingUp, SignedIn, Staff,
};
pub use route::{Route, get, post};

/// Every statement by which access is decided.
pub fn statements() -> Vec<&'static bellwether_db::Sql> {
    [sign_ins::STATEMENTS, role::STATEMENTS, audit::STATEMENTS].concat()
}
