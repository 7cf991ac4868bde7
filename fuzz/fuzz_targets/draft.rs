#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| zopa_fuzz::read_as_draft(data));
