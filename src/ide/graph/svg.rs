//! A graph as SVG, for light and dark surroundings. Attributes name the boxes and arrows for a view that makes them clickable.

use std::fmt::Write;

use super::{
    EdgeKind, Graph, GraphEdge, GraphNode, GraphSubject, Mark,
    layout::{Arrow, DETAIL, LABEL, LINE, Layout, Point, Rect, shorten},
};
use crate::text::plain_line;

/// The colours, and what they are for.
const STYLE: &str = "\
.page { fill: #ffffff }
.node rect { fill: #eef3fa; stroke: #4f74a8; stroke-width: 1.3 }
.initial rect { fill: #e4f3e8; stroke: #2f7d4a }
.terminal rect { fill: #efebf8; stroke: #6d58b3; stroke-width: 2.4 }
.trouble rect { fill: #fdeceb; stroke: #c2372d; stroke-dasharray: 5 3 }
text { fill: #1a2230; text-anchor: middle; font-family: system-ui, 'Segoe UI', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif }
.label { font-weight: 600 }
.detail { fill: #55606e }
.trouble .detail { fill: #a3261d }
.edge path { fill: none; stroke: #67758a; stroke-width: 1.4 }
.edge text { fill: #0f5499 }
.edge rect { fill: #ffffff; fill-opacity: 0.92 }
.manual path { stroke: #8b96a5; stroke-dasharray: 4 4 }
.manual text { fill: #626d7b }
.edge.trouble path { stroke: #c2372d }
#tip path { fill: #67758a } #tip-manual path { fill: #8b96a5 } #tip-trouble path { fill: #c2372d }
@media (prefers-color-scheme: dark) {
.page { fill: #11161d }
.node rect { fill: #1b2736; stroke: #7199cf }
.initial rect { fill: #173023; stroke: #5fb37d }
.terminal rect { fill: #272140; stroke: #a493e6 }
.trouble rect { fill: #3a1c1c; stroke: #ef7f76 }
text { fill: #e8edf4 }
.detail { fill: #a3afbd }
.trouble .detail { fill: #f5a49d }
.edge path { stroke: #93a1b5 }
.edge text { fill: #8cc2f7 }
.edge rect { fill: #11161d }
.manual path { stroke: #738093 }
.manual text { fill: #a3afbd }
.edge.trouble path { stroke: #ef7f76 }
#tip path { fill: #93a1b5 } #tip-manual path { fill: #738093 } #tip-trouble path { fill: #ef7f76 }
}
";

/// Draws a graph as it is laid out.
pub(super) fn draw(graph: &Graph, layout: &Layout) -> String {
    let (width, height) = (layout.width, layout.height);
    let title = match graph.graph {
        GraphSubject::States if graph.is_of_changes() => {
            "The states of a change, and the commands that lead from one to the next"
        }
        GraphSubject::States => "The states of a task, and the commands that lead from one to the next",
        GraphSubject::Includes => "Which document includes which",
        GraphSubject::Tasks if graph.edges.iter().any(|edge| edge.kind == EdgeKind::Delta) => {
            "Which change touches which capability, and which task waits for which"
        }
        GraphSubject::Tasks => "Which task waits for which",
    };
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n<defs>\n"
    );
    for tip in ["tip", "tip-manual", "tip-trouble"] {
        svg.push_str(&format!(
            "<marker id=\"{tip}\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">\
             <path d=\"M0 1 L10 5 L0 9 Z\"/></marker>\n"
        ));
    }
    svg.push_str("</defs>\n");
    let _ = writeln!(svg, "<rect class=\"page\" width=\"{width}\" height=\"{height}\" rx=\"10\"/>");
    // Labels come after every line, so that no line crosses them.
    let arrows = || graph.edges.iter().zip(&layout.arrows);
    for (edge, arrow) in arrows() {
        let rows = graph.graph == GraphSubject::States;
        let path = match arrow.points.as_slice() {
            points if edge.from == edge.to => around(points),
            points if rows => upright(points),
            points => level(points),
        };
        line(&mut svg, edge, &path);
    }
    arrows().for_each(|(edge, arrow)| label(&mut svg, edge, arrow));
    graph.nodes.iter().zip(&layout.boxes).for_each(|(node, rect)| draw_node(&mut svg, node, rect));
    svg.push_str("</svg>\n");
    svg
}

fn draw_node(svg: &mut String, node: &GraphNode, rect: &Rect) {
    let Rect { x, y, width, height } = rect;
    let class = match node.marks.as_slice() {
        marks if marks.iter().any(is_trouble) => "node trouble",
        marks if marks.contains(&Mark::Initial) => "node initial",
        marks if marks.contains(&Mark::Terminal) => "node terminal",
        _ => "node",
    };
    let (left, top) = (x - width / 2.0, y - height / 2.0);
    // Writing to a string cannot fail.
    let id = escape(&node.id);
    let _ = writeln!(svg, "<g class=\"{class}\" data-id=\"{id}\"><title>{id}</title>");
    let _ =
        writeln!(svg, "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"9\"/>");
    let mut line = top + 11.0 + LINE * 0.5 + LABEL * 0.35;
    let label = escape(&shorten(&node.label));
    let _ = writeln!(svg, "<text class=\"label\" x=\"{x:.1}\" y=\"{line:.1}\" font-size=\"{LABEL}\">{label}</text>");
    for detail in &node.details {
        line += LINE;
        let detail = escape(&shorten(detail));
        let _ =
            writeln!(svg, "<text class=\"detail\" x=\"{x:.1}\" y=\"{line:.1}\" font-size=\"{DETAIL}\">{detail}</text>");
    }
    svg.push_str("</g>\n");
}

fn line(svg: &mut String, edge: &GraphEdge, path: &str) {
    let (class, tip) = class(edge);
    let ends = ends(edge);
    let _ = writeln!(svg, "<g class=\"{class}\" {ends}><path d=\"{path}\" marker-end=\"url(#{tip})\"/></g>");
}

fn label(svg: &mut String, edge: &GraphEdge, arrow: &Arrow) {
    let Some(Rect { x, y, width, height }) = arrow.label else { return };
    let (class, _) = class(edge);
    let (left, top, baseline) = (x - width / 2.0, y - height / 2.0, y + DETAIL * 0.35);
    let (ends, text) = (ends(edge), escape(&edge.label));
    let _ = writeln!(
        svg,
        "<g class=\"{class}\" {ends}><rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"4\"/>\
         <text x=\"{x:.1}\" y=\"{baseline:.1}\" font-size=\"{DETAIL}\">{text}</text></g>"
    );
}

/// The boxes that an arrow connects, by their ids.
fn ends(edge: &GraphEdge) -> String {
    format!("data-from=\"{}\" data-to=\"{}\"", escape(&edge.from), escape(&edge.to))
}

fn class(edge: &GraphEdge) -> (&'static str, &'static str) {
    match edge.kind {
        _ if edge.marks.iter().any(is_trouble) => ("edge trouble", "tip-trouble"),
        EdgeKind::Manual => ("edge manual", "tip-manual"),
        _ => ("edge", "tip"),
    }
}

fn is_trouble(mark: &Mark) -> bool {
    matches!(mark, Mark::Unreachable | Mark::Undefined | Mark::Missing | Mark::Cycle)
}

/// A line from a box around to itself.
fn around(points: &[Point]) -> String {
    let [Some(start), Some(end)] = [points.first(), points.last()] else { return String::new() };
    let out = points.iter().map(|(x, _)| *x).fold(start.0, f64::max);
    curve(&[*start, *end], |_, (_, y), (_, ey)| [(out, y), (out, ey)])
}

/// A line that leaves and reaches every point level.
fn level(points: &[Point]) -> String {
    curve(points, |_, (x, y), (ex, ey)| {
        let middle = (x + ex) / 2.0;
        [(middle, y), (middle, ey)]
    })
}

/// A line through all points that runs down or up and never swings out further than they do: Steffen's monotone interpolation.
fn upright(points: &[Point]) -> String {
    let slopes: Vec<f64> = points
        .windows(2)
        .map(|pair| match pair {
            [(x, y), (ex, ey)] if y != ey => (ex - x) / (ey - y),
            _ => 0.0,
        })
        .collect();
    let inner = slopes.windows(2).map(|pair| match pair {
        [one, other] if one * other > 0.0 => one.signum() * one.abs().min(other.abs()),
        _ => 0.0,
    });
    let inner: Vec<f64> = inner.collect();
    // At an end the line goes as a parabola would.
    let end = |slope: Option<&f64>, inner: Option<&f64>| {
        let slope = slope.copied().unwrap_or_default();
        inner.map_or(slope, |inner| (3.0 * slope - inner) / 2.0)
    };
    let mut tangents = vec![end(slopes.first(), inner.first())];
    tangents.extend(&inner);
    tangents.push(end(slopes.last(), inner.last()));
    curve(points, |at, (x, y), (ex, ey)| {
        let third = (ey - y) / 3.0;
        let tangent = |at: usize| tangents.get(at).copied().unwrap_or_default();
        [(x + third * tangent(at), y + third), (ex - third * tangent(at + 1), ey - third)]
    })
}

/// The path through points, with what bends the line between each and the next.
fn curve(points: &[Point], controls: impl Fn(usize, Point, Point) -> [Point; 2]) -> String {
    let mut path = String::new();
    let Some((x, y)) = points.first() else { return path };
    let _ = write!(path, "M{x:.1} {y:.1}");
    for (at, pair) in points.windows(2).enumerate() {
        let [start, end] = pair else { continue };
        let [(ax, ay), (bx, by)] = controls(at, *start, *end);
        let (ex, ey) = end;
        let _ = write!(path, " C{ax:.1} {ay:.1} {bx:.1} {by:.1} {ex:.1} {ey:.1}");
    }
    path
}

/// Text for XML 1.0, which has no form for control characters and two others.
fn escape(text: &str) -> String {
    let text = plain_line(text).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}");
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
