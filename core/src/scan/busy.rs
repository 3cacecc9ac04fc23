//! Whether a picture would hold the reader up: it copies the picture for every two corners that it tries with a third, so a
//! wall of painted corners would keep it for hours. What the reader may take for corners is counted first, in one pass.

use std::collections::BTreeSet;

/// Corners in a picture at most: those of four codes.
const CORNERS: usize = 12;

/// Places where a line of the picture looks like the middle of a corner at most. A frame of a few codes and much print has some
/// thousands.
const LINES: usize = 20_000;

/// A run of one colour in a row.
#[derive(Clone, Copy)]
struct Run {
    from: usize,
    to: usize,
    dark: bool,
    /// Of a dark one, the region that it belongs to.
    region: usize,
}

/// Whether the picture has more corners than codes need. `dark`: whether the reader takes a pixel for black, by column and row.
pub(super) fn busy(width: usize, height: usize, dark: impl Fn(usize, usize) -> bool) -> bool {
    let (mut regions, mut rings) = (Regions::default(), Vec::new());
    let (mut above, mut row): (Vec<Run>, Vec<Run>) = (Vec::new(), Vec::new());
    for y in 0..height {
        runs(width, |x| dark(x, y), &mut row);
        regions.join(&above, &mut row);
        for five in row.windows(5).filter(|five| looks_like_a_corner(five)) {
            let [left, _, stone, _, right] = five else { continue };
            rings.push((left.region, stone.region, right.region));
            if rings.len() > LINES {
                return true;
            }
        }
        std::mem::swap(&mut above, &mut row);
    }
    // The ring of a corner is one region around another; each counts once.
    let mut ring = |&(left, stone, right): &(usize, usize, usize)| {
        let (left, stone, right) = (regions.of(left), regions.of(stone), regions.of(right));
        (left == right && left != stone).then_some(left)
    };
    rings.iter().filter_map(&mut ring).collect::<BTreeSet<_>>().len() > CORNERS
}

fn runs(width: usize, dark: impl Fn(usize) -> bool, into: &mut Vec<Run>) {
    into.clear();
    for x in 0..width {
        let dark = dark(x);
        match into.last_mut() {
            Some(run) if run.dark == dark => run.to = x,
            _ => into.push(Run { from: x, to: x, dark, region: 0 }),
        }
    }
}

/// Dark, light, dark, light, dark as 1:1:3:1:1, by the reader's own measure.
fn looks_like_a_corner(five: &[Run]) -> bool {
    let [a, b, c, d, e] = five else { return false };
    let wide = |run: &Run| run.to + 1 - run.from;
    let module = (wide(a) + wide(b) + wide(d) + wide(e)) / 4;
    let near = |run: &Run, modules: usize| wide(run).abs_diff(module * modules) <= module * 3 / 4;
    a.dark && [a, b, d, e].into_iter().all(|run| near(run, 1)) && near(c, 3)
}

/// Which runs hang together, each region known by the lowest number that it was given.
#[derive(Default)]
struct Regions(Vec<usize>);

impl Regions {
    fn join(&mut self, above: &[Run], row: &mut [Run]) {
        let mut touching = above.iter().filter(|run| run.dark).peekable();
        for run in row.iter_mut().filter(|run| run.dark) {
            run.region = self.0.len();
            self.0.push(run.region);
            while let Some(over) = touching.peek() {
                if over.from > run.to {
                    break;
                }
                if over.to >= run.from {
                    self.unite(over.region, run.region);
                }
                if over.to > run.to {
                    break;
                }
                touching.next();
            }
        }
    }

    fn unite(&mut self, a: usize, b: usize) {
        let (a, b) = (self.of(a), self.of(b));
        self.0[a.max(b)] = a.min(b);
    }

    /// Paths are halved on the way, or a picture of combs would make long ones.
    fn of(&mut self, mut region: usize) -> usize {
        while self.0[region] != region {
            self.0[region] = self.0[self.0[region]];
            region = self.0[region];
        }
        region
    }
}
