//! Rings in a graph: nodes that lead back to themselves.

/// Rings of two nodes or more, one for each set of nodes that all lead to each other: a shortest one through its lowest node, which comes
/// first. `edges` are the nodes that each node leads to.
pub fn rings(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let group = groups(edges);
    let mut sizes = vec![0; edges.len()];
    group.iter().for_each(|group| sizes[*group] += 1);
    let mut rings = Vec::new();
    let mut is_told = vec![false; edges.len()];
    for start in 0..edges.len() {
        if sizes[group[start]] > 1 && !std::mem::replace(&mut is_told[group[start]], true) {
            rings.extend(shortest(edges, &group, start));
        }
    }
    rings
}

/// The shortest way from a node back to it, inside of its group.
fn shortest(edges: &[Vec<usize>], group: &[usize], start: usize) -> Option<Vec<usize>> {
    let mut from = vec![None; edges.len()];
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        for next in edges[node].iter().copied().filter(|next| *next != node && group[*next] == group[start]) {
            if next == start {
                let mut way: Vec<_> = std::iter::successors(Some(node), |node| from[*node]).collect();
                way.reverse();
                return Some(way);
            }
            if from[next].is_none() {
                from[next] = Some(node);
                queue.push_back(next);
            }
        }
    }
    None
}

/// The group of each node: two nodes that lead to each other are in the same one. After Tarjan, without recursion.
fn groups(edges: &[Vec<usize>]) -> Vec<usize> {
    const UNSEEN: usize = usize::MAX;
    let count = edges.len();
    let (mut order, mut low, mut group) = (vec![UNSEEN; count], vec![0; count], vec![UNSEEN; count]);
    let (mut path, mut found) = (Vec::new(), 0);
    for start in 0..count {
        if order[start] != UNSEEN {
            continue;
        }
        let mut work = vec![(start, 0)];
        while let Some((node, next)) = work.pop() {
            if next == 0 {
                (order[node], low[node]) = (found, found);
                found += 1;
                path.push(node);
            }
            match edges[node].get(next).copied() {
                Some(target) => {
                    work.push((node, next + 1));
                    if order[target] == UNSEEN {
                        work.push((target, 0));
                    } else if group[target] == UNSEEN {
                        low[node] = low[node].min(order[target]);
                    }
                }
                None => {
                    if let Some((above, _)) = work.last() {
                        low[*above] = low[*above].min(low[node]);
                    }
                    if low[node] == order[node] {
                        while let Some(member) = path.pop() {
                            group[member] = node;
                            if member == node {
                                break;
                            }
                        }
                    }
                }
            }
        }
    }
    group
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_group_has_one_ring() {
        for (edges, expected) in [
            (&[&[][..]][..], &[][..]),
            (&[&[0]], &[]),
            (&[&[1], &[2], &[]], &[]),
            (&[&[1], &[0]], &[&[0, 1][..]]),
            (&[&[1], &[2], &[0, 1]], &[&[0, 1, 2]]),
            (&[&[1, 1], &[2], &[3], &[0, 2]], &[&[0, 1, 2, 3]]),
            (&[&[1, 2], &[3], &[0], &[0]], &[&[0, 2]]),
            (&[&[2], &[3], &[0], &[1], &[0, 1]], &[&[0, 2], &[1, 3]]),
        ] {
            let edges: Vec<_> = edges.iter().map(|edges| edges.to_vec()).collect();
            assert_eq!(rings(&edges), expected, "{edges:?}");
        }
    }

    #[test]
    fn a_long_ring_needs_no_stack() {
        let count = 100_000;
        let edges: Vec<_> = (0..count).map(|node| vec![(node + 1) % count]).collect();
        assert_eq!(rings(&edges), [(0..count).collect::<Vec<_>>()]);
    }
}
