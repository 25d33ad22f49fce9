#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| reconnect_gen::properties::picture::holds(data));
