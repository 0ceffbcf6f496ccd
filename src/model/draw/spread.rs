//! A number spread over strata in proportion, by largest remainder.

/// How many of each stratum, so that together they are `total`. `sizes` is how many of each can be drawn.
///
/// Each gets the whole part of its share; what is left goes to the largest remainders, the larger stratum first and
/// then the earlier one. With `one_each`, a stratum whose share is under one gets one and is set aside, and the others
/// share what is left, as often as that is needed; where there are fewer to draw than strata, the largest get one.
pub(super) fn spread(sizes: &[usize], total: usize, one_each: bool) -> Vec<usize> {
    let mut given = vec![0; sizes.len()];
    let mut open: Vec<(usize, usize)> = sizes
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, size)| *size > 0)
        .collect();
    let mut left = total;
    if one_each && total < open.len() {
        open.sort_by_key(|(at, size)| (std::cmp::Reverse(*size), *at));
        for (at, _) in open.iter().take(total) {
            set(&mut given, *at, 1);
        }
        return given;
    }
    if one_each {
        loop {
            let sum: u128 = open.iter().map(|(_, size)| *size as u128).sum();
            let (under, over): (Vec<_>, Vec<_>) = open
                .iter()
                .partition(|(_, size)| (left as u128).saturating_mul(*size as u128) < sum);
            if under.is_empty() {
                break;
            }
            for (at, _) in &under {
                set(&mut given, *at, 1);
            }
            left -= under.len().min(left);
            open = over;
        }
    }
    let sum: u128 = open.iter().map(|(_, size)| *size as u128).sum();
    if sum == 0 {
        return given;
    }
    let mut remainders = Vec::with_capacity(open.len());
    let mut over = left;
    for (at, size) in open {
        let share = (left as u128).saturating_mul(size as u128);
        let whole = usize::try_from(share / sum).unwrap_or(usize::MAX);
        set(&mut given, at, whole);
        over = over.saturating_sub(whole);
        remainders.push((std::cmp::Reverse(share % sum), std::cmp::Reverse(size), at));
    }
    remainders.sort_unstable();
    for (_, _, at) in remainders.into_iter().take(over) {
        if let Some(n) = given.get_mut(at) {
            *n += 1;
        }
    }
    given
}

fn set(given: &mut [usize], at: usize, number: usize) {
    if let Some(n) = given.get_mut(at) {
        *n = number;
    }
}

#[cfg(test)]
mod tests {
    use super::spread;
    use proptest::prelude::*;

    #[test]
    fn shares_are_those_of_largest_remainder() {
        assert_eq!(spread(&[50, 30, 20], 10, false), [5, 3, 2]);
        assert_eq!(spread(&[10, 10, 10], 10, false), [4, 3, 3]);
        assert_eq!(spread(&[970, 20, 10], 10, false), [10, 0, 0]);
        assert_eq!(spread(&[970, 20, 10], 10, true), [8, 1, 1]);
        assert_eq!(spread(&[5, 0, 9], 1, true), [0, 0, 1]);
        assert_eq!(spread(&[], 4, true), [] as [usize; 0]);
        assert_eq!(spread(&[0], 4, false), [0]);
    }

    proptest! {
        #[test]
        fn the_total_is_kept_and_nobody_is_far_from_their_share(
            sizes in prop::collection::vec(0_usize..400, 1..12),
            part in 0.0_f64..=1.0,
            one_each in any::<bool>(),
        ) {
            let sum: usize = sizes.iter().sum();
            let total = (sum as f64 * part) as usize;
            let given = spread(&sizes, total, one_each);
            prop_assert_eq!(given.iter().sum::<usize>(), total);
            let strata = sizes.iter().filter(|size| **size > 0).count();
            for (n, size) in given.iter().zip(&sizes) {
                prop_assert!(n <= size, "more than there are");
                if !one_each && sum > 0 {
                    let share = total as f64 * *size as f64 / sum as f64;
                    prop_assert!((*n as f64 - share).abs() < 1.0);
                }
                if one_each && total >= strata && *size > 0 {
                    prop_assert!(*n >= 1);
                }
            }
        }

        #[test]
        fn any_number_is_taken(sizes in prop::collection::vec(any::<usize>(), 0..5), total in any::<usize>(), one_each in any::<bool>()) {
            let given = spread(&sizes, total, one_each);
            prop_assert_eq!(given.len(), sizes.len());
        }
    }
}
