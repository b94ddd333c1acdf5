//! Whom a first wave makes easier to win.
//!
//! A leader says yes more readily once colleagues have. So a list is not asked all at once: whoever eases most of the others' asks, and
//! is eased least by them, comes first. That is a linear ordering, which is hard to solve at its best (Karp 1972); it is filled
//! from the front by the greatest surplus of what is given over what is received, which in waves of one keeps at least half of all
//! ease. In larger ones whoever is eased by somebody of the same wave forgoes that, and so waits where another can take the place.

use crate::error::Error;
use crate::list::Candidate;
use crate::reach::proper;

/// One ask of a wave.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WaveAsk {
    /// Who is asked.
    pub person: u32,
    /// The chance of a yes if they were asked today.
    pub today: f64,
    /// The chance once the waves before have answered: expected, at most 1.
    pub then: f64,
    /// Who of the waves before makes it easier most, if anybody does.
    pub through: Option<u32>,
}

/// Parts a list into waves of at most so many. It comes in tiers: nobody is asked after somebody of a later tier, whatever that eases;
/// a list without any is one tier. `ease` says by how much likelier the first says yes once the second has joined, from 0 to
/// 1: for example the difference that a share of
/// [`ColleaguesJoined`](crate::chance::Factor::ColleaguesJoined) makes. Within a wave the order of the list is kept.
///
/// # Errors
/// [`Error::Setting`] for a wave of nobody or an ease outside 0 to 1, [`Error::Chance`].
pub fn waves(
    tiers: &[&[Candidate]],
    size: usize,
    ease: impl Fn(u32, u32) -> f64,
) -> Result<Vec<Vec<WaveAsk>>, Error> {
    if size == 0 {
        return Err(Error::Setting { what: "the size of a wave", value: 0.0, range: "at least 1" });
    }
    let list = &tiers.concat()[..];
    list.iter().try_for_each(|one| proper(one.person, one.chance))?;
    let given = given(list, ease)?;
    let tier_of = tiers.iter().enumerate().flat_map(|(tier, all)| std::iter::repeat_n(tier, all.len()));
    let order = by_surplus(&given, &tier_of.collect::<Vec<_>>(), size);
    let mut waves: Vec<Vec<WaveAsk>> = Vec::new();
    let mut before: Vec<usize> = Vec::new();
    for wave in order.chunks(size) {
        let mut wave = wave.to_vec();
        wave.sort_unstable();
        waves.push(wave.iter().map(|&at| ask(list, &given, at, &before)).collect());
        before.extend(wave);
    }
    Ok(waves)
}

/// By giver and receiver: how much the ask of the giver is expected to ease that of the receiver.
fn given(list: &[Candidate], ease: impl Fn(u32, u32) -> f64) -> Result<Vec<Vec<f64>>, Error> {
    let mut given = vec![vec![0.0; list.len()]; list.len()];
    for (giver, from) in list.iter().enumerate() {
        for (receiver, to) in list.iter().enumerate().filter(|other| other.0 != giver) {
            let ease = ease(to.person, from.person);
            if !(0.0..=1.0).contains(&ease) {
                return Err(Error::Setting { what: "an ease", value: ease, range: "from 0 to 1" });
            }
            given[giver][receiver] = from.chance * ease;
        }
    }
    Ok(given)
}

fn by_surplus(given: &[Vec<f64>], tier_of: &[usize], size: usize) -> Vec<usize> {
    let mut rest: Vec<usize> = (0..given.len()).collect();
    let mut order = Vec::with_capacity(rest.len());
    while let Some(&first) = rest.first() {
        let wave = &order[order.len() / size * size..];
        let surplus = |at: usize| {
            let kept = rest.iter().map(|&other| given[at][other] - given[other][at]).sum::<f64>();
            kept - wave.iter().map(|&beside: &usize| given[beside][at]).sum::<f64>()
        };
        let tier = rest.iter().take_while(|at| tier_of[**at] == tier_of[first]).count();
        // Of equal surplus, whoever stands first on the list.
        let best = (0..tier).max_by(|&a, &b| surplus(rest[a]).total_cmp(&surplus(rest[b])).then(b.cmp(&a)));
        order.push(rest.remove(best.unwrap_or(0)));
    }
    order
}

fn ask(list: &[Candidate], given: &[Vec<f64>], at: usize, before: &[usize]) -> WaveAsk {
    let Candidate { person, chance, .. } = list[at];
    let eased: f64 = before.iter().map(|&giver| given[giver][at]).sum();
    let most = before.iter().copied().max_by(|&a, &b| given[a][at].total_cmp(&given[b][at]).then(b.cmp(&a)));
    let through = most.filter(|&giver| given[giver][at] > 0.0).map(|giver| list[giver].person);
    WaveAsk { person, today: chance, then: (chance + eased).min(1.0), through }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> Vec<Candidate> {
        [(7, 0.6), (3, 0.5), (9, 0.2), (4, 0.4)]
            .map(|(person, chance)| Candidate::new(person, chance))
            .to_vec()
    }

    /// Everybody listens to 9, and 3 to 4 as well.
    fn ease(of: u32, by: u32) -> f64 {
        match (of, by) {
            (_, 9) => 0.3,
            (3, 4) => 0.2,
            _ => 0.0,
        }
    }

    #[test]
    fn whoever_makes_the_others_easier_is_asked_first_although_they_stand_low_on_the_list() {
        let waves = waves(&[&list()], 2, ease).unwrap();
        let who: Vec<Vec<u32>> =
            waves.iter().map(|wave| wave.iter().map(|ask| ask.person).collect()).collect();
        assert_eq!(who, [[9, 4], [7, 3]]);
        let last = waves[1][1];
        assert!((last.then - (0.5 + 0.2 * 0.3 + 0.4 * 0.2)).abs() < 1e-12 && last.today < last.then);
        assert_eq!((last.through, waves[1][0].through, waves[0][0].through), (Some(4), Some(9), None));
    }

    #[test]
    fn where_nobody_makes_anybody_easier_the_list_keeps_its_order() {
        let waves = waves(&[&list()], 3, |_, _| 0.0).unwrap();
        assert_eq!(waves.concat().iter().map(|ask| ask.person).collect::<Vec<_>>(), [7, 3, 9, 4]);
        assert!(
            waves.concat().iter().all(|ask| ask.through.is_none() && (ask.then - ask.today).abs() < 1e-12)
        );
        assert!(super::waves(&[&[]], 3, |_, _| 0.0).unwrap().is_empty());
    }

    #[test]
    fn whoever_is_eased_by_one_of_the_wave_waits_where_another_can_take_the_place() {
        // 7 and 3 listen to 9; 4 to nobody.
        let ease = |of: u32, by: u32| if by == 9 && of != 4 { 0.3 } else { 0.0 };
        let waves = waves(&[&list()], 2, ease).unwrap();
        assert_eq!(waves[0].iter().map(|ask| ask.person).collect::<Vec<_>>(), [9, 4]);
        assert!(waves[1].iter().all(|ask| ask.through == Some(9)));
    }

    #[test]
    fn nobody_is_put_off_for_somebody_of_a_later_tier() {
        let list = list();
        let waves = waves(&[&list[..2], &list[2..]], 1, ease).unwrap();
        assert_eq!(waves.concat().iter().map(|ask| ask.person).collect::<Vec<_>>(), [7, 3, 9, 4]);
    }

    #[test]
    fn the_order_keeps_half_of_all_ease_at_least() {
        let list: Vec<Candidate> = (0..12).map(|person| Candidate::new(person, 0.5)).collect();
        let ease = |of: u32, by: u32| f64::from((of * 7 + by * 13 + of * by) % 11) / 200.0;
        let kept: f64 =
            waves(&[&list], 1, ease).unwrap().concat().iter().map(|ask| ask.then - ask.today).sum();
        let of =
            |one: u32| (0..12).filter(move |&other| other != one).map(move |other| 0.5 * ease(one, other));
        let all: f64 = (0..12).flat_map(of).sum();
        // No chance reached 1, so nothing was cut off.
        assert!(kept >= 0.5 * all, "{kept} of {all}");
    }

    #[test]
    fn a_wave_of_nobody_and_an_ease_beyond_one_are_refused() {
        assert!(matches!(waves(&[&list()], 0, ease), Err(Error::Setting { .. })));
        assert!(matches!(waves(&[&list()], 2, |_, _| 1.5), Err(Error::Setting { .. })));
    }
}
