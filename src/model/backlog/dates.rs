//! The dates that Backlog.md takes.

/// Whether Backlog.md takes a text for the date of `due_date`: it leaves out every task of which it does not. The form is
/// `2026-01-31`, and a time and a zone may follow.
pub fn is_due_date(text: &str) -> bool {
    let text = text.trim();
    let Some((date, rest)) = text.split_at_checked(10) else { return false };
    let parts: Vec<_> = date.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    let lengths = [(year, 4), (month, 2), (day, 2)];
    if !lengths.iter().all(|(part, length)| part.len() == *length && is_number(part)) {
        return false;
    }
    is_day(number(year), number(month), number(day)) && is_time(rest)
}

/// Whether a text is a date as people write one in the other keys: three numbers, of which the order depends on the project, and a
/// time.
pub fn is_date(text: &str) -> bool {
    let text = text.trim();
    let end = text.find(|char: char| !char.is_ascii_digit() && !matches!(char, '-' | '/' | '.')).unwrap_or(text.len());
    let (date, rest) = text.split_at(end);
    let Some(separator) = date.chars().find(|char| !char.is_ascii_digit()) else { return false };
    let parts: Vec<_> = date.split(separator).collect();
    let [first, second, third] = parts[..] else { return false };
    if !parts.iter().all(|part| is_number(part) && part.len() <= 4) {
        return false;
    }
    let is = |year, month, day| is_day(number(year), number(month), number(day));
    let is_day = is(first, second, third) || is(third, second, first) || is(third, first, second);
    is_day && (rest.is_empty() || rest.starts_with(['T', ' ']) && rest[1..].starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether there is such a day; years of two digits are of this century.
fn is_day(year: u32, month: u32, day: u32) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// Whether what follows a date is a time, or nothing.
fn is_time(rest: &str) -> bool {
    let Some(time) = rest.strip_prefix(['T', ' ']) else { return matches!(rest, "" | "Z") || is_zone(rest) };
    let end = time.find(|char: char| !char.is_ascii_digit() && !matches!(char, ':' | '.')).unwrap_or(time.len());
    let (clock, zone) = time.split_at(end);
    let (whole, fraction) = clock.split_once('.').map_or((clock, None), |(whole, part)| (whole, Some(part)));
    let parts: Vec<_> = whole.split(':').collect();
    let is_two = |part: &str, below| part.len() == 2 && is_number(part) && number(part) < below;
    let is_clock = match parts[..] {
        [hours, minutes] => is_two(hours, 24) && is_two(minutes, 60) && fraction.is_none(),
        [hours, minutes, seconds] => is_two(hours, 24) && is_two(minutes, 60) && is_two(seconds, 60),
        _ => false,
    };
    let is_fraction = fraction.is_none_or(|part| is_number(part) && part.len() <= 9);
    is_clock && is_fraction && (zone.is_empty() || zone == "Z" || is_zone(zone))
}

/// Whether a text is the offset of a time zone.
fn is_zone(text: &str) -> bool {
    let Some(offset) = text.strip_prefix(['+', '-']) else { return false };
    let digits: String = offset.chars().filter(|char| *char != ':').collect();
    let colons = offset.len() - digits.len();
    let is_written = colons == 0 || colons == 1 && offset.as_bytes().get(2) == Some(&b':');
    digits.len() == 4 && is_number(&digits) && is_written && number(&digits[..2]) <= 14 && number(&digits[2..]) < 60
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn number(digits: &str) -> u32 {
    digits.parse().unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn due_dates_are_those_that_backlog_md_takes() {
        for good in ["2026-01-31", "2024-02-29", "2026-01-31 23:59", "2026-01-31T10:00:59.5Z", "2026-01-31T10:00+02:00"]
        {
            assert!(is_due_date(good), "{good}");
        }
        for bad in
            ["soon", "", "2026-02-29", "2026-1-31", "31.01.2026", "2026-01-31 24:00", "2026-01-31é", "2026-01-31 1"]
        {
            assert!(!is_due_date(bad), "{bad}");
        }
    }

    #[test]
    fn other_dates_may_have_another_order() {
        for good in ["2025-06-03", "2025-06-03 12:10", "2025-06-03T12:10:00Z", "03/06/2025", "6.3.25", "12-31-2025"] {
            assert!(is_date(good), "{good}");
        }
        for bad in ["yesterday", "2025-13-45", "2025", "", "2025-06", "1/2/3/4", "2025-06-03 noon"] {
            assert!(!is_date(bad), "{bad}");
        }
    }
}
