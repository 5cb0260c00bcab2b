//! What work costs: processor time as the operating system counts it, wall time beside.

use std::fs;
use std::io::Write;
use std::time::{Duration, Instant};

use anyhow::Context;

/// Work is repeated until a batch takes this long: the operating system counts in hundredths of a second.
const BATCH: Duration = Duration::from_millis(600);

/// Linux tells processor time in ticks; every architecture shows 100 a second.
const TICK: Duration = Duration::from_millis(10);

/// Cost of one operation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spent {
    pub(crate) cpu: Duration,
    pub(crate) wall: Duration,
}

/// Whose processor time.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Of {
    /// All threads of this process, those that ended too.
    Process,
    /// The thread that asks.
    Thread,
}

/// User and system time so far.
pub(crate) fn cpu(of: Of) -> anyhow::Result<Duration> {
    let path = match of {
        Of::Process => "/proc/self/stat",
        Of::Thread => "/proc/thread-self/stat",
    };
    let line = fs::read_to_string(path).with_context(|| format!("{path}: needs Linux"))?;
    // The name before the last `)` may hold anything. After it: state, then numbers, of which `utime` and `stime` follow.
    let (_, numbers) = line.rsplit_once(')').context("no name in the line")?;
    let ticks = numbers.split_whitespace().skip(11).take(2);
    let ticks: u32 = ticks.map(str::parse::<u32>).sum::<Result<_, _>>()?;
    Ok(TICK * ticks)
}

impl Spent {
    /// Repeats work until a batch of it is long enough to be counted; the cost of one.
    pub(crate) fn by(mut work: impl FnMut() -> anyhow::Result<()>) -> anyhow::Result<Self> {
        work()?;
        let mut times = 1;
        loop {
            let batch = Self::batch(times, || (0..times).try_for_each(|_| work()))?;
            let whole = batch.wall * times;
            if whole >= BATCH {
                return Ok(batch);
            }
            let short = BATCH.as_secs_f64() / whole.as_secs_f64().max(1e-6);
            times *= if short > 10.0 { 10 } else { 2 };
        }
    }

    /// The cost of one of so many operations that are done together.
    pub(crate) fn batch(
        times: u32,
        work: impl FnOnce() -> anyhow::Result<()>,
    ) -> anyhow::Result<Self> {
        let (before, start) = (cpu(Of::Process)?, Instant::now());
        work()?;
        Self::since(before, start, times)
    }

    /// The cost of one of so many operations done since processor and clock stood there.
    pub(crate) fn since(before: Duration, start: Instant, times: u32) -> anyhow::Result<Self> {
        anyhow::ensure!(times > 0, "nothing was done");
        Ok(Self {
            wall: start.elapsed() / times,
            cpu: cpu(Of::Process)?.saturating_sub(before) / times,
        })
    }
}

/// Where results go: a line each, read by `benches/table.py`.
pub(crate) struct Report<'a>(pub(crate) &'a mut dyn Write);

impl Report<'_> {
    /// `time`, work, who did it, microseconds of processor, microseconds on the clock.
    pub(crate) fn time(&mut self, work: &str, who: &str, spent: Spent) -> anyhow::Result<()> {
        let micros = |time: Duration| time.as_secs_f64() * 1e6;
        let (cpu, wall) = (micros(spent.cpu), micros(spent.wall));
        writeln!(self.0, "time\t{work}\t{who}\t{cpu:.2}\t{wall:.2}")?;
        Ok(self.0.flush()?)
    }

    /// `size`, what, bytes.
    pub(crate) fn size(&mut self, what: &str, bytes: usize) -> anyhow::Result<()> {
        writeln!(self.0, "size\t{what}\t{bytes}")?;
        Ok(self.0.flush()?)
    }
}
