//! Father and son of one name: `the younger Croft` is Croft Jr., `the elder Croft` the other.

use super::mentions::{Form, Mention, NONE};
use super::people::{People, Sort};
use super::tokens::{Token, hash_word, hash_words};

const YOUNGER: [u32; 2] = hash_words(["younger", "junior"]);
const ELDER: [u32; 3] = hash_words(["elder", "older", "senior"]);
const SENIOR: u32 = hash_word("sr");

/// People of an article among whom a name is looked for.
const MOST: usize = 256;

/// Links last names behind `younger` and `elder` to the one who bears them.
pub fn tell_apart(people: &People, tokens: &[Token], mentions: &mut [Mention]) {
    for mention in mentions.iter_mut().filter(|mention| mention.form == Form::Single && mention.entity != NONE) {
        let Some(before) = mention.titled.checked_sub(1).map(|at| tokens[at as usize].hash) else { continue };
        let wants_younger = YOUNGER.contains(&before);
        if !wants_younger && !ELDER.contains(&before) {
            continue;
        }
        let name = &people.entities[mention.entity as usize];
        let namesakes = people.entities.iter().enumerate().take(MOST).filter(|(_, other)| {
            other.last == name.last && other.first == name.first && other.sort == Sort::Person && other.full > 0
        });
        let mut younger = namesakes.clone().filter(|(_, other)| other.suffix != 0 && other.suffix != SENIOR);
        let mut elder = namesakes.filter(|(_, other)| other.suffix == 0 || other.suffix == SENIOR);
        // Two of them, and no third.
        let pair = (younger.next(), younger.next(), elder.next(), elder.next());
        if let (Some((younger, _)), None, Some((elder, _)), None) = pair {
            mention.entity = if wants_younger { younger as u32 } else { elder as u32 };
        }
    }
}
