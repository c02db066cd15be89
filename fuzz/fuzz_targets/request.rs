#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| adversary_tests::entries::request(bytes));
