// One report, with the look-ups that panes need. Whatever is not asked for is not computed; whatever was computed is kept.

import { metricsOf } from "#panes/metrics";

const format = "neuraljit-report";
const version = 1;

/** Reads a report's text. Throws an Error whose message tells the user what is wrong and what to do. */
export function parseReport(text, name = "the report") {
  let document;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new Error(`${name} is not valid JSON (${error.message}). Write it again with: neuraljit inspect MODEL --format json`);
  }
  if (document?.format !== format) throw new Error(`${name} is no NeuralJit report: "format" should be "${format}", is ${JSON.stringify(document?.format) ?? "absent"}.`);
  if (document.version !== version) throw new Error(`${name} is a report of version ${document.version}, this page reads version ${version}. `
    + (document.version > version ? "Open it with a newer NeuralJit." : "Write it again with this NeuralJit."));
  return new ReportModel(document);
}

export class ReportModel {
  #cache = new Map();

  constructor(document) {
    this.document = document;
    this.title = document.title ?? "untitled report";
    this.totals = document.totals ?? {};
    this.versions = document.versions ?? {};
    this.stages = document.stages ?? [];
    this.records = document.nodes ?? [];
    this.modules = document.modules ?? [];
    this.variables = document.variables ?? [];
    this.origins = document.origins ?? [];
    this.sources = document.sources ?? [];
    this.fusion = document.fusion ?? [];
    this.profile = document.profile ?? null;
    const times = new Map((this.profile?.kernels ?? []).map(time => [time.kernel, time]));
    /** The kernels, each with its `index` and its `time` ({ medianMicroseconds, minMicroseconds } or null). */
    this.kernels = (document.kernels ?? []).map((kernel, index) => ({ ...kernel, index, time: times.get(index) ?? null }));
  }

  /** The index of the last stage, which is the one that is cut into kernels. */
  get lastStage() { return this.stages.length - 1; }

  /** The stage itself if the report has it, else the last one: addresses may come from other reports. */
  stageOr(stage) { return stage === null || !this.stages[stage] ? this.lastStage : stage; }

  /** The records of a stage in topological order. */
  nodesOf(stage) {
    return this.#once(`nodes ${stage}`, () => (this.stages[stage]?.nodes ?? []).map(index => this.records[index]));
  }

  /** The record of a value in a stage, or null. */
  recordOf(stage, id) {
    return this.#once(`records ${stage}`, () => new Map(this.nodesOf(stage).map(record => [record.id, record]))).get(id) ?? null;
  }

  /** A record of the value in the stage given or else in the latest stage that has it; null when none has. */
  findRecord(id, stage = this.lastStage) {
    const here = this.recordOf(stage, id);
    for (let s = this.lastStage; !here && s >= 0; s--) {
      const record = this.recordOf(s, id);
      if (record) return record;
    }
    return here;
  }

  /** The stages (indices) that hold the value. */
  stagesOf(id) {
    return this.stages.map((_, stage) => stage).filter(stage => this.recordOf(stage, id));
  }

  /** The stage in which the value appeared first. */
  firstStageOf(id) {
    return this.#once("first stages", () => {
      const first = new Map();
      this.stages.forEach((_, stage) => this.nodesOf(stage).forEach(r => { if (!first.has(r.id)) first.set(r.id, stage); }));
      return first;
    }).get(id) ?? null;
  }

  /** The records of a stage that read the value. */
  usersOf(stage, id) {
    return this.#once(`users ${stage}`, () => {
      const users = new Map();
      for (const record of this.nodesOf(stage))
        for (const input of new Set(record.inputs)) push(users, input, record);
      return users;
    }).get(id) ?? [];
  }

  /** The kernel that computes the value, or null. */
  kernelOf(id) {
    return this.#once("kernels", () => {
      const kernels = new Map();
      for (const kernel of this.kernels)
        for (const node of kernel.nodes ?? []) if (!kernels.has(node)) kernels.set(node, kernel);
      return kernels;
    }).get(id) ?? null;
  }

  /** The generated code of a kernel; null where there is none. Kernels that differ in their names only share one text. */
  codeOf(kernel) { return this.document.code?.[kernel.code]?.replaceAll("{kernel}", () => kernel.name) ?? null; }

  /** Where a record comes from: its first origin, or null. */
  origin(record) { return this.originsOf(record)[0] ?? null; }

  /** All origins of a record; merged nodes have several. */
  originsOf(record) { return (record?.origins ?? []).map(index => this.origins[index]).filter(Boolean); }

  /** The module path of a record; "" outside modules. */
  moduleOf(record) { return this.origin(record)?.module ?? ""; }

  /** The lines around an origin, { file, path, first, lines, line }, or null when the report has no source. */
  sourceOf(origin) {
    if (!origin?.line) return null;
    const source = this.sources.find(s => s.file === origin.file && (!s.path || !origin.path || s.path === origin.path)
      && origin.line >= s.first && origin.line < s.first + s.lines.length);
    return source ? { ...source, line: origin.line } : null;
  }

  /** Ids of the nodes of a stage that differentiation made of the value's origins. */
  gradientsOf(id, stage = this.lastStage) {
    const own = new Set(this.findRecord(id, stage)?.origins ?? []);
    return this.#linked(stage, record => record.gradient && record.id !== id
      && this.originsOf(record).some(origin => own.has(origin.gradientOf)));
  }

  /** Ids of the forward nodes that the value is a gradient of. */
  forwardOf(id, stage = this.lastStage) {
    const record = this.findRecord(id, stage);
    const forward = new Set(this.originsOf(record).map(origin => origin.gradientOf).filter(index => index !== undefined && index !== null));
    if (!record?.gradient || forward.size === 0) return [];
    return this.#linked(stage, other => !other.gradient && (other.origins ?? []).some(index => forward.has(index)));
  }

  /** Measured microseconds of a kernel (median), or null. */
  timeOfKernel(index) { return this.kernels[index]?.time?.medianMicroseconds ?? null; }

  /** Measured microseconds of all kernels of a run, or null when nothing was measured. */
  get kernelTime() {
    return this.profile ? this.#once("time", () => this.kernels.reduce((sum, k) => sum + (k.time?.medianMicroseconds ?? 0), 0)) : null;
  }

  /**
   * The part of its kernel's measured time that falls to a value, in microseconds; null when not measured. Where memory limits the kernel it is shared
   * out by the bytes of values, else by their FLOPs.
   */
  timeOf(id) {
    const kernel = this.kernelOf(id);
    if (!kernel?.time) return null;
    const work = this.#once(`work ${kernel.index}`, () => kernel.nodes.reduce((sum, node) => sum + this.#workOf(kernel, node), 0));
    return kernel.time.medianMicroseconds * this.#workOf(kernel, id) / work;
  }

  // One at least: a value that moves nothing and computes nothing takes time too.
  #workOf(kernel, id) {
    const byBytes = this.#once(`bound ${kernel.index}`, () => metricsOf(this, kernel).bound === "memory");
    return 1 + (this.recordOf(this.lastStage, id)?.[byBytes ? "bytes" : "flops"] ?? 0);
  }

  #linked(stage, condition) { return this.nodesOf(stage).filter(condition).map(record => record.id); }

  #once(key, compute) {
    if (!this.#cache.has(key)) this.#cache.set(key, compute());
    return this.#cache.get(key);
  }
}

function push(map, key, value) {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
