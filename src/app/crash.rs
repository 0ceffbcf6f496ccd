//! When the program itself is at fault: what is told holds no word of any note.

/// From now on a panic tells where it happened and nothing else: its message may quote what was being written.
pub fn tell_only_where() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let words =
            format!("plumbline: an internal fault at {place}. What was saved is safe; start Plumbline again.\n");
        drop(std::io::Write::write_all(
            &mut std::io::stderr().lock(),
            words.as_bytes(),
        ));
    }));
}
