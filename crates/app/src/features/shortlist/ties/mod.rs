//! How much influence runs along each kind of tie: judgement that a program's coordinators may change, and what the
//! program's own joins say of it.

mod changes;
mod joins;
mod kept;
mod page;
mod table;
mod ways;

pub use changes::{follow_joins, follow_table, set, undo, usual};
pub use joins::{JoinRow, joins, learned};
pub use kept::{STATEMENTS, current};
pub use page::page;
pub use table::{Follows, TieTable};

/// Every statement by which these are kept and read.
pub fn statements() -> Vec<&'static bellwether_db::Sql> {
    [STATEMENTS, joins::STATEMENTS].concat()
}
