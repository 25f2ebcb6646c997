//! Names of requirements in a delta, the whole block of one that is modified, and capabilities in a proposal.

use text_size::{TextRange, TextSize};

use super::{Completions, Cursor, Item, ItemKind};
use crate::model::open_spec::{CapabilitySpec, Delta, DeltaOperation, OpenSpecMeaning, Proposal, ProposalPart};

pub(super) fn complete(cursor: &Cursor<'_>) -> Option<Completions> {
    match cursor.facts.meaning.open_spec()? {
        OpenSpecMeaning::Delta(delta, _) => requirement(cursor, delta),
        OpenSpecMeaning::Proposal(proposal, _) => capability(cursor, proposal),
        _ => None,
    }
}

/// What is written before the name of a requirement.
const MARK: &str = "### Requirement:";

fn requirement(cursor: &Cursor<'_>, delta: &Delta) -> Option<Completions> {
    let mark = cursor.before.find(MARK)?;
    let lead = cursor.before[..mark].trim();
    let written = &cursor.before[mark + MARK.len()..];
    let at = TextSize::new(u32::try_from(cursor.offset).ok()?);
    let section = delta.sections.iter().rev().find(|section| section.title.end() <= at)?;
    let is_wanted = match section.operation {
        DeltaOperation::Modified => lead.is_empty(),
        DeltaOperation::Removed => true,
        DeltaOperation::Renamed => lead.contains("FROM:"),
        DeltaOperation::Added => false,
    };
    if !is_wanted {
        return None;
    }
    let place = cursor.document.open_spec()?;
    let known = cursor.index.open_spec.capabilities.get(place.capability?)?;
    let spec = cursor.snapshot.document(known.spec.as_ref()?)?;
    let OpenSpecMeaning::Spec(said, _) = spec.facts().meaning.open_spec()? else { return None };
    let names = said.blocks().iter().map(|block| block.name.key());
    let free: Vec<&str> = names.filter(|name| !is_taken(delta, name, at)).collect();
    let closing = if cursor.after.trim_end() == "`" { cursor.after.len() } else { 0 };
    let name_only = |name: &&str| Item::new(ItemKind::Requirement, *name).text(format!(" {name}"));
    let mut items: Vec<Item> = Vec::new();
    // A block that has text already keeps it.
    let is_bare = cursor.after.trim().is_empty() && !has_text_below(cursor);
    if section.operation == DeltaOperation::Modified && is_bare {
        items.extend(free.iter().filter_map(|name| whole_block(spec.text(), said, name)));
    } else {
        items.extend(free.iter().map(name_only));
    }
    Some(cursor.items(written.len(), cursor.after.len() - closing, items))
}

/// What the instructions demand and agents forget: the whole text that is there today.
fn whole_block(text: &str, spec: &CapabilitySpec, name: &str) -> Option<Item> {
    let block = spec.block(name)?;
    let below = TextRange::new(block.heading.end(), block.range.end());
    let below = text[below].replace("\r\n", "\n");
    Some(
        Item::new(ItemKind::Requirement, name)
            .text(format!(" {name}{}", below.trim_end()))
            .detail("with its text and scenarios of today"),
    )
}

/// Whether another entry of the delta is about this requirement.
fn is_taken(delta: &Delta, name: &str, at: TextSize) -> bool {
    let sections = delta.sections.iter().filter(|section| section.operation != DeltaOperation::Added);
    { sections }.any(|section| {
        let blocks = section.blocks.iter().map(|block| &block.name);
        let removed = section.removed.iter().map(|entry| &entry.name);
        let renamed = section.renamed.iter().map(|pair| &pair.from);
        { blocks.chain(removed).chain(renamed) }.any(|own| own.key() == name && !own.range.contains_inclusive(at))
    })
}

/// Whether the block of the cursor's line has more lines than its heading.
fn has_text_below(cursor: &Cursor<'_>) -> bool {
    let below = cursor.text[cursor.offset + cursor.after.len()..].lines().map(str::trim);
    { below }.find(|line| !line.is_empty()).is_some_and(|line| !line.starts_with("## ") && !line.starts_with("### "))
}

fn capability(cursor: &Cursor<'_>, proposal: &Proposal) -> Option<Completions> {
    let at = TextSize::new(u32::try_from(cursor.offset).ok()?);
    let below = |part| {
        let section = proposal.section(part)?;
        let next = proposal.sections.iter().map(|it| it.heading.start()).filter(|next| *next > section.heading.start());
        let end = { next }.min().unwrap_or(TextSize::of(cursor.text));
        Some(TextRange::new(section.heading.end(), end).contains_inclusive(at)).filter(|inside| *inside)
    };
    let modified = below(ProposalPart::ModifiedCapabilities).is_some();
    if !modified && below(ProposalPart::NewCapabilities).is_none() {
        return None;
    }
    let bullet = cursor.before.trim_start().strip_prefix(['-', '*', '+'])?;
    let written = bullet.trim_start();
    let quoted = written.strip_prefix('`');
    let word = quoted.unwrap_or(written);
    if word.contains([' ', '`', ':']) {
        return None;
    }
    let index = &cursor.index.open_spec;
    let change = cursor.document.open_spec()?.change?;
    let named =
        |name: &str| proposal.capabilities.iter().any(|own| own.name == name && !own.range.contains_inclusive(at));
    let fits = |(name, known): &(&String, &crate::workspace::index::Capability)| {
        let is_new = known.spec.is_none() && known.deltas.contains_key(change);
        (if modified { known.spec.is_some() } else { is_new }) && !named(name)
    };
    let item = |(name, _): (&String, _)| {
        let text = if quoted.is_some() { name.clone() } else { format!("`{name}`") };
        Item::new(ItemKind::Capability, name.as_str()).text(text)
    };
    let rest = cursor.after.find(|char: char| !(char.is_alphanumeric() || matches!(char, '-' | '_' | '/')));
    let rest = rest.unwrap_or(cursor.after.len());
    let items = index.capabilities.iter().filter(fits).map(item).collect();
    Some(cursor.items(word.len(), rest, items))
}
