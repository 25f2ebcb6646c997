//! Random specs and deltas, full of what a reader may get wrong.

/// A source of random numbers: SplitMix64.
pub struct Dice {
    state: u64,
    /// One choice in so many is an odd one.
    tameness: usize,
}

impl Dice {
    pub fn new(seed: u64) -> Dice {
        let mut dice = Dice { state: seed.wrapping_mul(0xd134_2543_de82_ef95), tameness: 0 };
        dice.tameness = [3, 12, 40, 120][dice.below(4)];
        dice
    }

    fn roll(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.roll() % end.max(1) as u64) as usize
    }

    pub fn one_in(&mut self, chances: usize) -> bool {
        self.below(chances) == 0
    }

    pub fn pick<'a>(&mut self, items: &[&'a str]) -> &'a str {
        items[self.below(items.len())]
    }

    fn is_odd(&mut self) -> bool {
        self.one_in(self.tameness)
    }

    /// The first one, or an odd one.
    fn first_or<'a>(&mut self, items: &[&'a str]) -> &'a str {
        if self.is_odd() { self.pick(items) } else { items[0] }
    }
}

const NAMES: [&str; 14] = [
    "Log in",
    "Sign out",
    "Reset",
    "Audit",
    "A",
    "B",
    "C",
    "log in",
    "Log  in",
    "C#",
    "Use `x`: 😀",
    "The system SHALL log",
    "A # #",
    "Ä\u{a0}b",
];

const TEXTS: [&str; 16] = [
    "The system SHALL do it.",
    "It MUST be.",
    "It does it.",
    "**Key**: value",
    "**Key**: it MUST be",
    "```\n### Requirement: Log in\n#### Scenario: x\n```",
    "~~~ rs\n## Requirements\n\n\n\nx\n~~~",
    "<!-- ### Requirement: A\n### Requirement: B\n-->",
    "| a | b |",
    "- item SHALL\n  more",
    "  ",
    "\n\n",
    "<h3>x</h3>",
    "```",
    "para\n===",
    " ### Indented",
];

const SCENARIOS: [&str; 12] = [
    "#### Scenario: One\n- **WHEN** a\n- **THEN** b",
    "#### Scenario: One\n- **WHEN** a\nlazy\n- **THEN** b\n  more",
    "#### Scenario: Two ##\n\n- **GIVEN** a\n  - nested\n- **THEN** b\n\n- note",
    "#### Two\nWhen a then b",
    "#### Scenario: Empty",
    "##### Scenario: Deep\n- **WHEN** a",
    "### Scenario: Shallow\n- **WHEN** a",
    "####Scenario: Tight\n- **WHEN** a",
    "#### scenario:One\n- x\n```\n#### Scenario: code\n```",
    "#### Scenario: One\n1. **WHEN** a\n10) **THEN** b\n> quote",
    "#### Scenario: One\n- **WHEN** a\n##### Sub\nx",
    "#### Scenario: Two\n* a\n\t* b\n+ c\n---",
];

fn requirement(dice: &mut Dice, name: &str) -> String {
    let mut block = match (dice.is_odd(), dice.below(7)) {
        (true, 0) => format!("###Requirement: {name}\n"),
        (true, 1) => format!("###  requirement:{name} ##\n"),
        (true, 2) => format!("### REQUIREMENT:\t{name}  \n"),
        (true, 3) => format!("#### Requirement: {name}\n"),
        (true, 4) => format!(" ### Requirement: {name}\n"),
        (true, 5) => "### Requirement: \n".to_owned(),
        (true, _) => "### Notes\n".to_owned(),
        (false, _) => format!("### Requirement: {name}\n"),
    };
    block.push_str(dice.first_or(&["", "\n", "\n\n"]));
    let texts = if dice.is_odd() { dice.below(4) } else { 1 };
    for _ in 0..texts {
        block += &format!("{}\n", dice.first_or(&TEXTS));
    }
    if dice.is_odd() {
        block.push_str(dice.pick(&["\n### Notes\nx\n", "\n# Title\n", "\n## \nx\n", "\n###  \n", "\n\n\n\n"]));
    }
    let scenarios = if dice.is_odd() { dice.below(3) } else { 1 + dice.below(2) };
    for at in 0..scenarios {
        let scenario = dice.first_or(&SCENARIOS);
        let scenario = if at > 0 && !dice.is_odd() { scenario.replace("One", "Other") } else { scenario.to_owned() };
        block += &format!("\n{scenario}\n");
    }
    block
}

const PURPOSES: [&str; 12] = [
    "This capability is for people who want to log in and out again.",
    "Short.",
    "",
    "TBD",
    "todo el mundo quiere entrar en este sistema, siempre que sea posible",
    "Todo: write",
    "TODO write this later, when there is much more time for things like that",
    "TBD - created by archiving change x. Update Purpose after archive.",
    "Some words.\nTBD - created by archiving change x.y. Update Purpose after archive.\nAnd more.",
    "```\nTBD\n```\nThis capability is for people who want to log in and out again.",
    "<!-- a comment that is long enough for everything --> and a text",
    "### Sub\nThis capability is for people who want to log in and out again.",
];

/// Names that are used once, but for odd choices.
struct Names {
    left: Vec<&'static str>,
}

impl Names {
    fn new(dice: &mut Dice, used: &str) -> Names {
        let mut left: Vec<_> =
            NAMES[..7].iter().copied().filter(|name| !used.contains(&format!(": {name}\n"))).collect();
        for at in (1..left.len()).rev() {
            let other = dice.below(at + 1);
            left.swap(at, other);
        }
        Names { left }
    }

    fn next(&mut self, dice: &mut Dice) -> &'static str {
        if dice.is_odd() {
            return dice.pick(&NAMES);
        }
        self.left.pop().unwrap_or("Another")
    }
}

/// A spec.
pub fn spec(dice: &mut Dice) -> String {
    let mut text =
        dice.first_or(&["# Auth\n\n", "# Auth Specification\n", "", "Intro\n\n", "## Why\nx\n\n"]).to_owned();
    let purpose = dice.first_or(&["## Purpose", "## purpose ", "### Purpose", "## Aim"]);
    text += &format!("{purpose}\n{}\n\n", dice.first_or(&PURPOSES));
    let requirements = dice.first_or(&["## Requirements", "## REQUIREMENTS  ", "### Requirements", "## Rules", ""]);
    text += &format!("{requirements}\n");
    text.push_str(dice.first_or(&["\n", "", "\n\nAll of them.\n\n", "   \n\n"]));
    let mut names = Names::new(dice, "");
    let count = if dice.is_odd() { 0 } else { 1 + dice.below(4) };
    for _ in 0..count {
        let name = names.next(dice);
        text += &format!("{}\n", requirement(dice, name));
    }
    if dice.is_odd() || dice.one_in(8) {
        let more = ["## History\nx\n", "## ADDED Requirements\n### Requirement: X\n", "## Notes\n### Requirement: Y\n"];
        text.push_str(dice.first_or(&more));
    }
    mutated(dice, text)
}

/// A delta, which often fits the spec.
pub fn delta(dice: &mut Dice, spec: &str) -> String {
    let blocks = blocks(spec);
    let mut left = blocks.clone();
    let mut names = Names::new(dice, spec);
    let mut text = String::new();
    if dice.one_in(4) {
        text += &format!("## Purpose\n{}\n\n", dice.first_or(&PURPOSES));
    }
    if dice.one_in(10) {
        let removed: String = blocks.iter().map(|block| entry(dice, "REMOVED", block, &mut names)).collect();
        return mutated(dice, format!("{text}## REMOVED Requirements\n\n{removed}"));
    }
    // A delta for a spec that is not there yet.
    let only_added = dice.one_in(4);
    let sections = if dice.is_odd() { dice.below(5) } else { 1 + dice.below(3) };
    for _ in 0..sections {
        let operation = dice.pick(&["ADDED", "MODIFIED", "MODIFIED", "REMOVED", "REMOVED", "RENAMED"]);
        let operation = if only_added && !dice.is_odd() { "ADDED" } else { operation };
        let heading = match (dice.is_odd(), dice.below(3)) {
            (true, 0) => format!("## {operation}  Requirements"),
            (true, 1) => format!("## {} requirements ", operation.to_lowercase()),
            (true, _) => format!("### {operation} Requirements"),
            (false, _) => format!("## {operation} Requirements"),
        };
        text += &format!("{heading}\n\n");
        let entries = if dice.is_odd() { dice.below(4) } else { 1 + dice.below(2) };
        for _ in 0..entries {
            let block = match left.is_empty() || dice.is_odd() {
                true if blocks.is_empty() => "### Requirement: Z\nIt MUST.\n\n#### Scenario: One\nx\n",
                true => blocks[dice.below(blocks.len())],
                false if operation == "ADDED" => left[0],
                false => left.remove(dice.below(left.len())),
            };
            text += &entry(dice, operation, block, &mut names);
        }
    }
    if dice.is_odd() {
        text.push_str(dice.pick(&["## Notes\n### Requirement: Q\n", "### Requirement: Q\n", "x\n", "## \n"]));
    }
    mutated(dice, text)
}

fn entry(dice: &mut Dice, operation: &str, block: &str, names: &mut Names) -> String {
    let heading = block.lines().next().unwrap_or_default();
    let heading = if dice.is_odd() { format!("### Requirement: {}", names.next(dice)) } else { heading.to_owned() };
    match operation {
        "ADDED" if dice.is_odd() || dice.one_in(6) => format!("{block}\n"),
        "ADDED" => {
            let name = names.next(dice);
            format!("{}\n", requirement(dice, name))
        }
        "MODIFIED" => {
            let body = block.split_once('\n').map_or("", |(_, body)| body);
            let more = if dice.one_in(3) { dice.first_or(&SCENARIOS) } else { "" };
            let body = match (dice.is_odd(), dice.below(3)) {
                (true, 0) => body.replacen("#### ", "#### More ", 1),
                (true, 1) => body.replacen("\n#### Scenario: One", "", 1),
                (true, _) => body.replace("\n\n", "\n"),
                (false, 0) => body.to_owned(),
                (false, _) => body.replace("do it", "do it well"),
            };
            format!("{heading}\n{body}\n{more}\n\n")
        }
        "REMOVED" => match dice.below(6) {
            0 => format!("- `{heading}`\n"),
            1 => format!("* {heading}\n"),
            2 => format!("{heading}\n**Reason**: x\n\n"),
            _ => format!("{heading}\n"),
        },
        _ => {
            let to = names.next(dice);
            // A name that may be taken, for chains and cycles.
            let to = if dice.one_in(8) { "Log in" } else { to };
            let (from, to) = (format!("- FROM: `{heading}`\n"), format!("- TO: `### Requirement: {to}`\n"));
            match (dice.is_odd(), dice.below(4)) {
                (true, 0) => from,
                (true, 1) => to,
                (true, 2) => format!("{}{to}", from.replace("FROM", "From")),
                (true, _) => format!("{}\n{}", from.replace(['`', '-'], ""), to.replacen("- ", "+", 1)),
                (false, _) => format!("{from}{to}"),
            }
        }
    }
}

/// The requirements of a text, roughly.
fn blocks(text: &str) -> Vec<&str> {
    let starts: Vec<_> = text.match_indices("### Requirement").map(|(at, _)| at).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().zip(ends).map(|(start, end)| &text[*start..end]).collect()
}

/// The text with a few odd edits, and with other line ends.
fn mutated(dice: &mut Dice, text: String) -> String {
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    while dice.is_odd() {
        let at = dice.below(lines.len());
        match dice.below(9) {
            0 if lines.len() > 1 => drop(lines.remove(at)),
            1 => lines.insert(at, lines[at].clone()),
            2 => {
                let line = dice.pick(&["```", "~~~~", "  ```md", "<!--", "-->", "", "   ", "\t", "## ", "##  "]);
                lines.insert(at, line.to_owned());
            }
            3 => lines[at].push_str(dice.pick(&[" ", " ##", "#", "\u{2028}", "\u{a0}", "\t#", "`"])),
            4 => lines[at].insert_str(0, dice.pick(&["#", " ", "\u{feff}", "    "])),
            5 => lines[at] = lines[at].to_uppercase(),
            6 => lines[at].push('\r'),
            7 => {
                let other = dice.below(lines.len());
                lines.swap(at, other);
            }
            _ => lines.insert(at, "\n\n".to_owned()),
        }
    }
    let end = match dice.below(8) {
        0 => "\r\n",
        1 if dice.is_odd() => "\r",
        _ => "\n",
    };
    let mark = if dice.one_in(8) { "\u{feff}" } else { "" };
    format!("{mark}{}", lines.join(end))
}
