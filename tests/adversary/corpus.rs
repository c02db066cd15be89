//! The corpus of the fuzz targets, replayed without a fuzzer.

use std::{fs, path::Path};

use adversary_tests::entries;

#[test]
fn every_input_of_the_corpus_passes() {
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

/// Each input is nearly valid, so its prefixes are too.
#[test]
fn every_prefix_of_an_input_passes() {
    for (target, entry) in entries::ALL {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
        for input in fs::read_dir(folder).expect("there is a corpus") {
            let bytes =
                fs::read(input.expect("an input is listed").path()).expect("an input is read");
            (0..bytes.len().min(300)).for_each(|end| entry(&bytes[..end]));
        }
    }
}
