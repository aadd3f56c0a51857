//! Words that complete what somebody says of a thing, of one and two words or between single marks.

use super::{check, check_speakers};

#[test]
fn a_predicate_of_a_word_or_two_is_a_quotation() {
    check_speakers(&[
        ("Mayor Mary Finch called the second offer “insulting.”", "Mary Finch"),
        ("Mayor Mary Finch calls the new talks “hopeless.”", "Mary Finch"),
        ("Mayor Mary Finch said the talks had been “fruitless.”", "Mary Finch"),
        ("Mayor Mary Finch said both clubs should “calm down”.", "Mary Finch"),
        ("Mayor Mary Finch said the file had “gone astray”.", "Mary Finch"),
        ("Mayor Mary Finch said the choir “sang beautifully”.", "Mary Finch"),
        ("Mayor Mary Finch insisted that Dorr remains “our man.”", "Mary Finch"),
        ("Mayor Mary Finch insisted the choice was “evidence-led” throughout.", "Mary Finch"),
        ("Mayor Mary Finch accused Mr Dorr of “empty gestures”.", "Mary Finch"),
        ("Mayor Mary Finch resigned, accusing Mr Dorr of “playing games”.", "Mary Finch"),
        ("Mayor Mary Finch dismissed the report as “gossip”.", "Mary Finch"),
        ("Mayor Mary Finch criticised the board for “dithering”.", "Mary Finch"),
        ("Mayor Mary Finch warned of “dire results” for the town.", "Mary Finch"),
        ("Mayor Mary Finch labelled the ruling “perverse”.", "Mary Finch"),
        ("Mayor Mary Finch attacked the plan, calling it “perverse”.", "Mary Finch"),
        ("Mayor Mary Finch felt “cheated”, she said.", "Mary Finch"),
        ("The vote was “a farce” and “shabby”, said Mayor Mary Finch.", "Mary Finch | Mary Finch"),
        ("The vote was “rigged,” Mayor Mary Finch said.", "Mary Finch"),
        ("Mayor Mary Finch called the vote “shabby” and “a disgrace to the county”.", "Mary Finch | Mary Finch"),
        ("Mayor Mary Finch called the vote “a disgrace to the county” and “shabby”.", "Mary Finch | Mary Finch"),
        ("Mayor Mary Finch spoke of what she called “chaos”.", "Mary Finch"),
        ("Mayor Mary Finch spoke of what she calls the “chaos” there.", "Mary Finch"),
        ("Mayor Mary Finch accused the board of being “asleep.”", "Mary Finch"),
        ("Mayor Mary Finch said the council “takes pride” in its parks.", "Mary Finch"),
        ("Mayor Mary Finch said the envoys had made “good headway”.", "Mary Finch"),
        ("Mayor Mary Finch called that “very odd”.", "Mary Finch"),
        ("Mary Finch tried to calm the board, saying the deal was “hasty.”", "Mary Finch"),
        ("Mary Finch paid for an advert that says Paul Dorr and she are “confused” about it.", "Mary Finch"),
        ("Police are calling the blaze “suspicious”.", "Police"),
    ]);
}

#[test]
fn scare_quotes_names_and_titles_are_no_predicates() {
    check_speakers(&[
        ("Mary Finch said the “offer” was a trick.", ""),
        ("Mary Finch said that the so-called “offer” had been a trick.", ""),
        ("Mary Finch said it was part of the “gig” economy.", ""),
        ("Mary Finch said she had “Otters” on the wall.", ""),
        ("Mary Finch said he should read “Otters” first.", ""),
        ("Mary Finch said her nickname was “Otter” at school.", ""),
        ("Mary Finch said she sold “legal” copies of it.", ""),
        ("Mary Finch said a boat named “otter” sank.", ""),
        ("Mary Finch spoke of her “gap” year.", ""),
        ("Mary Finch dismissed the “expert” panel.", ""),
        ("A man known as “otter” left, Mary Finch said.", ""),
        ("The “offer” stands, Mary Finch said.", ""),
        ("Mary Finch, accused of “theft”, left the town.", ""),
        ("Mary Finch was said to be “unwell”.", ""),
        ("The plan was dubbed “otter” by the press.", ""),
        ("The mood was “flat” on Monday.", ""),
        ("Mary Finch wore “skinny” jeans and said nothing.", ""),
        ("Mary Finch saw the play called “Otters” and wept.", ""),
        ("Mary Finch called for “calm” on Monday.", ""),
        ("Mary Finch spoke of “gigs” on Monday.", ""),
        ("Mary Finch described the new “gig” work.", ""),
        ("Mary Finch said they call it a so-called “hub” here.", ""),
        ("Mary Finch said the firm had made a “smart” phone.", ""),
        ("Mary Finch said he had lived in “flower power” days.", ""),
        ("Mary Finch has the right to call a “special” meeting.", ""),
        ("Mary Finch called out Paul Dorr for his “lies” on the day.", ""),
        ("Mary Finch wrote of what we call “chaos”.", ""),
    ]);
}

#[test]
fn a_part_of_a_sentence_between_single_marks_is_a_quotation() {
    check_speakers(&[
        ("Cllr Mary Finch said staff had been 'left to fend for themselves' by the board.", "Mary Finch"),
        ("Cllr Mary Finch said staff had been ‘left to fend for themselves’ by the board.", "Mary Finch"),
        ("Cllr Mary Finch said members were ‘right to walk out’ over it.", "Mary Finch"),
        ("Cllr Mary Finch has called the sale of Ash Hall ‘an insult to the town’.", "Mary Finch"),
        ("A union leader has called the sale of Ash Hall ‘an insult to the town’.", "-"),
        ("The sale was ‘an insult to the town’, said Cllr Mary Finch.", "Mary Finch"),
        (
            "“It is a poor deal,” said Mary Finch. She called it ‘a very bad day’ for Ash Hall.",
            "Mary Finch | Mary Finch",
        ),
        ("Mary Finch insisted the choice was 'evidence-led'.", "Mary Finch"),
        ("Mary Finch said it was ‘a stain on the town’ and had ‘shamed us all’.", "Mary Finch | Mary Finch"),
    ]);
}

#[test]
fn other_single_marks_are_no_quotations() {
    check_speakers(&[
        ("Mary Finch said the so-called ‘right to roam’ was dear to her.", ""),
        ("Mary Finch said the ‘right to roam’ law was dear to her.", ""),
        ("Mary Finch said the dogs' owners and the cats' owners met.", ""),
        ("Mary Finch said the '90s were over and the lads' mags dead.", ""),
        ("Mary Finch liked ‘The Long Road Home’ and said so.", ""),
        ("The scheme, known as ‘help to mend’, was cut, Mary Finch said.", ""),
        ("It was a ‘pay as you go’ scheme.", ""),
        ("Rock 'n' roll, said Mary Finch, was 'ere to stay.", ""),
    ]);
    check("Il est parti. Ann Lee dit l’ ‘état de droit’ perdu.", &[]);
}
