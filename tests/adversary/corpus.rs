//! The corpus of the fuzz targets, replayed on whatever toolchain the tests run.

use std::{fs, path::Path};

use adversary_tests::entries;

#[test]
fn what_the_fuzzers_found_stays_found() {
    for (target, entry) in entries::ALL {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
        let inputs = fs::read_dir(&folder)
            .unwrap_or_else(|error| panic!("{} has no corpus: {error}", folder.display()));
        let mut count = 0;
        for input in inputs {
            let path = input.expect("an input is listed").path();
            entry(&fs::read(&path).expect("an input is read"));
            count += 1;
        }
        assert!(count > 0, "{target} has an empty corpus");
    }
}

/// A start for a fuzzer is a text that is nearly right; every cut of one is a text too.
#[test]
fn every_prefix_of_an_input_is_an_input() {
    for (target, entry) in entries::ALL {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
        for input in fs::read_dir(folder).expect("there is a corpus") {
            let bytes = fs::read(input.expect("an input is listed").path()).expect("it is read");
            (0..bytes.len().min(300)).for_each(|end| entry(&bytes[..end]));
        }
    }
}
