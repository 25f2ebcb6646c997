//! Whether a text is a regular expression of JavaScript, which Kiro uses.

/// Why a text is not a regular expression. What only some engines refuse is let pass.
pub fn problem(pattern: &str) -> Option<&'static str> {
    let mut chars = pattern.chars().peekable();
    let mut open = 0_u32;
    let mut in_class = false;
    // Whether what comes before can be repeated.
    let mut is_atom = false;
    while let Some(char) = chars.next() {
        if char == '\\' {
            if chars.next().is_none() {
                return Some("a backslash at the end");
            }
            is_atom = true;
            continue;
        }
        if in_class {
            in_class = char != ']';
            is_atom = true;
            continue;
        }
        match char {
            '[' => {
                in_class = true;
                chars.next_if_eq(&'^');
            }
            '(' => {
                open += 1;
                is_atom = false;
                // What follows `(?` says what group it is; it repeats nothing.
                chars.next_if_eq(&'?');
            }
            ')' if open == 0 => return Some("a closing parenthesis without an opening one"),
            ')' => {
                open -= 1;
                is_atom = true;
            }
            '|' | '^' => is_atom = false,
            '*' | '+' | '?' if !is_atom => return Some("nothing to repeat"),
            '*' | '+' | '?' => {
                chars.next_if_eq(&'?');
                is_atom = false;
            }
            _ => is_atom = true,
        }
    }
    match () {
        () if in_class => Some("a bracket that is not closed"),
        () if open > 0 => Some("a parenthesis that is not closed"),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_are_mostly_no_regular_expressions() {
        // `[]` is an empty class.
        for pattern in [
            "",
            r"\.ts$",
            "src/*.ts",
            "fs_write|str_replace",
            "^(?!lib).*[*+(]+?$",
            "a{2,3}?",
            "(?:a|b)*",
            "[]a]",
            "é*",
        ] {
            assert_eq!(problem(pattern), None, "{pattern}");
        }
        for (pattern, expected) in [
            ("**/*.ts", "nothing to repeat"),
            ("*.ts", "nothing to repeat"),
            ("src/**/*.ts", "nothing to repeat"),
            ("(+a)", "nothing to repeat"),
            ("(a", "a parenthesis that is not closed"),
            ("a)", "a closing parenthesis without an opening one"),
            ("[a", "a bracket that is not closed"),
            ("a\\", "a backslash at the end"),
        ] {
            assert_eq!(problem(pattern), Some(expected), "{pattern}");
        }
    }
}
