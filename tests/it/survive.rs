//! Kills at any moment, full disks, `search verify`, `search gc`.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use crate::util::{Archive, found};

/// A generator of numbers, the same on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit.max(1)
    }
}

/// Changes a few files: new ones, changed ones, removed ones, a line more in a list.
fn change(archive: &Archive, round: u64, chance: &mut Chance) {
    for _ in 0..12 {
        let number = chance.below(60);
        let path = format!("a/{}/{number}.txt", number % 5);
        if chance.below(4) == 0 && archive.path(&path).exists() {
            archive.remove(&path);
            continue;
        }
        let name = ["Ann Lee", "Mark Poe", "Jane Roe"][chance.below(3) as usize];
        archive.write(
            &path,
            format!("“A storm of {round},” said {name} of number {number}.\n\n{}", "On it went. ".repeat(40)),
        );
    }
    // The last record comes under the id of the first again.
    let lines: String = (0..40 + round)
        .chain([0])
        .enumerate()
        .map(|(at, number)| format!("{{\"id\":\"r{number}\",\"text\":\"Storm {}.\"}}\n", at as u64 * (round % 3)))
        .collect();
    archive.write("a/list.jsonl", lines);
}

/// All articles as the program prints them; nothing if there is no commit.
fn content(archive: &Archive, index: &str) -> BTreeSet<String> {
    let answer = archive.run(["export", "--index", index, "--format", "jsonl"]);
    if answer.status == 2 {
        assert!(answer.stderr.contains("no articles are indexed yet"), "{}", answer.stderr);
    }
    answer.stdout.lines().map(str::to_owned).collect()
}

/// How many kills; `SEARCH_KILLS=200` for the long run.
fn kills() -> u64 {
    std::env::var("SEARCH_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(25)
}

#[test]
fn a_run_killed_at_any_moment_leaves_a_commit_and_the_next_run_makes_up_for_it() {
    let archive = Archive::new();
    let mut chance = Chance(3);
    change(&archive, 0, &mut chance);
    archive.run(["index", "a"]).success();
    let mut before = content(&archive, "index");
    let mut usual = Duration::from_millis(400);
    let mut n_killed = 0;
    for round in 1..=kills() {
        change(&archive, round, &mut chance);
        let start = Instant::now();
        let mut run = archive.command().args(["index", "a", "--memory", "32MiB"]).spawn().expect("the program starts");
        let pause = Duration::from_micros(chance.below(usual.as_micros() as u64));
        std::thread::sleep(pause);
        // On Unix this is SIGKILL.
        run.kill().expect("it can be killed");
        let status = run.wait().expect("it ends");
        n_killed += u64::from(status.code().is_none());

        let verified = archive.run(["verify"]);
        assert_eq!(verified.status, 0, "round {round}: {}{}", verified.stdout, verified.stderr);
        let now = content(&archive, "index");
        // What an undisturbed run over the same files holds.
        archive.run(["index", "a", "--index", "fresh"]).success();
        let wanted = content(&archive, "fresh");
        assert!(now == before || now == wanted, "round {round}: neither the old state nor the new one");

        let start_again = Instant::now();
        archive.run(["index", "a"]).success();
        usual = start_again.elapsed().max(start.elapsed().min(Duration::from_millis(100)));
        assert_eq!(content(&archive, "index"), wanted, "round {round}");
        archive.run(["verify"]).success();
        before = wanted;
    }
    assert!(n_killed * 2 >= kills(), "only {n_killed} of {} runs were still going when they were killed", kills());
}

/// A limit on the size of files stands for a full disk: writing fails with an error of the
/// system, at the place where the limit is met.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_last_commit() {
    let archive = Archive::new();
    let mut chance = Chance(4);
    change(&archive, 0, &mut chance);
    archive.run(["index", "a"]).success();
    let before = content(&archive, "index");
    let lines: String =
        (0..3000).map(|n| format!("{{\"id\":\"n{n}\",\"text\":\"A storm {n} of {}.\"}}\n", n * n)).collect();
    archive.write("a/more.jsonl", lines);
    let mut n_failed = 0;
    for blocks in [1, 4, 16, 64, 128, 100_000] {
        let mut command = std::process::Command::new("sh");
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" index a");
        command.args(["-c", &script, env!("CARGO_BIN_EXE_search")]).current_dir(archive.path(""));
        let output = command.output().expect("a shell");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        let now = content(&archive, "index");
        archive.run(["verify"]).success();
        if output.status.success() {
            assert!(now.len() > before.len());
        } else {
            n_failed += 1;
            assert_eq!(output.status.code(), Some(2), "{told}");
            assert!(told.contains("error: ") && told.contains("File too large"), "{told}");
            assert!(now == before || now.len() == before.len() + 3000, "{blocks} blocks");
        }
    }
    assert!(n_failed > 0, "no run met the limit");
    archive.run(["index", "a"]).success();
    assert_eq!(content(&archive, "index").len(), before.len() + 3000);
}

#[test]
fn verify_says_that_an_index_is_whole_or_names_the_file() {
    let archive = Archive::new();
    assert_eq!(archive.run(["verify"]).success().stdout, "no commit yet\n");
    let archive = Archive::of_seeds();
    let answer = archive.run(["verify"]).success();
    assert!(answer.stdout.starts_with("no fault in ") && answer.stdout.contains("5 articles, "), "{}", answer.stdout);
    assert_eq!(
        archive.run(["verify", "--format", "json"]).success().json()["faults"].as_array().map(Vec::len),
        Some(0)
    );
    let path = archive.path("index/people-1.tsv");
    let mut bytes = std::fs::read(&path).expect("the table of people");
    bytes[9] ^= 1;
    std::fs::write(&path, bytes).expect("it can be written");
    let answer = archive.run(["verify"]).ends_with(2).tells(&["1 fault", "people-1.tsv"]);
    assert!(answer.stdout.contains("people-1.tsv: is damaged"), "{}", answer.stdout);
    archive.run(["index", "--rebuild"]).success();
    archive.run(["verify"]).success();
    assert_eq!(found(&archive, &["witch", "hunt"]).len(), 3);
}

#[test]
fn gc_removes_what_a_killed_run_left() {
    let archive = Archive::of_seeds();
    archive.write("index/state-9.bin", "half");
    archive.run(["verify"]).success().tells(&["1 file (4 B)", "search gc"]);
    archive.run(["gc"]).success().tells(&["1 file removed, 4 B reclaimed"]);
    archive.run(["gc", "--purge"]).success().tells(&["0 deleted documents purged"]);
    archive.write("elsewhere/letter.txt", "Dear friend\n");
    archive.run(["gc", "--index", "elsewhere"]).ends_with(2).tells(&["is not an index"]);
}
