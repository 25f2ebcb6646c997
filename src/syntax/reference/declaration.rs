//! What a text says about a command's states, in a sentence or in a row of a table.

use super::{StateDeclaration, line_end, range};
use memchr::memrchr;
use std::ops::Range;
use text_size::TextRange;

/// How far a sentence or a row may go: far beyond any real one, and enough to keep hostile lines cheap.
const LONGEST: usize = 2000;

/// How far into its row a command may stand.
const FARTHEST: usize = 300;

/// The table that was read last, so that its header is looked for once.
#[derive(Default)]
pub(super) struct Tables {
    /// Where the last row that was looked at starts.
    row: Option<usize>,
    columns: Option<Columns>,
}

/// The columns that a header names.
#[derive(Clone, Copy)]
struct Columns {
    inputs: usize,
    output: usize,
}

/// The declaration that the command at `command`, in prose, is the subject of.
pub(super) fn read(text: &str, command: TextRange, tables: &mut Tables) -> Option<StateDeclaration> {
    let start = usize::from(command.start());
    let window = start.saturating_sub(LONGEST);
    let newline = memrchr(b'\n', &text.as_bytes()[window..start]);
    if newline.is_none() && window > 0 {
        return None;
    }
    let line = newline.map_or(window, |newline| window + newline + 1);
    let (end, _) = bounded_line_end(text, line)?;
    let before = &text[line..start];
    if before.ends_with("For ") || before.ends_with("For `") {
        return sentence(text, before.trim_end_matches('`').len() - "For ".len() + line..end, command);
    }
    let in_row = before.len() <= FARTHEST && before.trim_start().starts_with('|');
    in_row.then(|| row(text, line..end, command, tables)).flatten()
}

fn bounded_line_end(text: &str, line: usize) -> Option<(usize, usize)> {
    let bytes = &text.as_bytes()[line..];
    let window = &bytes[..bytes.len().min(2 * LONGEST)];
    match memchr::memchr(b'\n', window) {
        Some(newline) => Some(line_end(text, line + newline)),
        None if window.len() == bytes.len() => Some((text.len(), text.len())),
        None => None,
    }
}

/// `For /ns:cmd…: … Required input state is … . Output state will be … .`
fn sentence(text: &str, span: Range<usize>, command: TextRange) -> Option<StateDeclaration> {
    let after = usize::from(command.end());
    let rest = text.get(after..span.end)?;
    let required = after + rest.find("equired input state")? + "equired input state".len();
    let rest = text.get(required..span.end)?;
    let rest = rest.strip_prefix('s').unwrap_or(rest).trim_start();
    let rest = ["is ", "are ", ": ", "is: ", "are: "].into_iter().find_map(|verb| rest.strip_prefix(verb))?;
    let inputs_start = span.end - rest.len();
    let (list, rest) = match rest.find("utput state") {
        Some(output) => (&rest[..rest.floor_char_boundary(output.saturating_sub(1))], Some(&rest[output..])),
        None => (&rest[..rest.find(". ").unwrap_or(rest.len())], None),
    };
    let list = list.trim_end().trim_end_matches(['.', ';', ',']);
    let inputs_range = range(inputs_start, inputs_start + list.len());
    let mut inputs = Vec::new();
    for piece in quoted(list) {
        inputs.push(state_name(text, inputs_start + piece.start..inputs_start + piece.end)?);
    }
    let mut end = inputs_range.end();
    let mut output = None;
    if let Some(rest) = rest {
        let start = span.end - rest.len();
        if let Some(piece) = quoted(rest).next() {
            output = Some(state_name(text, start + piece.start..start + piece.end)?);
            let close = start + piece.end + 1;
            let stop = usize::from(text.as_bytes().get(close) == Some(&b'.'));
            end = range(close, close + stop).end();
        }
    }
    let or_none = says_none(list);
    if inputs.is_empty() && !or_none {
        return None;
    }
    Some(StateDeclaration {
        range: TextRange::new(range(span.start, span.start).start(), end),
        command,
        inputs,
        inputs_range,
        or_none,
        output,
        row: false,
    })
}

/// The insides of the inline code of a sentence.
fn quoted(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut ticks = text.match_indices('`').map(|(at, _)| at);
    std::iter::from_fn(move || Some(ticks.next()? + 1..ticks.next()?))
}

/// A row of a table whose first cells are the command and its states, or whose header names the columns.
fn row(text: &str, line: Range<usize>, command: TextRange, tables: &mut Tables) -> Option<StateDeclaration> {
    let cells = cells(text, line.clone());
    // A second command on a line is not the row's own.
    let own = cells.iter().position(|cell| {
        let cell = trimmed(text, cell.clone(), &['`', '*', ' ', '\t']);
        cell == (command.start().into()..command.end().into())
    })?;
    tables.enter(text, line.start);
    let prefixed = |cell: usize| {
        cells.get(cell).is_some_and(|cell| {
            let cell = &text[cell.clone()];
            cell.contains("workflow:") || says_none(cell)
        })
    };
    let columns = match tables.columns {
        Some(columns) => columns,
        None if prefixed(own + 1) && prefixed(own + 2) => Columns { inputs: own + 1, output: own + 2 },
        None => return None,
    };
    let inputs_cell = trimmed(text, cells.get(columns.inputs)?.clone(), &[' ', '\t']);
    let output_cell = trimmed(text, cells.get(columns.output)?.clone(), &[' ', '\t']);
    let mut inputs = Vec::new();
    for piece in pieces(text, inputs_cell.clone()) {
        match &text[piece.clone()] {
            "" => {}
            piece if says_none(piece) => {}
            _ => inputs.push(state_name(text, piece)?),
        }
    }
    let or_none = says_none(&text[inputs_cell.clone()]);
    let output = state_name(text, output_cell)?;
    if inputs.is_empty() && !or_none {
        return None;
    }
    Some(StateDeclaration {
        range: range(line.start, line.end),
        command,
        inputs,
        inputs_range: range(inputs_cell.start, inputs_cell.end),
        or_none,
        output: Some(output),
        row: true,
    })
}

impl Tables {
    /// Makes the table that the row at `row` belongs to the current one.
    fn enter(&mut self, text: &str, row: usize) {
        let seen = self.row.replace(row);
        let mut top = row;
        while let Some(above) =
            line_above(text, top).filter(|&above| text[above..].trim_start_matches([' ', '\t']).starts_with('|'))
        {
            if seen.is_some_and(|seen| above <= seen) {
                return;
            }
            top = above;
        }
        if seen == Some(row) {
            return;
        }
        let header = line_end(text, top).0;
        let named = |name: &str| {
            cells(text, top..header).iter().position(|cell| text[cell.clone()].to_lowercase().contains(name))
        };
        self.columns = match (named("input state"), named("output state")) {
            (Some(inputs), Some(output)) if inputs != output => Some(Columns { inputs, output }),
            _ => None,
        };
    }
}

/// The start of the line above the one that starts at `line`.
fn line_above(text: &str, line: usize) -> Option<usize> {
    let end = line.checked_sub(1)?;
    let window = end.saturating_sub(2 * LONGEST);
    let newline = memrchr(b'\n', text.as_bytes().get(window..end)?);
    match newline {
        Some(newline) => Some(window + newline + 1),
        None => (window == 0).then_some(0),
    }
}

/// The cells of a row, without the bars.
fn cells(text: &str, line: Range<usize>) -> Vec<Range<usize>> {
    let source = text.get(line.clone()).unwrap_or_default();
    let mut bars = source.match_indices('|').map(|(at, _)| at).filter(|&at| !source[..at].ends_with('\\'));
    let mut cells = Vec::new();
    let Some(mut start) = bars.next() else { return cells };
    for bar in bars {
        cells.push(line.start + start + 1..line.start + bar);
        start = bar;
    }
    cells.push(line.start + start + 1..line.end);
    cells
}

/// The states of a cell: separated by commas or `or`.
fn pieces(text: &str, cell: Range<usize>) -> Vec<Range<usize>> {
    let source = &text[cell.clone()];
    let mut pieces = Vec::new();
    let mut add = |piece: Range<usize>| {
        pieces.push(trimmed(text, cell.start + piece.start..cell.start + piece.end, &[' ', '\t']))
    };
    let mut start = 0;
    for (at, byte) in source.bytes().enumerate() {
        let rest = &source.as_bytes()[at..];
        let length = match byte {
            b',' => 1,
            b' ' if rest.get(..4).is_some_and(|word| word.eq_ignore_ascii_case(b" or ")) => 4,
            _ => continue,
        };
        if at >= start {
            add(start..at);
            start = at + length;
        }
    }
    add(start.min(source.len())..source.len());
    pieces
}

/// The name of a state without quotes and prefix; `None` for anything else than words.
fn state_name(text: &str, span: Range<usize>) -> Option<TextRange> {
    let span = trimmed(text, span, &['`', '*', '"', '\'', ' ', '\t']);
    let source = text.get(span.clone())?;
    let name = source.strip_prefix("workflow:").unwrap_or(source);
    let is_name = name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'-' | b'_'))
        && name.split(' ').count() <= 4
        && !matches!(name, "Any" | "All" | "None" | "NA" | "TBD" | "Same");
    is_name.then(|| range(span.end - name.len(), span.end))
}

fn says_none(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    text.contains("no workflow label") || text.contains("no label")
}

/// `span` without `marks` at its ends.
fn trimmed(text: &str, span: Range<usize>, marks: &[char]) -> Range<usize> {
    let source = text.get(span.clone()).unwrap_or_default();
    let start = span.start + (source.len() - source.trim_start_matches(marks).len());
    start..start + source.trim_matches(marks).len()
}
