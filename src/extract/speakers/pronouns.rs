//! Who `he` and `she` are: a tracker of the people spoken of.

use super::mentions::{Form, Mention, NONE};
use super::people::People;

/// For each mention of the form `he` or `she`, the entity it stands for and how likely that is,
/// in the order of the mentions.
pub fn resolve(people: &People, mentions: &mut [Mention]) -> Vec<f32> {
    let mut sure = vec![0.0; mentions.len()];
    let mut recent: Vec<(u32, u32, bool)> = Vec::new(); // entity, mention, was subject of speech
    for at in 0..mentions.len() {
        let mention = mentions[at];
        match mention.form {
            Form::He | Form::She => {
                let wanted = if mention.form == Form::He { -1 } else { 1 };
                let best = recent
                    .iter()
                    .rev()
                    .enumerate()
                    .filter(|(_, (entity, _, _))| {
                        let entity = &people.entities[*entity as usize];
                        entity.may_be_person() && i32::from(entity.gender) * wanted > -2
                    })
                    .map(|(rank, (entity, seen, spoke))| {
                        let near = i32::from(mentions[at].first - mentions[*seen as usize].first < 40);
                        let known = i32::from(i32::from(people.entities[*entity as usize].gender) * wanted > 1);
                        (8 - 2 * rank as i32 + 5 * i32::from(*spoke) + near + 2 * known, *entity)
                    })
                    .max_by_key(|(score, _)| *score);
                if let Some((_, entity)) = best {
                    mentions[at].entity = entity;
                    sure[at] = 0.8;
                    seen(&mut recent, entity, at as u32, true);
                }
            }
            Form::Who => {
                let before = mentions[..at].iter().rev().take(4).find(|m| m.entity != NONE && m.form.is_name());
                if let Some(before) = before {
                    mentions[at].entity = before.entity;
                    sure[at] = 0.8;
                }
            }
            _ => {}
        }
        let mention = mentions[at];
        if mention.entity != NONE && !mention.form.is_he_or_she() {
            let spoke = mention.gap_after <= 3 || mention.gap_before <= 1;
            seen(&mut recent, mention.entity, at as u32, spoke);
        }
    }
    sure
}

fn seen(recent: &mut Vec<(u32, u32, bool)>, entity: u32, mention: u32, spoke: bool) {
    let spoke_before = recent.iter().position(|(e, _, _)| *e == entity).map(|index| recent.remove(index).2);
    recent.push((entity, mention, spoke || spoke_before.unwrap_or(false)));
    if recent.len() > 8 {
        recent.remove(0);
    }
}
