//! Which arrows are part of a circle.

use std::collections::BTreeMap;

use super::{GraphEdge, GraphNode, Mark};

/// Marks what is part of a circle; `why` is said on the boxes. Both maps go by the ids of the boxes.
pub(super) fn mark_cycles(
    nodes: &mut BTreeMap<String, GraphNode>,
    edges: &mut BTreeMap<(String, String), GraphEdge>,
    why: &str,
) {
    let at: BTreeMap<&str, usize> = nodes.keys().enumerate().map(|(at, id)| (id.as_str(), at)).collect();
    let ends: Vec<_> = edges.keys().filter_map(|(from, to)| Some((*at.get(&**from)?, *at.get(&**to)?))).collect();
    for (edge, in_cycle) in edges.values_mut().zip(in_cycle(at.len(), &ends)) {
        if in_cycle {
            edge.marks.push(Mark::Cycle);
            for id in [&edge.from, &edge.to] {
                if let Some(node) = nodes.get_mut(id).filter(|node| !node.marks.contains(&Mark::Cycle)) {
                    node.marks.push(Mark::Cycle);
                    node.details.push(why.to_owned());
                }
            }
        }
    }
}

/// For each arrow, given by the boxes that it connects, whether a way leads back from its end to its start.
///
/// Kosaraju's algorithm. Nothing here recurses: a circle may be as long as a project has files.
fn in_cycle(nodes: usize, edges: &[(usize, usize)]) -> Vec<bool> {
    let mut back = vec![Vec::new(); nodes];
    edges.iter().for_each(|(from, to)| back[*to].push(*from));
    let mut component = vec![None; nodes];
    for root in finished(nodes, edges).into_iter().rev() {
        let mut waiting = vec![root];
        while let Some(node) = waiting.pop() {
            if component[node].is_none() {
                component[node] = Some(root);
                waiting.extend(&back[node]);
            }
        }
    }
    edges.iter().map(|(from, to)| component[*from] == component[*to]).collect()
}

/// The boxes in the order in which a walk along the arrows is done with them, depth first: what an arrow leads to comes first,
/// unless it leads back.
pub(super) fn finished(nodes: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut next = vec![Vec::new(); nodes];
    edges.iter().for_each(|(from, to)| next[*from].push(*to));
    let mut seen = vec![false; nodes];
    let mut finished = Vec::with_capacity(nodes);
    for start in 0..nodes {
        let mut way = Vec::new();
        if !std::mem::replace(&mut seen[start], true) {
            way.push((start, 0));
        }
        while let Some((node, walked)) = way.last_mut() {
            let target = next[*node].get(*walked).copied();
            *walked += 1;
            match target {
                Some(target) if !std::mem::replace(&mut seen[target], true) => way.push((target, 0)),
                Some(_) => {}
                None => {
                    finished.push(*node);
                    way.pop();
                }
            }
        }
    }
    finished
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_leads_back_is_in_a_circle() {
        let edges = [(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 3), (5, 5), (5, 0)];
        let expected = [true, true, true, false, true, true, true, false];
        assert_eq!(in_cycle(6, &edges), expected);
    }
}
