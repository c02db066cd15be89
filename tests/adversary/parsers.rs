//! Tests that run the functions of the fuzz targets without a fuzzer: on the corpus, and on random patterns, origins
//! and URLs.

use std::{collections::BTreeMap, fs, path::Path};

use adversary_tests::{
    entries,
    model::{is_origin, is_pattern, matches},
    random::{Random, edited, near_origin, origin, pattern, url},
};
use cors_runtime::Origin;
use url::Url;

const PATTERNS: usize = 40_000;
const ORIGINS: usize = 5;
const URLS: usize = 50_000;

/// The test parses at most this number of prefixes of each input. A prefix of a valid input is often nearly valid.
const PREFIXES: usize = 300;

#[test]
fn every_input_of_the_corpus_its_lines_and_its_prefixes_pass() {
    for (target, entry) in entries::ALL {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
        let inputs = fs::read_dir(&folder)
            .unwrap_or_else(|error| panic!("{} has no corpus: {error}", folder.display()));
        let mut count = 0;
        for input in inputs {
            let path = input.expect("an input is listed").path();
            let bytes = fs::read(&path).expect("an input is read");
            entry(&bytes);
            bytes.split(|byte| *byte == b'\n').for_each(entry);
            (0..bytes.len().min(PREFIXES)).for_each(|end| entry(&bytes[..end]));
            count += 1;
        }
        assert!(count > 0, "{target} has an empty corpus");
    }
}

/// The calls of `entries` are the checks: these functions panic if the library and the model differ.
#[test]
fn a_pattern_is_valid_and_matches_as_in_the_model() {
    let mut random = Random::new(7);
    let mut seen = BTreeMap::<_, usize>::new();
    for _ in 0..PATTERNS {
        let mut pattern = pattern(&mut random);
        if random.one_in(4) {
            pattern = edited(&mut random, &pattern);
        }
        for _ in 0..ORIGINS {
            let is_near = is_pattern(&pattern) && !random.one_in(8);
            let mut sent = match is_near {
                true => near_origin(&mut random, &pattern),
                false => origin(&mut random),
            };
            if random.one_in(4) {
                sent = edited(&mut random, &sent);
            }
            entries::pattern(format!("{pattern}\n{sent}").as_bytes());
            entries::received_origin(sent.as_bytes());
            let kind = (is_pattern(&pattern), is_origin(&sent), matches(&pattern, &sent));
            *seen.entry(kind).or_default() += 1;
            if !is_pattern(&pattern) {
                break;
            }
        }
    }
    for kind in
        [(false, true, false), (true, false, false), (true, true, false), (true, true, true)]
    {
        assert!(seen.get(&kind).is_some_and(|count| *count > 5_000), "{kind:?} of {seen:?}");
    }
}

#[test]
fn schemes_labels_hosts_and_origins_have_the_longest_length_of_the_model() {
    let letters = |length: usize| "a".repeat(length);
    let host = |length: usize| format!("{}{}", "a.".repeat(100), letters(length - 200));
    let mut texts = vec![];
    for length in 62..=66 {
        texts.push(format!("{}://localhost", letters(length)));
        texts.push(format!("https://{}.example", letters(length)));
        texts.push(format!("https://*-{}.example", letters(length - 2)));
    }
    for length in 248..=256 {
        texts.push(format!("https://{}", host(length)));
        texts.push(format!("https://*.{}", host(length - 2)));
        texts.push(format!("https://*-a.{}", host(length - 4)));
        texts.push(format!("{}://{}:65535", letters(64), letters(length)));
    }
    for text in texts {
        entries::pattern(format!("{text}\n{}", text.replace('*', "x")).as_bytes());
        entries::received_origin(text.as_bytes());
    }
}

#[test]
fn an_origin_is_what_the_url_standard_serializes() {
    let mut random = Random::new(8);
    let mut count = 0;
    for _ in 0..URLS {
        let typed = url(&mut random);
        let Ok(url) = Url::parse(&typed) else { continue };
        let serialized = url.origin().ascii_serialization();
        entries::received_origin(serialized.as_bytes());
        // Only origins that the model accepts are counted. The model rejects some serialized origins, because the
        // library is stricter about labels than the URL Standard.
        count += usize::from(is_origin(&serialized));
        if typed != serialized {
            assert!(Origin::parse(typed.as_bytes()).is_none(), "{typed}");
        }
    }
    assert!(count > 5_000, "only {count} origins");
}
