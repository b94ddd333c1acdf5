//! The table of how much influence runs along each kind of tie, as a program has it.

use bellwether_influence::{Flow, KindWeights, TieKind};
use std::collections::BTreeMap;

bellwether_db::words! {
    /// What says how much influence runs along a tie.
    pub enum Follows {
        /// The table.
        Table = "table",
        /// What the program's joins have taught.
        Joins = "joins",
    }
}

/// A table as a coordinator reads and changes it, in per cent: 100 is in full, 0 not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TieTable {
    /// By kind, from the first person of its sentence to the second, and back.
    percents: [(i64, i64); TieKind::ALL.len()],
    /// Whether it holds, or what joins say.
    pub follows: Follows,
}

impl Default for TieTable {
    /// The usual.
    fn default() -> Self {
        let usual = KindWeights::default();
        let percent = |flow: f64| (flow * 100.0).round() as i64;
        let percents = TieKind::ALL.map(|kind| {
            let flow = usual.get(kind);
            (percent(flow.forward), percent(flow.backward))
        });
        Self { percents, follows: Follows::Table }
    }
}

impl TieTable {
    /// How much runs along a kind: forwards, backwards.
    pub fn of(&self, kind: TieKind) -> (i64, i64) {
        self.percents[kind as usize]
    }

    /// The same table with one kind changed.
    #[must_use]
    pub fn with(mut self, kind: TieKind, percents: (i64, i64)) -> Self {
        self.percents[kind as usize] = percents;
        self
    }

    /// The same table, followed or not.
    #[must_use]
    pub fn following(self, follows: Follows) -> Self {
        Self { follows, ..self }
    }

    /// Whether nothing in it differs from the usual.
    pub fn is_usual(&self) -> bool {
        self.percents == Self::default().percents
    }

    /// Whether nobody would follow anybody by it.
    pub fn is_empty(&self) -> bool {
        self.percents.iter().all(|(forward, backward)| *forward == 0 && *backward == 0)
    }

    /// As the reckoning takes it.
    pub fn weights(&self) -> KindWeights {
        TieKind::ALL.into_iter().fold(KindWeights::default(), |table, kind| {
            let (forward, backward) = self.of(kind);
            table.with(kind, Flow { forward: forward as f64 / 100.0, backward: backward as f64 / 100.0 })
        })
    }

    /// As it is kept: what differs from the usual.
    pub fn written(&self) -> String {
        let usual = Self::default();
        let changed = TieKind::ALL.into_iter().filter(|kind| self.of(*kind) != usual.of(*kind));
        let changed: BTreeMap<&str, (i64, i64)> = changed.map(|kind| (kind.word(), self.of(kind))).collect();
        serde_json::json!(changed).to_string()
    }

    /// What [`written`](Self::written) wrote. What cannot be read is as usual.
    pub fn read(text: &str, follows: Follows) -> Self {
        let changed: BTreeMap<String, (i64, i64)> = serde_json::from_str(text).unwrap_or_default();
        let all = changed.iter().filter_map(|(word, percents)| Some((TieKind::from_word(word)?, *percents)));
        all.fold(Self::default(), |table, (kind, (forward, backward))| {
            table.with(kind, (forward.clamp(0, 100), backward.clamp(0, 100)))
        })
        .following(follows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_as_it_was_written_and_the_usual_writes_nothing() {
        let table = TieTable::default().with(TieKind::Friend, (0, 90));
        assert_eq!(table.written(), r#"{"friend":[0,90]}"#);
        assert_eq!(TieTable::read(&table.written(), Follows::Table), table);
        assert_eq!(TieTable::default().written(), "{}");
        assert_eq!(TieTable::read("scratched out", Follows::Table), TieTable::default());
        assert_eq!(TieTable::read(r#"{"friend":[-5,900]}"#, Follows::Table).of(TieKind::Friend), (0, 100));
    }

    #[test]
    fn the_usual_is_what_the_reckoning_calls_usual() {
        let (table, usual) = (TieTable::default(), KindWeights::default());
        assert!(table.is_usual() && !table.is_empty());
        for kind in TieKind::ALL {
            assert!((table.weights().get(kind).forward - usual.get(kind).forward).abs() < 1e-12);
            assert!((table.weights().get(kind).backward - usual.get(kind).backward).abs() < 1e-12);
        }
    }
}
