//! Inputs by rule: names, texts, documents and the rest, as many as `PROPERTIES` says.
//!
//! Without it each test takes as many as end soon, and the same ones every time. With `PROPERTIES=100000` it takes that many
//! new ones. What does not hold is said with the smallest input that shows it.
#![allow(clippy::disallowed_methods, reason = "a test asks how much is wanted")]

mod documents;
mod escapes;
mod names;
mod values;

use super::replay::tell;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Tries `usual` inputs, or as many as are wanted.
fn each<S: Strategy>(name: &str, usual: u32, inputs: &S, holds: impl Fn(S::Value)) {
    let wanted = std::env::var("PROPERTIES").ok().map(|n| n.parse().expect("PROPERTIES is a number"));
    let cases = wanted.unwrap_or(usual);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let mut runner = if wanted.is_some() {
        TestRunner::new(config)
    } else {
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
    };
    let outcome = runner.run(inputs, |input| {
        holds(input);
        Ok(())
    });
    if let Err(why) = outcome {
        panic!("{name}: {why}");
    }
    tell(&format!("{name}: {cases} generated"));
}

/// Texts made of these pieces, up to `most` of them.
fn pieces(of: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(of);
    proptest::collection::vec(piece, 0..=most).prop_map(|pieces| pieces.concat())
}
