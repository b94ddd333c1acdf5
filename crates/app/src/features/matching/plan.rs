//! From the people who take part to the best pairs, each with its reasons. Pure: the solver is
//! `bellwether-matching`, which proves its result; here its people and pairs get their meaning.

use super::cap::Cap;
use super::fairness;
use super::fits::Fits;
use super::limit::Limit;
use super::market::{Found, Market};
use super::member::Member;
use super::reasons::{self, Standing};
use super::report::{Bottleneck, Capped, Few, Left, Report, Why};
use super::rules::Rule;
use super::weighed::Weighed;
use bellwether_kernel::{EnrollmentId, PersonId};
use bellwether_matching::candidates::Loss;
use bellwether_matching::{
    Explainer, InfeasibilityReport, Instance, MenteeId, Solution, Value, WhyNotMentor, infeasibility,
};
use std::collections::BTreeMap;

/// A mentor and a mentee, by their parts in the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Two {
    /// Who guides.
    pub mentor: EnrollmentId,
    /// Who learns.
    pub mentee: EnrollmentId,
}

impl Two {
    /// Of two people.
    pub fn of(mentor: &Member, mentee: &Member) -> Self {
        Self { mentor: mentor.enrollment, mentee: mentee.enrollment }
    }
}

/// What is to be planned: for members who live for `'m`, under conditions of `'q`.
pub struct Question<'m, 'q> {
    /// Everybody who takes part.
    pub members: &'m [Member],
    /// Who may be with whom, and how well they fit: of these members.
    pub fits: &'m Fits,
    /// With more pairs than this, only the best of each person are weighed.
    pub most_pairs: usize,
    /// Pairs that are decided.
    pub locked: &'q [Two],
    /// Pairs of the draft before, which are kept where nothing is lost by it.
    pub previous: &'q [Two],
    /// By how many points of 100 the draft before is favoured.
    pub stability: i64,
    /// Whether it is planned around a decision by hand.
    pub by_hand: bool,
    /// The cap on scarce mentors.
    pub cap: Option<Cap>,
    /// Decides between those who tie: the same for the same program.
    pub seed: u64,
    /// Each one's gender as the directory has it, for the report on fairness; empty where that column is off.
    pub genders: &'q BTreeMap<PersonId, String>,
}

/// So many mentors of a group are named; the others are counted.
const NAMED: usize = 3;

/// A pair of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Who.
    pub two: Two,
    /// Its score with wishes, of 1,000,000.
    pub score: i64,
    /// Its reasons, without names.
    pub reasons: Vec<String>,
    /// The mentor's place among the mentee's candidates; absent where it was made by hand.
    pub rank_for_mentee: Option<i64>,
    /// The mentee's place among the mentor's candidates; absent where it was made by hand.
    pub rank_for_mentor: Option<i64>,
}

/// The best pairs and who stays without.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The pairs, locked ones included.
    pub drafts: Vec<Draft>,
    /// What is kept about the run.
    pub report: Report,
}

/// Finds the best pairs. `Err` is a fault of ours, in words.
pub fn plan(question: &Question<'_, '_>) -> Result<Plan, String> {
    let mut market = Market::of(question)?;
    market.complete(question)?;
    let found = market.best()?;
    let explainer = Explainer::new(&found.instance, &found.solution);
    let drafts: Vec<Draft> =
        explainer.pairs().map(|reasons| market.draft(&found.instance, &reasons)).collect();
    let report = market.report(question, &found, &drafts)?;
    Ok(Plan { drafts, report })
}

impl Market<'_> {
    fn draft(&self, instance: &Instance, found: &bellwether_matching::PairReasons) -> Draft {
        let (mentor, mentee) = (self.mentor(found.pair), self.mentee(found.pair));
        let capped = found.for_mentee.better.iter().any(|one| one.why_not == WhyNotMentor::GroupOrCap);
        // Who was not weighed is ranked all the same; how the mentee ranks for the mentor is not told then.
        let (rank, of, for_mentor) = match self.weighed {
            Weighed::All(_) => {
                (found.for_mentee.rank, found.for_mentee.of, Some(found.for_mentor.rank as i64))
            }
            Weighed::Best(_) => {
                let (rank, of) = self.fits.pool.standing(instance, found.pair);
                (rank, of, None)
            }
        };
        let standing = Standing { rank: rank as i64, of: of as i64, capped };
        // A locked pair was chosen by a person; how it ranks is no reason for it.
        let standing = (!found.locked).then_some(standing);
        Draft {
            two: self.two(found.pair),
            score: self.fits.score(mentor, mentee),
            reasons: reasons::of(mentor, mentee, found.wish, standing),
            rank_for_mentee: Some(rank as i64),
            rank_for_mentor: for_mentor,
        }
    }

    fn report(
        &self,
        question: &Question<'_, '_>,
        best: &Found<'_>,
        drafts: &[Draft],
    ) -> Result<Report, String> {
        let (instance, solution, gap) = (&*best.instance, &best.solution, best.gap);
        let at_most = best.loss.as_ref().map_or(Value::ZERO, |loss| loss.at_most);
        let gap = gap + at_most;
        let relaxable = self.relaxable(instance, solution);
        let found = infeasibility(instance, solution, &relaxable).map_err(|e| e.to_string())?;
        let wishing = |draft: &&Draft| draft.reasons.iter().any(|r| r.contains("wish"));
        let scarce = found.bottlenecks.iter().flat_map(|group| &group.mentors);
        let scarce = scarce.map(|m| self.mentors[m.0 as usize].enrollment).collect();
        let gaining = found.rules.iter().filter(|relaxed| relaxed.covers_more > 0);
        Ok(Report {
            mentees: self.mentees.len() as i64,
            mentors: self.mentors.len() as i64,
            places: self.mentors.iter().map(|m| m.places).sum(),
            pairs: drafts.len() as i64,
            score: drafts.iter().map(|d| d.score).sum(),
            gap: [gap.covered, gap.further, gap.score],
            wishes_met: drafts.iter().filter(wishing).count() as i64,
            wished: self.mentees.iter().filter(|m| !m.wishes.is_empty()).count() as i64,
            unmatched: self.left(&found, best),
            allowing: gaining.map(|relaxed| (relaxed.name.clone(), i64::from(relaxed.covers_more))).collect(),
            seed: Some(question.seed),
            cap: self.limit.as_ref().map(|limit| self.capped(limit, solution)).transpose()?,
            weighed: best.loss.as_ref().map(|loss| self.few(loss)),
            bottlenecks: found.bottlenecks.iter().map(|group| self.bottleneck(group)).collect(),
            fairness: fairness::of(&self.mentees, drafts, &scarce, question.genders),
        })
    }

    /// The rules with the pairs that each alone keeps apart. Where nobody stays without, no rule costs anything.
    fn relaxable(&self, instance: &Instance, solution: &Solution) -> Vec<bellwether_matching::Rule> {
        let without: Vec<MenteeId> = solution.unmatched(instance).collect();
        if without.is_empty() {
            return Vec::new();
        }
        let but_for = self.weighed.but_for(self.fits, &without).into_iter();
        but_for
            .map(|(rule, blocks)| bellwether_matching::Rule { name: rule.word().to_owned(), blocks })
            .collect()
    }

    /// Who stays without, and why.
    fn left(&self, found: &InfeasibilityReport, best: &Found<'_>) -> Vec<Left> {
        let of = |left: &bellwether_matching::Unmatched| {
            let mentee = self.mentees[left.mentee.0 as usize];
            let capped = self.kept_back(best, left.mentee);
            let why = match (&left.why, capped) {
                (bellwether_matching::Why::Capacity { bottleneck }, capped) => {
                    self.places(&found.bottlenecks[*bottleneck], capped)
                }
                (bellwether_matching::Why::NoCandidate { .. }, Some(unit)) => Why::Cap { unit },
                (bellwether_matching::Why::NoCandidate { .. }, None) => self.held_back(mentee),
            };
            Left { mentee: mentee.enrollment, why }
        };
        found.unmatched.iter().map(of).collect()
    }

    /// The unit of a mentee whom the cap keeps from somebody.
    fn kept_back(&self, best: &Found<'_>, mentee: MenteeId) -> Option<String> {
        let limit = self.limit.as_ref().filter(|_| !best.instance.caps().is_empty())?;
        limit.keeps_back(&best.instance, best.solution.pairs(), mentee).map(str::to_owned)
    }

    /// What came of the cap, and what there would be without it.
    fn capped(&self, limit: &Limit, solution: &Solution) -> Result<Capped, String> {
        let free = self.free()?.pairs();
        Ok(Capped {
            unit: limit.cap.unit.word().to_owned(),
            scarce: limit.cap.scarce.word().to_owned(),
            percent: limit.cap.percent,
            mentors: limit.scarce.iter().copied().collect(),
            places: limit.places,
            most: limit.most,
            units: limit.shares(solution.pairs()),
            pairs_without: free.len() as i64,
            score_without: free
                .iter()
                .map(|pair| self.fits.score(self.mentor(*pair), self.mentee(*pair)))
                .sum(),
        })
    }

    /// How few of the pairs were weighed.
    fn few(&self, loss: &Loss) -> Few {
        Few {
            pairs: self.mentees.len() as i64 * self.mentors.len() as i64,
            weighed: self.weighed.candidates().len() as i64,
            mentees: loss.mentees as i64,
            at_most: [loss.at_most.covered, loss.at_most.further, loss.at_most.score],
        }
    }

    /// Who competes for which places; of the mentors, the first few stand for all. Of a unit that is `capped`, others are
    /// kept back besides.
    fn places(&self, group: &bellwether_matching::Bottleneck, capped: Option<String>) -> Why {
        let few = group.mentors.iter().take(NAMED).map(|m| self.mentors[m.0 as usize].enrollment);
        Why::Places {
            mentors: few.collect(),
            others: group.mentors.len().saturating_sub(NAMED) as i64,
            mentees: group.mentees.len() as i64,
            places: group.places as i64,
            capped: capped.unwrap_or_default(),
        }
    }

    fn bottleneck(&self, group: &bellwether_matching::Bottleneck) -> Bottleneck {
        Bottleneck { why: self.places(group, None), unmatched: group.unmatched as i64 }
    }

    /// How many of the mentors with room each rule keeps from somebody; the first rule of each.
    fn held_back(&self, mentee: &Member) -> Why {
        let with_room = self.mentors.iter().filter(|m| m.places > 0 && m.person != mentee.person);
        let mut rules = BTreeMap::<Rule, i64>::new();
        for mentor in with_room {
            if let Some(rule) = self.fits.broken(mentor, mentee).first() {
                *rules.entry(*rule).or_default() += 1;
            }
        }
        if rules.is_empty() {
            return Why::NoMentors;
        }
        Why::Rules { rules: rules.into_iter().map(|(rule, n)| (rule.word().to_owned(), n)).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::super::rules::Apart;
    use super::super::samples::{keyed, member};
    use super::*;
    use crate::features::joining::Part;

    fn mentee(n: i64) -> Member {
        mentee_of(member(n))
    }

    fn of(members: &[Member], locked: &[Two]) -> Plan {
        weighing(members, locked, usize::MAX)
    }

    fn weighing(members: &[Member], locked: &[Two], most_pairs: usize) -> Plan {
        let fits = Fits::of(members, &Apart::default(), &[]).unwrap();
        let question = Question {
            members,
            fits: &fits,
            most_pairs,
            locked,
            previous: &[],
            stability: 0,
            by_hand: false,
            cap: None,
            seed: 1,
            genders: &BTreeMap::new(),
        };
        plan(&question).unwrap()
    }

    fn pairs(plan: &Plan) -> Vec<(i64, i64)> {
        plan.drafts.iter().map(|d| (d.two.mentor.0, d.two.mentee.0)).collect()
    }

    #[test]
    fn everybody_who_can_be_matched_is_matched_before_scores_count() {
        let (mut a, b) = (member(1), member(2));
        a.offered = keyed("trials");
        let (mut x, mut y) = (mentee(3), mentee(4));
        (x.wanted, y.wanted) = (keyed("trials"), keyed("trials"));
        // The second mentor may not be paired with y: y reports to them.
        y.manager = Some(b.person);
        let plan = of(&[a, b, x, y], &[]);
        assert_eq!(pairs(&plan), [(2, 3), (1, 4)]);
        assert_eq!(plan.report.gap, [0, 0, 0], "no better set of pairs exists");
    }

    /// Two offices of people who want and offer one of a few skills, some in one team.
    fn crowd(mentors: i64, mentees: i64) -> Vec<Member> {
        const SKILLS: [&str; 5] = ["trials", "clients", "writing", "pricing", "hiring"];
        let skill = |n: i64| keyed(SKILLS[(n * n % 5) as usize]);
        let known = |n: i64| Member {
            office: Some(["Boston", "Hartford"][(n % 2) as usize].to_owned()),
            level: Some(n % 7),
            manager: (n % 5 == 0).then_some(PersonId(9_000 + n % 3)),
            ..member(n)
        };
        let mentor = |n| Member { offered: [skill(n), skill(n / 3)].concat(), ..known(n) };
        let learner = |n| Member { wanted: skill(n / 2), same_office: n % 3 == 0, ..mentee_of(known(n)) };
        (1..=mentors).map(mentor).chain((1..=mentees).map(|n| learner(mentors + n))).collect()
    }

    fn mentee_of(of: Member) -> Member {
        Member { role: Part::Mentee, places: 0, capacity: 0, wants: true, ..of }
    }

    #[test]
    fn with_only_the_best_of_each_person_weighed_the_pairs_are_as_good_and_tell_the_same() {
        let people = crowd(90, 110);
        let (all, few) = (of(&people, &[]), weighing(&people, &[], 0));
        assert_eq!((all.report.pairs, all.report.score), (few.report.pairs, few.report.score));
        assert_eq!((few.report.gap, all.report.weighed.is_none()), ([0, 0, 0], true));
        let weighed = few.report.weighed.unwrap();
        assert_eq!((weighed.pairs, weighed.mentees, weighed.at_most), (90 * 110, 0, [0, 0, 0]));
        assert!(weighed.weighed < weighed.pairs * 2 / 3, "{weighed:?}");
        let by_two: BTreeMap<Two, &Draft> = all.drafts.iter().map(|d| (d.two, d)).collect();
        let both: Vec<(&Draft, &Draft)> =
            few.drafts.iter().filter_map(|d| Some((d, *by_two.get(&d.two)?))).collect();
        assert!(both.len() > 20, "{}", both.len());
        for (few, all) in both {
            assert_eq!((&few.reasons, few.rank_for_mentee), (&all.reasons, all.rank_for_mentee));
        }
    }

    #[test]
    fn of_whoever_stays_without_the_rule_that_keeps_them_back_is_known_in_a_large_program_too() {
        let (mut a, mut x) = (member(1), mentee(2));
        (a.manager, x.manager) = (Some(PersonId(9)), Some(PersonId(9)));
        let report = weighing(&[a, x], &[], 0).report;
        assert_eq!(report.unmatched[0].why, Why::Rules { rules: vec![("team".to_owned(), 1)] });
        assert_eq!(report.allowing, [("team".to_owned(), 1)]);
    }

    #[test]
    fn a_locked_pair_stays_and_the_rest_is_planned_around_it() {
        let people = [member(1), member(2), mentee(3), mentee(4)];
        let lock = Two { mentor: EnrollmentId(1), mentee: EnrollmentId(4) };
        assert!(pairs(&of(&people, &[lock])).contains(&(1, 4)));
        assert_eq!(of(&people, &[lock]).drafts.len(), 2);
    }

    #[test]
    fn nobody_gets_more_mentees_than_places() {
        let plan = of(&[member(1), mentee(2), mentee(3)], &[]);
        assert_eq!(plan.drafts.len(), 1);
        let [left] = &plan.report.unmatched[..] else { panic!("{:?}", plan.report) };
        assert_eq!(
            left.why,
            Why::Places {
                mentors: vec![EnrollmentId(1)],
                others: 0,
                mentees: 2,
                places: 1,
                capped: String::new()
            }
        );
    }

    #[test]
    fn who_is_held_back_by_a_rule_is_told_which_and_what_allowing_it_would_do() {
        let (mut a, mut x) = (member(1), mentee(2));
        (a.manager, x.manager) = (Some(PersonId(9)), Some(PersonId(9)));
        let report = of(&[a, x], &[]).report;
        assert_eq!(report.unmatched[0].why, Why::Rules { rules: vec![("team".to_owned(), 1)] });
        assert_eq!(report.allowing, [("team".to_owned(), 1)]);
    }

    #[test]
    fn who_waited_longer_goes_first_among_those_who_tie() {
        let patient = Member { waited: 3, ..mentee(3) };
        assert_eq!(pairs(&of(&[member(1), mentee(2), patient], &[])), [(1, 3)]);
    }

    #[test]
    fn a_wish_is_granted_where_it_can_be_and_falls_through_where_not() {
        let (a, b) = (member(1), member(2));
        let (mut x, mut y) = (mentee(3), mentee(4));
        x.wishes = vec![b.enrollment];
        y.wishes = vec![b.enrollment, a.enrollment];
        let plan = of(&[a, b, x, y], &[]);
        assert_eq!(pairs(&plan), [(2, 3), (1, 4)]);
        assert_eq!((plan.report.wishes_met, plan.report.wished), (2, 2));
    }

    #[test]
    fn who_guides_and_learns_is_never_their_own_mentor() {
        let both = Member { role: Part::Either, wants: true, ..member(1) };
        assert_eq!(of(&[both], &[]).drafts, []);
    }
}
