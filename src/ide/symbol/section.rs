//! SECTION and AC markers.

use super::{Access, Finder, Symbol};
use crate::syntax::marker::MarkerKind;

pub(super) fn find(finder: &mut Finder<'_>) {
    for marker in &finder.facts.markers {
        let (name, access) = match &marker.kind {
            MarkerKind::Begin { name } => (*name, Access::Declaration),
            MarkerKind::End { name } => (*name, Access::Read),
            _ => continue,
        };
        if finder.near(marker.range) {
            let (path, written) = (finder.document.path.clone(), finder.text[name].to_owned());
            finder.add(marker.range, name, access, Symbol::Section { path, name: written });
        }
    }
}
