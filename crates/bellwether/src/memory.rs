//! What this process holds in memory, in MB, where the system says so (Linux).

/// Now.
pub fn held() -> Option<f64> {
    line("VmRSS:")
}

/// At most so far.
pub fn peak() -> Option<f64> {
    line("VmHWM:")
}

fn line(what: &str) -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(what))?;
    let kilobytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes / 1024.0)
}
