//! Where the boxes and arrows of a graph lie. The layers, their order and the ways of the arrows are dagre's.

use std::{borrow::Cow, collections::HashMap};

use dagre::{
    EdgeLabel, LayoutOptions, NodeLabel, RankDir,
    graph::{Graph as Dagre, GraphOptions},
    layout as dagre_layout,
    layout::types::LabelPos,
};

use super::{EdgeKind, Graph, GraphEdge, GraphNode, GraphSubject, TooLarge, cycles::finished};

/// More boxes than this are not drawn.
const MAX_NODES: usize = 250;

/// Nor when the arrows together lead through more layers than this: the time that it takes grows with them.
const MAX_LAYERS: usize = 2500;

/// The size of the letters on boxes, in pixels.
pub(super) const LABEL: f64 = 14.0;

/// The size of the letters below, and on arrows.
pub(super) const DETAIL: f64 = 11.5;

/// From one line to the next.
pub(super) const LINE: f64 = 16.0;

/// Arrows keep away from the round corners of a box.
const CORNER: f64 = 12.0;

/// Around the whole picture.
const MARGIN: f64 = 24.0;

/// How much of a text a box shows, in characters.
const LONGEST: usize = 36;

/// How many boxes without any arrow stand in a row.
const ROW: usize = 5;

/// A place, in pixels from the left and from the top.
pub(super) type Point = (f64, f64);

/// Where everything lies, in pixels.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Layout {
    pub(super) width: f64,
    pub(super) height: f64,
    /// For each node.
    pub(super) boxes: Vec<Rect>,
    /// For each edge.
    pub(super) arrows: Vec<Arrow>,
}

/// A box by its middle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rect {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// The way of an arrow, and its label.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Arrow {
    pub(super) points: Vec<Point>,
    pub(super) label: Option<Rect>,
}

/// Lays a graph out.
pub(super) fn layout(graph: &Graph) -> Result<Layout, TooLarge> {
    let at: HashMap<&str, usize> = graph.nodes.iter().enumerate().map(|(at, node)| (node.id.as_str(), at)).collect();
    let ends = |from: &str, to: &str| Some((*at.get(from)?, *at.get(to)?));
    let steps: Vec<_> = graph.edges.iter().filter_map(|edge| ends(&edge.from, &edge.to)).collect();
    if graph.nodes.len() > MAX_NODES || layers(graph.nodes.len(), &steps) > MAX_LAYERS {
        return Err(TooLarge { nodes: graph.nodes.len(), edges: graph.edges.len() });
    }
    let sizes = sizes(graph);
    let mut alone = vec![true; graph.nodes.len()];
    steps.iter().for_each(|(from, to)| (alone[*from], alone[*to]) = (false, false));
    let (alone, connected): (Vec<usize>, Vec<usize>) = (0..graph.nodes.len()).partition(|at| alone[*at]);
    let mut dagre = Dagre::with_options(GraphOptions { directed: true, multigraph: true, compound: false });
    for at in connected.into_iter().chain(alone.iter().copied()) {
        let (width, height) = sizes[at];
        dagre.set_node(key(at), Some(NodeLabel { width, height, ..NodeLabel::default() }));
    }
    for (number, edge) in graph.edges.iter().enumerate() {
        let Some((from, to)) = ends(&edge.from, &edge.to) else { continue };
        let (width, height) =
            if edge.label.is_empty() { (0.0, 0.0) } else { (text_width(&edge.label, DETAIL) + 10.0, LINE + 4.0) };
        // What commands do is the main line, and stays as straight as it can.
        let weight = if edge.kind == EdgeKind::Manual { 1 } else { 4 };
        let label = EdgeLabel { width, height, weight, labelpos: LabelPos::Center, ..EdgeLabel::default() };
        dagre.set_edge(key(from), key(to), Some(label), Some(&key(number)));
    }
    for pair in alone.chunks(ROW).flat_map(|row| row.windows(2)) {
        if let [left, right] = pair {
            dagre.set_edge(key(*left), key(*right), Some(EdgeLabel::default()), None);
        }
    }
    dagre_layout(&mut dagre, Some(options(graph.graph)));
    Ok(read(graph, &sizes, &dagre))
}

/// How many layers the arrows lead through, all together, when every box is as far from the start as its longest way.
fn layers(nodes: usize, edges: &[(usize, usize)]) -> usize {
    let order: Vec<_> = finished(nodes, edges).into_iter().rev().collect();
    let mut position = vec![0; nodes];
    order.iter().enumerate().for_each(|(at, node)| position[*node] = at);
    let mut next = vec![Vec::new(); nodes];
    for (from, to) in edges {
        // What leads back is turned around.
        let (from, to) = if position[*from] <= position[*to] { (*from, *to) } else { (*to, *from) };
        next[from].push(to);
    }
    let mut layer = vec![0; nodes];
    for from in order {
        for to in &next[from] {
            layer[*to] = layer[*to].max(layer[from] + usize::from(from != *to));
        }
    }
    edges.iter().map(|(from, to)| 1 + layer[*from].abs_diff(layer[*to])).sum()
}

fn options(subject: GraphSubject) -> LayoutOptions {
    let (rankdir, ranksep, nodesep) = match subject {
        GraphSubject::States => (RankDir::TB, 34.0, 46.0),
        GraphSubject::Includes | GraphSubject::Tasks => (RankDir::LR, 96.0, 16.0),
    };
    LayoutOptions {
        rankdir,
        ranksep,
        nodesep,
        edgesep: 22.0,
        marginx: MARGIN,
        marginy: MARGIN,
        ..LayoutOptions::default()
    }
}

/// What dagre calls the box or the arrow of this number.
fn key(at: usize) -> String {
    at.to_string()
}

fn read(graph: &Graph, sizes: &[(f64, f64)], dagre: &Dagre<NodeLabel, EdgeLabel>) -> Layout {
    let boxes: Vec<_> = { sizes }
        .iter()
        .enumerate()
        .map(|(at, (width, height))| {
            let node = dagre.node(&key(at));
            let middle = |axis: fn(&NodeLabel) -> Option<f64>| node.and_then(axis).unwrap_or_default();
            Rect { x: middle(|node| node.x), y: middle(|node| node.y), width: *width, height: *height }
        })
        .collect();
    let at: HashMap<&str, usize> = graph.nodes.iter().enumerate().map(|(at, node)| (node.id.as_str(), at)).collect();
    let ends_at = |edge: &GraphEdge| Some((*at.get(edge.from.as_str())?, *at.get(edge.to.as_str())?));
    let arrow = |(number, edge): (usize, &GraphEdge)| {
        let laid = ends_at(edge).and_then(|(from, to)| dagre.edge(&key(from), &key(to), Some(&key(number))));
        let points: Vec<_> = laid.iter().flat_map(|laid| &laid.points).map(|point| (point.x, point.y)).collect();
        let points = match ends_at(edge).filter(|(from, to)| from != to) {
            Some((from, to)) if is_columns(graph.graph) => level(&points, &boxes[from], &boxes[to]),
            Some((from, to)) => upright(&points, &boxes[from], &boxes[to]),
            None => points,
        };
        let label = laid.filter(|_| !edge.label.is_empty()).and_then(|laid| {
            Some(Rect { x: laid.x?, y: laid.y?, width: text_width(&edge.label, DETAIL) + 10.0, height: LINE + 4.0 })
        });
        Arrow { points, label }
    };
    let arrows: Vec<Arrow> = graph.edges.iter().enumerate().map(arrow).collect();
    let labels = arrows.iter().filter_map(|arrow| arrow.label);
    let corners = boxes.iter().copied().chain(labels).map(|it| (it.x + it.width / 2.0, it.y + it.height / 2.0));
    let points = arrows.iter().flat_map(|arrow| arrow.points.iter().copied());
    let (width, height) = corners.chain(points).fold((0.0_f64, 0.0_f64), |(x, y), (px, py)| (x.max(px), y.max(py)));
    Layout { width: (width + MARGIN).ceil(), height: (height + MARGIN).ceil(), boxes, arrows }
}

/// The size of each box. Where boxes stand in columns they are equally wide, so that no arrow between two columns crosses one.
fn sizes(graph: &Graph) -> Vec<(f64, f64)> {
    let mut sizes: Vec<_> = graph.nodes.iter().map(size).collect();
    if is_columns(graph.graph) {
        let widest = sizes.iter().map(|(width, _)| *width).fold(0.0, f64::max);
        sizes.iter_mut().for_each(|(width, _)| *width = widest);
    }
    sizes
}

fn size(node: &GraphNode) -> (f64, f64) {
    let details = node.details.iter().map(|detail| text_width(&shorten(detail), DETAIL));
    // Bold letters are wider.
    let text = details.fold(1.1 * text_width(&shorten(&node.label), LABEL), f64::max);
    ((text + 30.0).max(84.0).ceil(), 22.0 + LINE * (1 + node.details.len()) as f64)
}

/// Whether the layers are columns, from left to right, and not rows.
fn is_columns(subject: GraphSubject) -> bool {
    subject != GraphSubject::States
}

/// The way between two boxes in columns: out of the side of one, level through the columns in between, into the side of the other.
fn level(points: &[Point], from: &Rect, to: &Rect) -> Vec<Point> {
    let right = if from.x <= to.x { 1.0 } else { -1.0 };
    let side = |rect: &Rect, right: f64| (rect.x + right * rect.width / 2.0, rect.y);
    let mut way = vec![side(from, right)];
    // Every other point is in the middle between two columns.
    let inner = points.get(1..points.len().saturating_sub(1)).unwrap_or_default();
    for (x, y) in inner.iter().skip(1).step_by(2) {
        way.extend([(x - right * from.width / 2.0, *y), (x + right * from.width / 2.0, *y)]);
    }
    way.push(side(to, -right));
    way
}

/// The way between two boxes in rows: out of the lower or upper edge of one, through the inner points, into the edge of the other.
fn upright(points: &[Point], from: &Rect, to: &Rect) -> Vec<Point> {
    let [Some(first), Some(last)] = [points.get(1), points.len().checked_sub(2).and_then(|last| points.get(last))]
    else {
        return points.to_vec();
    };
    let edge = |rect: &Rect, (x, y): Point| {
        let (dx, dy) = (x - rect.x, y - rect.y);
        let side = rect.width / 2.0 - CORNER;
        let out = rect.height / 2.0;
        // Where the straight line from the middle leaves the box, as far as it leaves it above or below.
        let at = if dy.abs() < out { side.copysign(dx) } else { (dx * out / dy.abs()).clamp(-side, side) };
        (rect.x + at, rect.y + out.copysign(dy))
    };
    let mut way = points.to_vec();
    if let [start, .., end] = way.as_mut_slice() {
        (*start, *end) = (edge(from, *first), edge(to, *last));
    }
    way
}

/// A text that is not too wide for a box.
pub(super) fn shorten(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()).into(),
        None => text.into(),
    }
}

/// About how wide a text is in the usual sans-serif letters of this size; rather too wide than too narrow.
fn text_width(text: &str, size: f64) -> f64 {
    let letter = |char: char| match char {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.34,
        'f' | 'r' | 't' | ' ' | '/' | '-' | '(' | ')' | '[' | ']' => 0.42,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.95,
        'A'..='Z' => 0.72,
        '\0'..='\u{2ff}' => 0.61,
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0.0,
        '\u{370}'..='\u{10ff}' => 0.7,
        _ => 1.05,
    };
    text.chars().map(letter).sum::<f64>() * size
}
