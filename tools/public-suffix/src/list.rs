use std::collections::BTreeSet;

/// The rules of the public suffix list, by kind and in byte order, in Punycode.
///
/// The format of the list: <https://github.com/publicsuffix/list/wiki/Format>
#[derive(Debug, Default)]
pub struct List {
    /// The version of the list, from its line `VERSION`.
    pub release: String,
    /// The commit of the list's repository from which the list was published.
    pub commit: String,
    /// The rules of the form `co.uk`: the name is a public suffix.
    pub suffixes: BTreeSet<String>,
    /// The rules of the form `*.ck`, stored as `ck`: every name with exactly one label before `.ck` is a public suffix.
    pub wildcard_parents: BTreeSet<String>,
    /// The rules of the form `!www.ck`, stored as `www.ck`: the name is not a public suffix. Such a rule overrides the
    /// rules of the other two forms.
    pub exceptions: BTreeSet<String>,
}

impl List {
    /// Parses a list in its published form.
    ///
    /// # Errors
    ///
    /// If the list is incomplete, has no version or commit, or has a rule that is not a domain name. The only valid
    /// place of a `*` is the whole first label.
    pub fn parse(published: &str) -> Result<Self, String> {
        // A partial download lacks some public suffixes. Without this check, such a suffix would count as the domain of
        // one owner.
        for section in ["ICANN", "PRIVATE"] {
            let end = format!("// ===END {section} DOMAINS===");
            if !published.lines().any(|line| line == end) {
                return Err(format!("the list is incomplete: it has no line `{end}`"));
            }
        }

        let mut list = Self {
            release: header(published, "VERSION")?,
            commit: header(published, "COMMIT")?,
            ..Self::default()
        };
        for line in published.lines() {
            // The format of the list says: "Each line is only read up to the first whitespace".
            match line.split_whitespace().next() {
                Some(rule) if !rule.starts_with("//") => list.add(rule)?,
                _ => {}
            }
        }
        Ok(list)
    }

    /// Returns all rules in the syntax of the list, in Punycode and in byte order: `co.uk`, `*.ck`, `!www.ck`.
    pub fn rules(&self) -> BTreeSet<String> {
        let parents = self.wildcard_parents.iter().map(|parent| format!("*.{parent}"));
        let exceptions = self.exceptions.iter().map(|name| format!("!{name}"));
        self.suffixes.iter().cloned().chain(parents).chain(exceptions).collect()
    }

    fn add(&mut self, rule: &str) -> Result<(), String> {
        let (kind, name) = if let Some(name) = rule.strip_prefix('!') {
            (&mut self.exceptions, name)
        } else if let Some(parent) = rule.strip_prefix("*.") {
            (&mut self.wildcard_parents, parent)
        } else {
            (&mut self.suffixes, rule)
        };
        // The format allows a wildcard for any label. The published list has wildcards only as the first label, so the
        // data file needs no other form.
        if name.contains('*') {
            return Err(format!("`{rule}` has a wildcard that is not its first label"));
        }
        let name = idna::domain_to_ascii_strict(name)
            .map_err(|error| format!("`{rule}` is not a domain name: {error}"))?;
        kind.insert(name);
        Ok(())
    }
}

fn header(published: &str, name: &str) -> Result<String, String> {
    let prefix = format!("// {name}: ");
    published
        .lines()
        .find_map(|line| line.strip_prefix(&prefix))
        .map(str::to_owned)
        .ok_or_else(|| format!("the list has no line `{prefix}…`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "\
// VERSION: 2001-02-03_04-05-06_UTC
// COMMIT: 0123abc
// ===BEGIN ICANN DOMAINS===
*.ck
!www.ck
香港 and words
co.uk
// ===END ICANN DOMAINS===
// ===BEGIN PRIVATE DOMAINS===
github.io
// ===END PRIVATE DOMAINS===
";

    #[test]
    fn every_kind_of_rule_of_both_sections_is_read() {
        let list = List::parse(SMALL).unwrap();
        assert_eq!(list.release, "2001-02-03_04-05-06_UTC");
        assert_eq!(list.commit, "0123abc");
        assert!(list.suffixes.iter().eq(["co.uk", "github.io", "xn--j6w193g"]));
        assert!(list.wildcard_parents.iter().eq(["ck"]));
        assert!(list.exceptions.iter().eq(["www.ck"]));
    }

    #[test]
    fn an_incomplete_list_is_rejected() {
        let cut = SMALL.replace("// ===END PRIVATE DOMAINS===\n", "");
        assert!(List::parse(&cut).unwrap_err().contains("incomplete"));
    }

    #[test]
    fn a_list_without_a_version_is_rejected() {
        let nameless = SMALL.replace("// VERSION", "// version");
        assert!(List::parse(&nameless).unwrap_err().contains("VERSION"));
    }

    #[test]
    fn a_wildcard_that_is_not_the_first_label_is_rejected() {
        let inner = SMALL.replace("co.uk", "a.*.uk");
        assert!(List::parse(&inner).unwrap_err().contains("`a.*.uk`"));
    }
}
