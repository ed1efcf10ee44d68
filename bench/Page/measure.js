// What the bench adds to the page: clocks that stop when the user would see a result. Times are milliseconds since the navigation.
globalThis.measure = (() => {
  const frame = () => new Promise(resume => requestAnimationFrame(resume));
  // A message that is sent in a frame arrives when the frame has been drawn.
  const drawn = async () => {
    await frame();
    const { port1, port2 } = new MessageChannel();
    const arrived = new Promise(resume => { port1.onmessage = resume; });
    port2.postMessage(null);
    await arrived;
    return performance.now();
  };
  const until = async condition => {
    while (!condition()) await frame();
    return drawn();
  };
  const status = () => document.querySelector(".pane-graph .graph-view p[role=status]")?.textContent ?? "";
  const canvas = () => document.querySelector(".pane-graph canvas");
  const press = key => canvas().dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  const canvasPixels = () => canvas().toDataURL();

  return {
    /** A pane stands there. */
    pane: () => until(() => document.querySelector("#app main .pane > *")),
    /** The graph is laid out. */
    graph: () => until(() => status().includes("values")),
    /** How many boxes the graph has, as it says to those who do not see it. */
    status,
    /** Opens all groups. */
    async openAll() {
      const start = performance.now();
      press("e");
      return await until(() => status().includes(" 0 closed groups")) - start;
    },
    /** Moves the view frame by frame: the script's time of a frame, and the time from frame to frame. */
    async pan(frames) {
      const before = canvasPixels();
      let script = 0;
      const start = await frame();
      for (let i = 0; i < frames; i++) {
        // The view draws between two callbacks of the same frame.
        const begin = new Promise(resume => requestAnimationFrame(() => resume(performance.now())));
        const now = performance.now();
        press("ArrowDown");
        const handled = performance.now() - now;
        const end = new Promise(resume => requestAnimationFrame(() => resume(performance.now())));
        script += handled + await end - await begin;
      }
      const interval = (await frame() - start) / (frames + 1);
      if (canvasPixels() === before) throw new Error("the view did not move");
      return [script / frames, interval];
    },
    /** Searches for a word. */
    async search(word) {
      const input = document.querySelector(".pane-graph input[type=search]");
      const start = performance.now();
      input.value = word;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      return await until(() => /^[1-9]\d* found$/.test(document.querySelector(".pane-graph .hits").textContent)) - start;
    },
  };
})();
