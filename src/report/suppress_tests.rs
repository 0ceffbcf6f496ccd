use proptest::prelude::*;

use super::{Cell, Line, suppress, suppress_line, suppress_table};

/// Every way to fill the hidden cells of a table up to `limit`, as the set of values each cell can take.
fn possible(rows: &[Line], columns: &Line, limit: u32) -> Vec<Vec<Vec<u32>>> {
    let width = columns.cells.len();
    let cells: Vec<Cell> = rows.iter().flat_map(|row| row.cells.clone()).collect();
    let mut seen = vec![Vec::new(); cells.len()];
    let mut guess = Vec::new();
    fill(&cells, limit, &mut guess, &mut |guess| {
        let row_sums = guess.chunks(width).map(|row| row.iter().sum::<u32>());
        let fits = |cell: Cell, n: u32| match cell {
            Cell::N(shown) => shown == n,
            Cell::Small => (1..5).contains(&n),
            Cell::Hidden => true,
        };
        let rows_fit = row_sums.zip(rows).all(|(n, row)| fits(row.total, n));
        let columns_fit = (0..width).all(|c| fits(columns.cells[c], guess.iter().skip(c).step_by(width).sum()));
        if rows_fit && columns_fit && fits(columns.total, guess.iter().sum()) {
            for (values, &n) in seen.iter_mut().zip(guess) {
                if !values.contains(&n) {
                    values.push(n);
                }
            }
        }
    });
    seen.chunks(width).map(<[_]>::to_vec).collect()
}

fn fill(cells: &[Cell], limit: u32, guess: &mut Vec<u32>, found: &mut impl FnMut(&[u32])) {
    let Some(cell) = cells.get(guess.len()) else {
        found(guess);
        return;
    };
    let values = match *cell {
        Cell::N(n) => n..=n,
        Cell::Small => 1..=4,
        Cell::Hidden => 0..=limit,
    };
    for value in values {
        guess.push(value);
        fill(cells, limit, guess, found);
        guess.pop();
    }
}

fn columns(rows: &[Vec<u32>]) -> Line {
    let width = rows[0].len();
    let sums: Vec<u32> = (0..width).map(|c| rows.iter().map(|row| row[c]).sum()).collect();
    suppress_line(&sums)
}

#[test]
fn a_number_alone() {
    assert_eq!(
        [0, 1, 4, 5].map(suppress),
        [Cell::N(0), Cell::Small, Cell::Small, Cell::N(5)]
    );
}

#[test]
fn one_hidden_number_takes_the_next_smallest_with_it() {
    let line = suppress_line(&[3, 20, 9, 0]);
    assert_eq!(line.cells, [Cell::Small, Cell::N(20), Cell::Hidden, Cell::N(0)]);
    assert_eq!(line.total, Cell::N(32));
    assert_eq!(line.shares, [None, Some(63), None, Some(0)]);
}

#[test]
fn two_fours_do_not_stand_beside_their_eight() {
    let line = suppress_line(&[4, 4, 0]);
    assert_eq!(line.cells[2], Cell::Hidden, "{line:?}");
    let line = suppress_line(&[4, 4]);
    assert!(line.cells.contains(&Cell::Hidden), "{line:?}");
}

#[test]
fn no_share_under_ten() {
    assert_eq!(suppress_line(&[9]).shares, [None]);
    assert_eq!(suppress_line(&[5, 5]).shares, [Some(50), Some(50)]);
}

#[test]
fn nothing_to_hide_hides_nothing() {
    let rows = vec![vec![5, 40, 12], vec![7, 31, 0]];
    let lines = suppress_table(&rows);
    assert_eq!(lines[1].cells, [Cell::N(7), Cell::N(31), Cell::N(0)]);
    assert!(suppress_table(&[]).is_empty());
    assert!(suppress_line(&[]).cells.is_empty());
}

#[test]
fn a_team_cannot_be_had_from_the_other_teams() {
    let rows = vec![vec![2, 30, 20], vec![25, 30, 20], vec![11, 14, 16]];
    let lines = suppress_table(&rows);
    for column in 0..3 {
        let hidden = lines
            .iter()
            .filter(|line| !matches!(line.cells[column], Cell::N(_)))
            .count();
        assert_ne!(hidden, 1, "{lines:?}");
    }
}

proptest! {
    #[test]
    fn no_small_number_in_a_line_can_be_worked_out(counts in prop::collection::vec(0_u32..12, 1..5)) {
        let line = suppress_line(&counts);
        let all: u32 = counts.iter().sum();
        let alone = Line { cells: vec![Cell::Hidden; counts.len()], total: line.total, shares: Vec::new() };
        let seen = possible(std::slice::from_ref(&line), &alone, all + 6);
        for ((values, &n), cell) in seen[0].iter().zip(&counts).zip(&line.cells) {
            prop_assert!(!(1..5).contains(&n) || values.len() > 1, "{counts:?} as {line:?}");
            prop_assert!(!matches!(cell, Cell::N(shown) if *shown != n || (1..5).contains(shown)));
        }
    }

    #[test]
    fn no_small_number_in_a_table_can_be_worked_out(
        rows in (1_usize..4, 2_usize..4).prop_flat_map(|(r, c)| {
            prop::collection::vec(prop::collection::vec(0_u32..8, c), r)
        })
    ) {
        let lines = suppress_table(&rows);
        let count = |wanted| lines.iter().flat_map(|line| &line.cells).filter(|cell| **cell == wanted).count() as u32;
        // Trying every filling of more than this takes too long.
        if 4_u64.pow(count(Cell::Small)).saturating_mul(15_u64.pow(count(Cell::Hidden).min(9))) > 20_000 {
            return Ok(());
        }
        let seen = possible(&lines, &columns(&rows), 14);
        for (row, values) in rows.iter().zip(&seen) {
            for (&n, values) in row.iter().zip(values) {
                prop_assert!(!(1..5).contains(&n) || values.len() > 1, "{rows:?} as {lines:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn a_large_table_is_quick_and_says_nothing_false(
        rows in prop::collection::vec(prop::collection::vec(0_u32..60, 6), 1..30)
    ) {
        let lines = suppress_table(&rows);
        for (row, line) in rows.iter().zip(&lines) {
            for (&n, &cell) in row.iter().zip(&line.cells) {
                let honest = match cell {
                    Cell::N(shown) => shown == n && !(1..5).contains(&n),
                    Cell::Small => (1..5).contains(&n),
                    Cell::Hidden => true,
                };
                prop_assert!(honest);
            }
        }
    }
}

/// The columns' sums are printed too: what a shown number says of a hidden sum must leave a small sum open.
#[test]
fn a_small_sum_cannot_be_worked_out_from_what_is_shown_in_the_columns() {
    let rows = [vec![8, 7, 0, 8, 1], vec![6, 7, 9, 7, 0]];
    let sums = suppress_line(&[14, 14, 9, 15, 1]);
    let lines = suppress_table(&rows);
    let Cell::N(whole) = sums.total else { panic!("{sums:?}") };
    assert_eq!(sums.cells[4], Cell::Small);
    let shown = |cell: Cell| match cell {
        Cell::N(n) => n,
        Cell::Small => 1,
        Cell::Hidden => 0,
    };
    let least: u32 = (0..4)
        .map(|column| match sums.cells[column] {
            Cell::N(n) => n,
            _ => lines.iter().map(|line| shown(line.cells[column])).sum(),
        })
        .sum();
    assert!(whole - least >= 2, "{lines:?} {sums:?}");
}
