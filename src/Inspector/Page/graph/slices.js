// Long work in slices, so that the page goes on answering.

const sliceMilliseconds = 12;

/** Runs a generator to its end, giving the page a turn between slices. The promise gives its result, or null once the signal is aborted. */
export async function runInSlices(generator, signal) {
  for (;;) {
    const end = performance.now() + sliceMilliseconds;
    while (performance.now() < end) {
      const { done, value } = generator.next();
      if (done) return value;
    }
    await new Promise(resume => setTimeout(resume));
    if (signal?.aborted) return null;
  }
}
