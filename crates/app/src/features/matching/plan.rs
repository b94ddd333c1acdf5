//! From the people who take part to the best pairs, each with its reasons. Pure: the solver is
//! `bellwether-matching`, which proves its result; here its people and pairs get their meaning.

use super::member::Member;
use super::reasons::{self, Standing};
use super::report::{Left, Report, Why};
use super::rules::{self, Apart, Rule};
use super::score;
use bellwether_kernel::EnrollmentId;
use bellwether_matching::{
    Candidate, Explainer, Input, Instance, Mentee, MenteeId, Mentor, MentorId, Pair, Solution, infeasibility,
    solve,
};
use std::collections::BTreeMap;

/// A mentor and a mentee, by their parts in the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Two {
    /// Who guides.
    pub mentor: EnrollmentId,
    /// Who learns.
    pub mentee: EnrollmentId,
}

/// What is to be planned.
pub struct Question<'a> {
    /// Everybody who takes part.
    pub members: &'a [Member],
    /// Pairs that are out.
    pub apart: &'a Apart,
    /// Pairs that are decided.
    pub locked: &'a [Two],
    /// Pairs of the draft before, which are kept where nothing is lost by it.
    pub previous: &'a [Two],
    /// By how many points of 100 the draft before is favoured.
    pub stability: i64,
    /// Decides between those who tie: the same for the same program.
    pub seed: u64,
}

/// A pair of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Who.
    pub two: Two,
    /// Its score with wishes, of 1,000,000.
    pub score: i64,
    /// Its reasons, without names.
    pub reasons: Vec<String>,
    /// The mentor's place among the mentee's candidates.
    pub rank_for_mentee: i64,
    /// The mentee's place among the mentor's candidates.
    pub rank_for_mentor: i64,
}

/// The best pairs and who stays without.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The pairs, locked ones included.
    pub drafts: Vec<Draft>,
    /// What is kept about the run.
    pub report: Report,
}

/// People and pairs as the solver numbers them.
struct Pool<'a> {
    mentees: Vec<&'a Member>,
    mentors: Vec<&'a Member>,
    candidates: Vec<Candidate>,
    /// Pairs that one rule alone keeps apart.
    blocked: BTreeMap<Rule, Vec<Pair>>,
}

/// Finds the best pairs. `Err` is a fault of ours, in words.
pub fn plan(question: &Question<'_>) -> Result<Plan, String> {
    let pool = Pool::of(question);
    let instance = Instance::new(pool.input(question)).map_err(|e| e.to_string())?;
    let solution = solve(&instance).map_err(|e| e.to_string())?;
    let explainer = Explainer::new(&instance, &solution);
    let drafts: Vec<Draft> = explainer.pairs().map(|reasons| pool.draft(&reasons)).collect();
    let report = pool.report(question, &instance, &solution, &drafts)?;
    Ok(Plan { drafts, report })
}

impl<'a> Pool<'a> {
    fn of(question: &Question<'a>) -> Self {
        let mentees: Vec<&Member> = question.members.iter().filter(|m| m.learns() && m.wants).collect();
        let mentors: Vec<&Member> = question.members.iter().filter(|m| m.mentors()).collect();
        let (mut candidates, mut blocked) = (Vec::new(), BTreeMap::<Rule, Vec<Pair>>::new());
        for (e, mentee) in mentees.iter().enumerate() {
            for (r, mentor) in mentors.iter().enumerate().filter(|(_, m)| m.person != mentee.person) {
                let pair = Pair::new(MenteeId(e as u32), MentorId(r as u32));
                match rules::broken(mentor, mentee, question.apart)[..] {
                    [] => candidates.push(Candidate {
                        mentee: pair.mentee,
                        mentor: pair.mentor,
                        score: score::of(mentor, mentee),
                    }),
                    [only] => blocked.entry(only).or_default().push(pair),
                    _ => {}
                }
            }
        }
        Self { mentees, mentors, candidates, blocked }
    }

    fn input(&self, question: &Question<'_>) -> Input {
        let mentor_at: BTreeMap<EnrollmentId, u32> =
            self.mentors.iter().enumerate().map(|(at, m)| (m.enrollment, at as u32)).collect();
        let mentee_at: BTreeMap<EnrollmentId, u32> =
            self.mentees.iter().enumerate().map(|(at, m)| (m.enrollment, at as u32)).collect();
        let pair = |two: &Two| {
            Some(Pair::new(MenteeId(*mentee_at.get(&two.mentee)?), MentorId(*mentor_at.get(&two.mentor)?)))
        };
        let mentee = |member: &&Member| Mentee {
            wants: 1,
            waited: u32::try_from(member.waited).unwrap_or(0),
            wishes: member
                .wishes
                .iter()
                .filter_map(|wish| mentor_at.get(wish).copied().map(MentorId))
                .collect(),
        };
        let places = |member: &&Member| Mentor { capacity: u32::try_from(member.places).unwrap_or(0) };
        Input {
            mentees: self.mentees.iter().map(mentee).collect(),
            mentors: self.mentors.iter().map(places).collect(),
            candidates: self.candidates.clone(),
            locked: question.locked.iter().filter_map(pair).collect(),
            previous: question.previous.iter().filter_map(pair).collect(),
            stability: u32::try_from(question.stability * score::POINT).unwrap_or(0),
            wish_bonuses: score::WISHES.to_vec(),
            seed: question.seed,
            ..Input::default()
        }
    }

    fn mentor(&self, pair: Pair) -> &'a Member {
        self.mentors[pair.mentor.0 as usize]
    }

    fn mentee(&self, pair: Pair) -> &'a Member {
        self.mentees[pair.mentee.0 as usize]
    }

    fn draft(&self, found: &bellwether_matching::PairReasons) -> Draft {
        let (mentor, mentee) = (self.mentor(found.pair), self.mentee(found.pair));
        let standing = Standing { rank: found.for_mentee.rank as i64, of: found.for_mentee.of as i64 };
        // A locked pair was chosen by a person; how it ranks is no reason for it.
        let standing = (!found.locked).then_some(standing);
        Draft {
            two: Two { mentor: mentor.enrollment, mentee: mentee.enrollment },
            score: i64::from(score::of(mentor, mentee) + score::of_wish(found.wish)),
            reasons: reasons::of(mentor, mentee, found.wish, standing),
            rank_for_mentee: found.for_mentee.rank as i64,
            rank_for_mentor: found.for_mentor.rank as i64,
        }
    }

    fn report(
        &self,
        question: &Question<'_>,
        instance: &Instance,
        solution: &Solution,
        drafts: &[Draft],
    ) -> Result<Report, String> {
        let named: Vec<Rule> = self.blocked.keys().copied().collect();
        let relaxable: Vec<bellwether_matching::Rule> = self
            .blocked
            .iter()
            .map(|(rule, pairs)| bellwether_matching::Rule {
                name: rule.word().to_owned(),
                blocks: pairs.clone(),
            })
            .collect();
        let found = infeasibility(instance, solution, &relaxable).map_err(|e| e.to_string())?;
        let unmatched = found.unmatched.iter().map(|left| {
            let mentee = self.mentees[left.mentee.0 as usize];
            let why = match &left.why {
                bellwether_matching::Why::Capacity { bottleneck } => {
                    let group = &found.bottlenecks[*bottleneck];
                    Why::Places {
                        mentors: group
                            .mentors
                            .iter()
                            .map(|m| self.mentors[m.0 as usize].enrollment)
                            .collect(),
                        mentees: group.mentees.len() as i64,
                        places: group.places as i64,
                    }
                }
                bellwether_matching::Why::NoCandidate { .. } => self.held_back(mentee, question.apart),
            };
            Left { mentee: mentee.enrollment, why }
        });
        let gap = solution.gap();
        let wishing = |draft: &&Draft| draft.reasons.iter().any(|r| r.contains("wish"));
        Ok(Report {
            mentees: self.mentees.len() as i64,
            mentors: self.mentors.len() as i64,
            places: self.mentors.iter().map(|m| m.places).sum(),
            pairs: drafts.len() as i64,
            score: drafts.iter().map(|d| d.score).sum(),
            gap: [gap.covered, gap.further, gap.score],
            wishes_met: drafts.iter().filter(wishing).count() as i64,
            wished: self.mentees.iter().filter(|m| !m.wishes.is_empty()).count() as i64,
            unmatched: unmatched.collect(),
            allowing: named
                .into_iter()
                .zip(&found.rules)
                .filter(|(_, relaxed)| relaxed.covers_more > 0)
                .map(|(rule, relaxed)| (rule.word().to_owned(), i64::from(relaxed.covers_more)))
                .collect(),
        })
    }

    /// How many of the mentors with room each rule keeps from somebody; the first rule of each.
    fn held_back(&self, mentee: &Member, apart: &Apart) -> Why {
        let with_room = self.mentors.iter().filter(|m| m.places > 0 && m.person != mentee.person);
        let mut rules = BTreeMap::<Rule, i64>::new();
        for mentor in with_room {
            if let Some(rule) = rules::broken(mentor, mentee, apart).first() {
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
    use super::super::samples::{keyed, member};
    use super::*;
    use crate::features::joining::Part;
    use bellwether_kernel::PersonId;

    fn mentee(n: i64) -> Member {
        Member { role: Part::Mentee, places: 0, capacity: 0, wants: true, ..member(n) }
    }

    fn of(members: &[Member], locked: &[Two]) -> Plan {
        let apart = Apart::default();
        plan(&Question { members, apart: &apart, locked, previous: &[], stability: 0, seed: 1 }).unwrap()
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
        assert_eq!(left.why, Why::Places { mentors: vec![EnrollmentId(1)], mentees: 2, places: 1 });
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
