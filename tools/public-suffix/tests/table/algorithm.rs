//! A reference implementation of the [public suffix
//! algorithm](https://github.com/publicsuffix/list/wiki/Format#algorithm). The implementation follows the description
//! literally, has its own parser of the list, and is slow. The tests compare it with the lookup in
//! `cors_rules::public_suffix`.
//!
//! A published crate would not be a reliable reference. Such crates store the rules in a tree, and some miss the rule
//! `*.example.com` for `a.example.com` if the list also has `*.a.example.com`.

use std::{cmp::Reverse, collections::HashMap};

/// All rules, by their last label.
pub struct Algorithm {
    pub rules: HashMap<String, Vec<Rule>>,
}

pub struct Rule {
    is_exception: bool,
    pub labels: Vec<String>,
}

impl Algorithm {
    pub fn read(published: &str) -> Self {
        let mut rules: HashMap<_, Vec<_>> = HashMap::new();
        for line in published.lines() {
            let line = line.trim();
            if line.is_empty() || line.starts_with("//") {
                continue;
            }
            let rule = Rule {
                is_exception: line.starts_with('!'),
                labels: line.trim_start_matches('!').split('.').map(in_punycode).collect(),
            };
            let last = rule.labels.last().unwrap().clone();
            rules.entry(last).or_default().push(rule);
        }
        Self { rules }
    }

    /// Returns the public suffix of a domain, or `None` if only the default rule `*` matches.
    pub fn public_suffix<'a>(&self, domain: &'a str) -> Option<&'a str> {
        let labels: Vec<&str> = domain.split('.').collect();
        let last = labels.last().copied().unwrap_or_default();

        // The description of the algorithm says: "Match domain against all rules and take note of the matching ones."
        let matching =
            self.rules.get(last).into_iter().flatten().filter(|rule| rule.matches(&labels));
        let prevailing =
            matching.min_by_key(|rule| (Reverse(rule.is_exception), Reverse(rule.labels.len())));
        let length = match prevailing? {
            // The description says: "If the prevailing rule is a exception rule, modify it by removing the leftmost
            // label."
            rule if rule.is_exception => rule.labels.len() - 1,
            rule => rule.labels.len(),
        };
        let before: usize =
            labels[..labels.len() - length].iter().map(|label| label.len() + 1).sum();
        Some(&domain[before..])
    }
}

impl Rule {
    fn matches(&self, domain: &[&str]) -> bool {
        domain.len() >= self.labels.len()
            && domain
                .iter()
                .rev()
                .zip(self.labels.iter().rev())
                .all(|(label, rule)| rule == "*" || rule == label)
    }
}

fn in_punycode(label: &str) -> String {
    match label {
        "*" => "*".to_owned(),
        label => idna::domain_to_ascii(label).unwrap(),
    }
}
