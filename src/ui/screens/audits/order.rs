//! The order of the list: each row's key is made once, so that ten thousand rows are sorted within a frame.

use super::derived::{By, counted};
use crate::app::listed::Listed;
use crate::app::view::AuditRow;
use crate::model::audit::SafeNow;
use crate::ui::widgets::table::Order;
use jiff::civil::Date;
use std::collections::HashMap;

/// Indices into the rows, in order. Unless told otherwise what needs someone stands first, by when it is due.
pub(super) fn of(rows: &Listed<AuditRow>, sort: Option<(By, Order)>) -> Vec<usize> {
    let Some((by, order)) = sort else {
        return sorted(rows.iter().map(|row| (u64::from(row.work()), day(row.due))));
    };
    let reference = references(rows);
    let keys = keys(rows, by, &reference);
    let turned = keys.into_iter().zip(reference).map(|(key, reference)| {
        let key = if order == Order::Ascending { key } else { u64::MAX - key };
        (key, reference)
    });
    sorted(turned)
}

fn sorted(keys: impl Iterator<Item = (u64, u64)>) -> Vec<usize> {
    let mut keys: Vec<((u64, u64), usize)> = keys.zip(0..).collect();
    keys.sort_unstable();
    keys.into_iter().map(|(_, at)| at).collect()
}

fn keys(rows: &Listed<AuditRow>, by: By, reference: &[u64]) -> Vec<u64> {
    let number = |of: fn(&AuditRow) -> u64| rows.iter().map(of).collect();
    match by {
        By::Child => reference.to_vec(),
        By::Kind => texts(rows, |row| &row.kind),
        By::Team => texts(rows, |row| &row.team),
        By::Worker => texts(rows, |row| &row.worker),
        By::Auditor => texts(rows, |row| &row.auditor),
        By::Framework => texts(rows, |row| &row.framework),
        By::Due => number(|row| day(row.due)),
        By::Progress => number(|row| (row.answered.unwrap_or(0) * 1_000_000 / row.asked.max(1)) as u64),
        By::Safe => number(safe),
        By::Grade => number(|row| counted(row).map_or(u64::MAX, |grade| grade.rank as u64)),
        By::Status => number(|row| row.status as u64),
    }
}

/// What has no date stands last.
fn day(date: Option<Date>) -> u64 {
    date.map_or(u64::MAX, |date| {
        // Years go from -9999.
        let year = (i64::from(date.year()) + 10_000).unsigned_abs();
        (year * 16 + u64::from(date.month().unsigned_abs())) * 32 + u64::from(date.day().unsigned_abs())
    })
}

/// Least safe first.
fn safe(row: &AuditRow) -> u64 {
    match (row.concern.is_some(), row.safe_now) {
        (true, _) => 0,
        (false, SafeNow::No) => 1,
        (false, SafeNow::Unsure) => 2,
        (false, SafeNow::NotAssessed) => 3,
        (false, SafeNow::Yes) => 4,
    }
}

/// The place of each row's text among all there are; few are distinct.
fn texts(rows: &Listed<AuditRow>, of: fn(&AuditRow) -> &str) -> Vec<u64> {
    let mut places: HashMap<&str, u64> = HashMap::new();
    let mut known: Vec<(String, &str)> = Vec::new();
    for text in rows.iter().map(of) {
        if places.insert(text, 0).is_none() {
            known.push((text.to_lowercase(), text));
        }
    }
    known.sort_unstable();
    let mut place = 0;
    let mut before: Option<&str> = None;
    for (lower, text) in &known {
        // Those that differ by case alone stand together.
        if before.replace(lower).is_some_and(|before| before != lower) {
            place += 1;
        }
        places.insert(*text, place);
    }
    rows.iter()
        .map(|row| places.get(of(row)).copied().unwrap_or(0))
        .collect()
}

/// The place of each row's reference: those that are numbers go by number, before those that are not.
fn references(rows: &Listed<AuditRow>) -> Vec<u64> {
    let number = |row: &AuditRow| row.who.parse::<u64>().ok();
    let mut numbers: Vec<(u64, usize)> = Vec::new();
    let mut others: Vec<(String, usize)> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        match number(row) {
            Some(number) => numbers.push((number, at)),
            None => others.push((row.who.to_lowercase(), at)),
        }
    }
    numbers.sort_unstable();
    others.sort_unstable();
    let mut places = vec![0; rows.len()];
    let mut give = |at: usize, place: u64| {
        if let Some(known) = places.get_mut(at) {
            *known = place;
        }
    };
    let (mut place, mut before) = (0, None);
    for (number, at) in numbers {
        place += u64::from(before.replace(number).is_some_and(|before| before != number));
        give(at, place);
    }
    let mut before: Option<String> = None;
    for (text, at) in others {
        place += u64::from(before.as_ref() != Some(&text));
        give(at, place);
        before = Some(text);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::audit::{Status, Subject};

    fn row(id: i64, who: &str, team: &str, due: Option<Date>) -> AuditRow {
        AuditRow {
            id,
            who: who.to_owned(),
            subject: Subject::Child,
            kind: String::new(),
            case_kind: None,
            team: team.to_owned(),
            worker: String::new(),
            auditor: String::new(),
            auditor_id: 1,
            due,
            answered: None,
            asked: 0,
            safe_now: SafeNow::NotAssessed,
            concern: None,
            safe_since: None,
            first: None,
            agreed: None,
            status: Status::Draft,
            framework: String::new(),
            dip_sample: None,
        }
    }

    fn said(rows: &Listed<AuditRow>, sort: Option<(By, Order)>) -> Vec<&str> {
        let row = |at: usize| rows.get(at).map_or("", |row| row.who.as_str());
        of(rows, sort).into_iter().map(row).collect()
    }

    #[test]
    fn references_that_are_numbers_go_by_number_before_the_others() {
        let all = ["C-1", "30", "7", "3A", "c-1", "100"];
        let rows: Listed<AuditRow> = (1..).zip(all).map(|(id, who)| row(id, who, "", None)).collect();
        let up = said(&rows, Some((By::Child, Order::Ascending)));
        assert_eq!(up, ["7", "30", "100", "3A", "C-1", "c-1"]);
        let down = said(&rows, Some((By::Child, Order::Descending)));
        assert_eq!(down[3..], ["100", "30", "7"]);
    }

    #[test]
    fn rows_alike_stay_in_the_order_of_their_references_either_way() {
        let rows: Listed<AuditRow> = [
            row(1, "9", "North", None),
            row(2, "2", "north", None),
            row(3, "4", "East", None),
        ]
        .into_iter()
        .collect();
        assert_eq!(said(&rows, Some((By::Team, Order::Ascending))), ["4", "2", "9"]);
        assert_eq!(said(&rows, Some((By::Team, Order::Descending))), ["2", "9", "4"]);
    }

    #[test]
    fn what_has_no_date_stands_last() {
        let date = |day| Some(jiff::civil::date(2026, 1, day));
        let rows: Listed<AuditRow> = [
            row(1, "a", "", None),
            row(2, "b", "", date(9)),
            row(3, "c", "", date(2)),
        ]
        .into_iter()
        .collect();
        assert_eq!(said(&rows, None), ["c", "b", "a"]);
    }
}
