//! GitHub's anchors of headings.

use rustc_hash::FxHashMap;

use super::Markdown;

impl Markdown {
    /// GitHub's anchors for the headings, in their order, made unique in the document (`name`, `name-1`, …).
    pub fn anchors(&self) -> Vec<String> {
        let mut slugs = FxHashMap::default();
        self.headings.iter().map(|heading| unique(&mut slugs, slug(&heading.text))).collect()
    }
}

/// GitHub's anchor for a heading, before it is made unique.
fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for character in text.trim().chars() {
        match character {
            ' ' => slug.push('-'),
            '-' | '_' | 'a'..='z' | '0'..='9' => slug.push(character),
            _ if character.is_ascii() => {
                slug.extend(character.is_ascii_alphabetic().then(|| character.to_ascii_lowercase()));
            }
            _ => slug.extend(character.to_lowercase().filter(|lower| lower.is_alphanumeric())),
        }
    }
    slug
}

/// GitHub appends the first number that is free. The counter of each name only grows, so many equal headings stay cheap.
fn unique(slugs: &mut FxHashMap<String, u32>, slug: String) -> String {
    let mut unique = slug;
    if let Some(mut count) = slugs.get(&unique).copied() {
        let base = unique;
        loop {
            count += 1;
            unique = format!("{base}-{count}");
            if !slugs.contains_key(&unique) {
                break;
            }
        }
        slugs.insert(base, count);
    }
    slugs.insert(unique.clone(), 0);
    unique
}
