use crate::{Chance, Clock};
use std::fmt;

/// Makes ids: 63 bits, 41 of milliseconds since 2020 and 22 of chance.
///
/// They are made before the row is written, so that a fact and its consequences can name each
/// other in one transaction; they sort by age, never tell how many there are, and survive a move
/// from one database to another.
pub struct Ids;

/// The number inside an id, on its way to becoming one.
pub struct IdParts(pub i64);

const EPOCH_MS: i64 = 1_577_836_800_000;

impl Ids {
    /// A fresh id. Two calls with one `chance` never give the same.
    pub fn next<T: From<IdParts>>(clock: &dyn Clock, chance: &Chance) -> T {
        let ms = (clock.now().as_millisecond() - EPOCH_MS).clamp(0, (1 << 41) - 1);
        let id = (ms << 22) | (chance.bits() & 0x3f_ffff) as i64;
        // 22 bits alone would meet again after some 2,000 draws in one millisecond.
        T::from(IdParts(chance.after_last(id)))
    }
}

/// Text that is no id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this is not an id")]
pub struct BadId;

const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Writes an id as 13 letters and digits, as it stands in addresses.
pub fn write(id: i64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut text = [b'0'; 13];
    let mut rest = id as u64;
    for place in text.iter_mut().rev() {
        *place = DIGITS[(rest & 31) as usize];
        rest >>= 5;
    }
    f.write_str(std::str::from_utf8(&text).unwrap_or_default())
}

/// Reads an id from an address.
pub fn read(text: &str) -> Result<i64, BadId> {
    if text.len() != 13 {
        return Err(BadId);
    }
    let mut id: u64 = 0;
    for byte in text.bytes() {
        let digit = DIGITS.iter().position(|d| *d == byte).ok_or(BadId)?;
        id = id.checked_mul(32).ok_or(BadId)? | digit as u64;
    }
    i64::try_from(id).map_err(|_| BadId)
}

/// Declares id types: `ids! { /// A person in the directory. PersonId }`.
#[macro_export]
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);
        impl From<$crate::IdParts> for $name {
            fn from(parts: $crate::IdParts) -> Self { Self(parts.0) }
        }
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result { $crate::write_id(self.0, f) }
        }
        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }
        impl ::std::str::FromStr for $name {
            type Err = $crate::BadId;
            fn from_str(text: &str) -> ::std::result::Result<Self, $crate::BadId> { $crate::read_id(text).map(Self) }
        }
        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(&self, to: S) -> ::std::result::Result<S::Ok, S::Error> { to.collect_str(self) }
        }
        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(from: D) -> ::std::result::Result<Self, D::Error> {
                let text = <::std::string::String as $crate::serde::Deserialize>::deserialize(from)?;
                text.parse().map_err($crate::serde::de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// A person in the directory.
    PersonId
    /// A seniority band.
    LevelId
    /// A mentoring program.
    ProgramId
    /// A point of the people strategy that a program serves.
    PillarId
    /// A participation goal of a program.
    TargetId
    /// An import of a file.
    ImportId
    /// Dated evidence about a leader.
    SignalId
    /// A leader whom one program wants.
    ProspectId
    /// One contact with a prospect.
    TouchId
    /// The message and page that carry the ask.
    PitchId
    /// A leader's answer.
    ResponseId
    /// Support without joining.
    AdvocacyId
    /// A person's part in a program.
    EnrollmentId
    /// A run of the matching.
    MatchRunId
    /// A proposed pairing.
    MatchId
    /// What a coordinator did to the drafts of a matching.
    MatchChangeId
    /// A cap on what a unit gets of the scarce mentors.
    MatchCapId
    /// How much influence runs along each kind of tie, as a coordinator set it.
    TieTableId
    /// A mentor and a mentee working together.
    MentorshipId
    /// One meeting of a mentorship.
    SessionId
    /// An offered time for a session.
    SlotId
    /// A browser that is signed in.
    SignInId
    /// A typed code for signing in.
    SignInCodeId
    /// A message that leaves the building.
    MessageId
    /// A line of the audit log.
    AuditId
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ManualClock;

    #[test]
    fn an_id_reads_back_as_it_was_written() {
        for n in [0, 1, 31, 32, 1 << 40, i64::MAX] {
            assert_eq!(PersonId(n).to_string().parse::<PersonId>(), Ok(PersonId(n)));
        }
        for bad in ["", "abc", "0000000000000x", "000000000000u", "zzzzzzzzzzzzz"] {
            assert!(bad.parse::<PersonId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_hundred_thousand_ids_of_one_instant_differ() {
        let clock = ManualClock::at(jiff::Timestamp::from_second(1_800_000_000).unwrap());
        let chance = Chance::seeded(1);
        let mut all: Vec<i64> = (0..100_000).map(|_| Ids::next::<PersonId>(&clock, &chance).0).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 100_000);
    }
}
