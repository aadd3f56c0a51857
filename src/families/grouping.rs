//! Which wordings are one utterance, by their words.
//!
//! Forms are taken from the longest to the shortest. Each is compared with the fullest form of the
//! families it shares something with, and joins the one it is most like, if words and evidence
//! suffice (`evidence`). So a family is all that is like *one* wording, and no chain of wordings each
//! a little like the next; and what is joined depends on nothing but the articles.
//!
//! After an update most of what was decided holds: a form is *opened* where it may be compared with other families
//! than before, or where something has changed that its decision hangs on: what its words weigh, whether its speakers
//! and theirs may be one, how many days lie between them. An open form is compared anew only if that is indeed so. A decision that comes out otherwise may concern shorter forms in
//! turn, so passes are made until none is concerned that was not open.

use rustc_hash::FxHashMap;

use super::align::Aligner;
use super::candidates::{Candidates, Reach};
use super::decisions::{Compared, Decisions, Doubt};
use super::evidence::{Evidence, Likeness, Nearness};
use super::forms::Forms;
use super::speakers::Speakers;
use super::store::NONE;
use super::view::View;

/// Families that a form is compared with.
const MAX_COMPARED: usize = 6;

/// Of a form that nothing was found for, candidates that other evidence may decide for.
const MAX_DOUBTFUL: usize = 3;

/// Where more than this share of the forms is open, all are.
pub const MAX_SHARE: f64 = 0.5;

/// Passes after which all forms are open.
const MAX_PASSES: usize = 6;

/// An archive as it is and as it was, with what was decided then.
pub struct Grouping<'v> {
    /// The forms of both, the longest first.
    pub forms: &'v Forms,
    /// As it is.
    pub now: &'v View,
    /// As it was.
    pub before: &'v View,
    /// What was decided then.
    pub decided: &'v Decisions,
    /// See [`MAX_SHARE`].
    pub max_share: f64,
}

/// A pass over all forms.
#[derive(Default)]
struct Pass {
    decisions: Decisions,
    /// Evidence of families so far.
    now: Vec<Evidence>,
    before: Vec<Evidence>,
    /// Forms that must be open and were not.
    concerned: Vec<u32>,
    aligner: Aligner,
    scores: FxHashMap<u32, f32>,
}

impl Grouping<'_> {
    /// Decides about all forms; also returns the evidence of each with what joined it.
    pub fn run(&self) -> (Decisions, Vec<Evidence>) {
        let mut open = self.changed();
        let n_long = self.now.is_long.iter().filter(|is_long| **is_long).count();
        let mut passes = 0;
        loop {
            passes += 1;
            let n_open = open.iter().filter(|is_open| **is_open).count();
            if n_open as f64 > self.max_share * n_long as f64 || passes > MAX_PASSES {
                open.clone_from(&self.now.is_long);
            }
            let candidates = Candidates::new(self.forms, |form| self.is(form), |form| open[form as usize]);
            let pass = self.pass(&open, Some(&candidates));
            if pass.concerned.is_empty() {
                return (pass.decisions, pass.now);
            }
            pass.concerned.iter().for_each(|form| open[*form as usize] = true);
        }
    }

    fn is(&self, form: u32) -> bool {
        self.now.is_long.get(form as usize).is_some_and(|is_long| *is_long)
    }

    fn was(&self, form: u32) -> bool {
        self.before.is_long.get(form as usize).is_some_and(|is_long| *is_long)
    }

    /// The forms of which it is plain that they must be opened.
    fn changed(&self) -> Vec<bool> {
        let n_forms = self.forms.len() as u32;
        let is_open = |form: u32| {
            let tokens = self.forms.tokens(form);
            self.is(form) && !(self.was(form) && self.now.frequencies.agree(&self.before.frequencies, tokens))
        };
        let mut open: Vec<bool> = (0..n_forms).map(is_open).collect();
        let others = (0..n_forms).filter(|form| self.was(*form)).count();
        if others == 0 {
            return open;
        }
        // Where a form came or went, those that look at its groups may look at others now.
        let there = |form| self.is(form) || self.was(form);
        let groups = Candidates::new(self.forms, there, |form| self.is(form) != self.was(form));
        groups.each_group(|members| {
            let members: Vec<u32> = members.collect();
            let size = |is_there: &dyn Fn(u32) -> bool| members.iter().filter(|form| is_there(**form)).count();
            let reach = Reach::of(size(&|form| self.is(form)));
            let mut differs = reach != Reach::of(size(&|form| self.was(form)));
            let (mut n_now, mut n_before) = (0, 0);
            for form in members {
                if differs && self.is(form) {
                    open[form as usize] = true;
                }
                let is_seen = self.is(form) && n_now < reach.looked_at;
                let was_seen = self.was(form) && n_before < reach.looked_at;
                differs |= is_seen != was_seen;
                n_now += usize::from(self.is(form));
                n_before += usize::from(self.was(form));
            }
        });
        self.pass(&open, None).concerned.into_iter().for_each(|form| open[form as usize] = true);
        open
    }

    /// Goes over all forms, and decides anew about the open ones if candidates for them are given.
    fn pass(&self, open: &[bool], candidates: Option<&Candidates>) -> Pass {
        let mut pass = Pass { now: self.now.evidence.clone(), before: self.before.evidence.clone(), ..Pass::default() };
        let mut is_concerned = vec![false; self.forms.len()];
        for form in 0..self.forms.len() as u32 {
            let (is, was, at) = (self.is(form), self.was(form), form as usize);
            let before = if was { self.decided.head[at] } else { NONE };
            match candidates {
                _ if !is => pass.decisions.skip(),
                Some(candidates) if open[at] => {
                    self.decide(form, candidates, &mut pass);
                    if was && before != pass.decisions.head[at] {
                        candidates.below(form, |other| is_concerned[other as usize] = true);
                    }
                }
                None if !was => pass.decisions.skip(),
                _ => {
                    is_concerned[at] |= !self.holds(form, &pass);
                    pass.decisions.keep(form, self.decided);
                }
            }
            if is && is_concerned[at] && !open[at] {
                pass.concerned.push(form);
            }
            let now = pass.decisions.head[at];
            for (head, evidence) in [(now, &mut pass.now), (before, &mut pass.before)] {
                if head != NONE {
                    let own = evidence[at];
                    evidence[head as usize].join(&own);
                }
            }
        }
        pass
    }

    /// True if nothing has changed at this point of the pass that the decision about a form hangs on, unless it is
    /// compared with other families now.
    fn holds(&self, form: u32, pass: &Pass) -> bool {
        let is_same = |evidence: &[Evidence], form: u32, head: u32| {
            let (own, theirs) = (&evidence[form as usize], &evidence[head as usize]);
            (own.compare(theirs), Nearness::of(own.days_to(theirs)))
        };
        self.decided.compared(form).all(|Compared { head, is_hopeless }| {
            let evidence = |form: u32| pass.now[form as usize] == pass.before[form as usize];
            self.is(head)
                && self.now.inner(head) == self.before.inner(head)
                && (is_hopeless
                    || self.now.are_twice(form, head) == self.before.are_twice(form, head)
                        && (evidence(form) && evidence(head)
                            || is_same(&pass.now, form, head) == is_same(&pass.before, form, head)))
        })
    }

    /// Decides about a form.
    fn decide(&self, form: u32, candidates: &Candidates, pass: &mut Pass) {
        pass.scores.clear();
        let (decisions, scores) = (&pass.decisions, &mut pass.scores);
        candidates.of(form, |other, strength| *scores.entry(decisions.head_of(other)).or_default() += strength);
        let mut ranked: Vec<(f32, u32)> = pass.scores.iter().map(|(head, score)| (*score, *head)).collect();
        ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked.truncate(MAX_COMPARED);
        let tokens = self.forms.tokens(form);
        let is_same = self.was(form)
            && ranked.iter().map(|(_, head)| *head).eq(self.decided.compared(form).map(|one| one.head))
            && self.now.frequencies.agree(&self.before.frequencies, tokens)
            && self.holds(form, pass);
        if is_same {
            pass.decisions.keep(form, self.decided);
            return;
        }
        let mut best: Option<(f32, u32)> = None;
        let mut doubts: Vec<Doubt> = Vec::new();
        let mut compared: Vec<Compared> = Vec::with_capacity(ranked.len());
        for (_, head) in &ranked {
            let other = (self.forms.tokens(*head), self.now.inner(*head));
            let likeness = Likeness::of(&mut pass.aligner, tokens, other, &self.now.frequencies);
            compared.push(Compared { head: *head, is_hopeless: likeness.is_hopeless() });
            let (own, theirs) = (&pass.now[form as usize], &pass.now[*head as usize]);
            let (speakers, days) = (own.compare(theirs), own.days_to(theirs));
            // Who is quoted twice in one article on one matter says two things, unless the words are
            // nearly all the same.
            let is_twice = self.now.are_twice(form, *head) && !likeness.is_part && likeness.coverage < 0.85;
            let differs = is_twice || likeness.is_contrary && speakers == Speakers::Differ;
            if likeness.suffices(speakers, days) && !differs {
                let bonus = if speakers == Speakers::Same { 0.5 } else { 0.0 };
                let rank = likeness.rank() + bonus;
                if best.is_none_or(|(best, _)| rank > best) {
                    best = Some((rank, *head));
                }
            } else if likeness.may_suffice() && !differs && doubts.len() < MAX_DOUBTFUL {
                doubts.push(Doubt { head: *head, rank: likeness.rank(), weight: likeness.weight });
            }
        }
        let doubts = if best.is_none() { &*doubts } else { &[] };
        pass.decisions.push(best.map_or(NONE, |(_, head)| head), compared.into_iter(), doubts);
    }
}
