#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| reconnect_gen::properties::squeeze::holds(data));
