//! Words that stand on something, and titles of works.

use super::check_speakers;

#[test]
fn words_on_things_are_not_their_bearers() {
    check_speakers(&[
        ("Mary Finch wore a badge that said: “Keep the library open.”", "-"),
        ("Mary Finch carried a placard that read: “Keep the library open now.”", "-"),
        ("Mary Finch was handed a note saying “you have an hour to leave.”", "-"),
        ("Mary Finch stood under a poster which said “keep the library open.”", "-"),
        ("Mary Finch found a message scrawled on her door: “You have an hour to leave.”", "-"),
        ("The letter to Mary Finch said: “You have an hour to leave.”", "-"),
        ("Paul Dorr’s gravestone says: “Here lies a good man.”", "-"),
        ("Mary Finch has a tattoo reading “never look back in anger.”", "-"),
        ("Mary Finch wore a shirt with the words “keep the library open now.”", "-"),
        ("Mary Finch got an email telling her “you have an hour to leave.”", "-"),
        ("Mary Finch shared a meme that said “you have an hour to leave.”", "-"),
        ("Mary Finch looked on as the judge read: “You are free to go.”", "-"),
        ("Mary Finch nodded while a nurse said: “You are free to go.”", "-"),
        ("Fans wore scarves and held up a banner that read “Vale out by Friday.”", "-"),
        ("Nora Vale pointed to a sign that said “no dogs or children.”", "-"),
        ("Nora Vale tweeted a photo of a sign that read “no dogs or children.”", "-"),
        ("A plaque on Karl Weiss’s house reads: “He lived and died here.”", "-"),
        ("The sign on the door of Karl Weiss said: “No dogs or children.”", "-"),
    ]);
}

#[test]
fn writings_are_their_authors() {
    check_speakers(&[
        ("An email sent by Rosa Kemp said: “We will not be drawn on it.”", "Rosa Kemp"),
        ("A letter from Rosa Kemp to the council read: “We will not be drawn on it.”", "Rosa Kemp"),
        ("Mary Finch released a statement saying “we were wrong about this.”", "Mary Finch"),
        ("Mary Finch sent a letter saying “we were wrong about this.”", "Mary Finch"),
        ("Mary Finch wrote a note that read: “We were wrong about this.”", "Mary Finch"),
        ("In a letter that was read to the court, Mary Finch said: “We were wrong about this.”", "Mary Finch"),
        ("In a tweet, Mary Finch said: “We were wrong about this.”", "Mary Finch"),
        ("Mary Finch posted a message saying “we were wrong about this.”", "Mary Finch"),
        ("Mary Finch held a sign and shouted: “We were wrong about this.”", "Mary Finch"),
        ("Mary Finch issued a statement that read: “We were wrong about this.”", "Mary Finch"),
        ("Mary Finch wrote “I will be there at noon” on the card.", "Mary Finch"),
        ("Mary Finch wrote on Twitter: “The People Have Spoken At Last.”", "Mary Finch"),
        ("Mary Finch read from a note: “We were wrong about this.”", "Mary Finch"),
        ("Mary Finch received a letter and told reporters: “We were wrong about this.”", "Mary Finch"),
        ("Mary Finch opened the debate by saying “we were wrong about this.”", "Mary Finch"),
        ("Mary Finch tweeted “We Will Not Go Away Ever” on Monday.", "Mary Finch"),
        ("Mary Finch quoted Paul Dorr as saying “it is now or never.”", "Paul Dorr"),
        ("Mary Finch cited Paul Dorr: “It is now or never, friends.”", "Paul Dorr"),
        ("Quoting Paul Dorr, Mary Finch said: “It is now or never.”", "Mary Finch"),
        ("Mary Finch retweeted a message from Paul Dorr saying “it is now or never.”", "Paul Dorr"),
        ("Mary Finch read out a letter by Paul Dorr which said: “It is now or never.”", "Paul Dorr"),
        ("“It is now or never,” the Post quoted Paul Dorr as saying.", "Paul Dorr"),
        ("Mary Finch recalled Paul Dorr telling her: “It is now or never.”", "Paul Dorr"),
        ("Mary Finch remembers Paul Dorr saying “it is now or never.”", "Paul Dorr"),
        ("Nora Vale received a text from Karl Weiss saying “see you in court.”", "Karl Weiss"),
        ("Nora Vale texted Karl Weiss saying “see you in court.”", "Nora Vale"),
        ("Nora Vale left a note saying “see you in court.”", "Nora Vale"),
        ("Karl Weiss filed a report saying “the bridge will fall.”", "Karl Weiss"),
        ("Karl Weiss signed a letter that said: “The bridge will fall.”", "Karl Weiss"),
        ("Karl Weiss put up a sign saying “no dogs or children.”", "Karl Weiss"),
        ("Karl Weiss read a letter from Nora Vale, and said: “She is right.”", "Karl Weiss"),
        ("Karl Weiss opened the meeting by reading: “The bridge will fall.”", "Karl Weiss"),
        ("Karl Weiss got a message to his staff, saying: “The bridge will fall.”", "Karl Weiss"),
        ("In a message that reads like a threat, Karl Weiss wrote: “The bridge will fall.”", "Karl Weiss"),
        ("Karl Weiss showed reporters the note and said: “The bridge will fall.”", "Karl Weiss"),
        ("Karl Weiss wrote “The Road to Hull Is Long” on the wall.", "Karl Weiss"),
        ("Karl Weiss wrote in The Echo: “We Must Act Now, All of Us.”", "Karl Weiss"),
    ]);
}

#[test]
fn titles_of_works_are_said_by_nobody() {
    check_speakers(&[
        ("Mary Finch directed “The House at the End of the Road” in 2003.", ""),
        ("Mary Finch wrote “Walking the Long Road Home” and “The Last Light of Day.”", ""),
        ("Mary Finch starred in “The House at the End of the Road.”", ""),
        ("Mary Finch published “The Last Light of Day” last year.", ""),
        ("Karl Weiss published “A Short History of Bread” in May.", ""),
        ("Nora Vale sang “Songs for a Rainy Day” to the crowd.", ""),
    ]);
}

#[test]
fn programmes_are_said_by_nobody() {
    check_speakers(&[
        ("Mary Finch said on “The Morning Hour” that the bridge would fall.", ""),
        ("Mary Finch said Sunday on KTN’s “Face the County.”", ""),
        ("Mary Finch told “Valley at Nine” that the bridge would fall.", ""),
        ("Mary Finch told Harbour News’ “The Week in Hull” she was tired.", ""),
        ("Mary Finch said on “The Morning Hour”: “The bridge will fall.”", "Mary Finch"),
        ("Mary Finch told Karl Weiss, “We Must Go Home Now.”", "Mary Finch"),
        ("Mary Finch was quoted on Monday: “We Must Go Home Now.”", "Mary Finch"),
        ("Mary Finch commented on “the worst bridge in all of Hull.”", "Mary Finch"),
    ]);
}

#[test]
fn titles_that_are_named_as_such_are_said_by_nobody() {
    check_speakers(&[
        ("Mary Finch said in a blog post titled “How We Lost Our Way.”", ""),
        ("Mary Finch wrote in an op-ed headlined “A kinder road for the county.”", ""),
        ("Mary Finch wrote a book called “Down From the High Moor” in 2009.", ""),
        ("Mary Finch gave a talk titled “What the Monks Knew About Bread.”", ""),
        ("Director Mary Finch said her film, “A Village Without Any Clocks,” opens in May.", ""),
        ("Mary Finch performed her hit, “Leave the Gate Wide for Me,” on Friday.", ""),
        ("Mary Finch said the song, “Leave the Gate Wide for Me,” took a week.", ""),
        ("Mary Finch discussed her memoir, “The Year of Cold Rain.”", ""),
        ("In her autobiography, “Mud on My Best Shoes”, Mary Finch wrote: “I was never paid.”", "Mary Finch"),
        ("Mary Finch, author of “The Quiet War on Wild Geese,” said: “We must act now.”", "Mary Finch"),
        ("Mary Finch said the bill, dubbed “the Warm Winter Children Act,” would pass.", ""),
        ("Mary Finch launched a scheme called “Roofs for All by Thirty”.", ""),
    ]);
}

#[test]
fn words_beside_a_work_keep_their_speaker() {
    check_speakers(&[
        ("Mary Finch called her film “the best thing I ever made.”", "Mary Finch"),
        ("Mary Finch said of the film, “It took us nine long years.”", "Mary Finch"),
        ("Mary Finch called it “A Day of Shame for Hull.”", "Mary Finch"),
        ("Mary Finch spoke of what she called “A Day of Shame for Hull.”", "Mary Finch"),
        ("In her column Mary Finch wrote: “We Must Act Now, All of Us.”", "Mary Finch"),
        ("Mary Finch said her letter was titled wrongly: “It was no joke at all.”", "Mary Finch"),
        ("Mary Finch tweeted: “The Film Of The Year Is Here.”", "Mary Finch"),
    ]);
}

#[test]
fn lines_of_a_play_are_those_of_a_part() {
    check_speakers(&[
        (
            "“The Long Shore” stars Karl Weiss and Mary Finch. “You never wrote to me,” she tells him in the first scene.",
            "-",
        ),
        ("Mary Finch plays the queen. In the opening scene she says: “You never wrote to me.”", "-"),
        ("Mary Finch left the scene of the crash. “You never wrote to me,” she told him.", "Mary Finch"),
        ("“We wept in the last scene,” Mary Finch said.", "Mary Finch"),
        ("“We wept for days,” Mary Finch said of her work in the last scene.", "Mary Finch"),
    ]);
}

#[test]
fn words_on_slips_and_shirts_and_words_typed_are_not_their_bearers() {
    check_speakers(&[
        ("Mary Finch recalled a slip that read, in full, “No, and you know why.”", "-"),
        ("Mary Finch recalled a slip that read, “No, and you know why.”", "-"),
        ("Agent Mary Finch described a note on the door which said, “Gone to sea, back in May.”", "-"),
        ("Mary Finch wore a T-shirt that said “I would rather be sailing”.", "-"),
        ("Sugar board chair Mary Finch said “we would rather be sailing”.", "Mary Finch"),
        ("His T-shirt said “I would rather be sailing”.", "-"),
        ("Mary Finch typed “how to sink a boat” into a search engine.", "-"),
        ("Mary Finch searched online for “how to sink a boat”.", "-"),
        ("Mary Finch typed a note and said: “We will sink the boat.”", "Mary Finch"),
        ("Mary Finch searched for words and said: “We will sink the boat.”", "Mary Finch"),
        ("Mary Finch described the day and said, “We will sink the boat.”", "Mary Finch"),
    ]);
}

#[test]
fn remembered_sayings_are_those_of_who_said_them() {
    check_speakers(&[
        ("Mary Finch recalled her father’s words: “Teach the girls before all else.”", "-"),
        ("Mary Finch remembered her late mother’s motto: “Never trust a man in boots.”", "-"),
        ("Actor Paul Dorr recited his grandfather’s favourite saying: “A wet dog makes no friends.”", "-"),
        ("Mary Finch quoted Paul Dorr’s old motto: “A wet dog makes no friends.”", "Paul Dorr"),
        ("Mary Finch recalled his last words: “Teach the girls before all else.”", "-"),
        ("Mary Finch repeated her old motto: “A wet dog makes no friends.”", "Mary Finch"),
        ("Mary Finch answered Paul Dorr’s warning: “A wet dog makes no friends.”", "Mary Finch"),
    ]);
}
