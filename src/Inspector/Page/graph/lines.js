// Drawing the lines of a scene, and as much of each as can be seen.

const corner = 7;

/** Adds the rectangle around its points to each line. */
export function boundLines(lines) {
  for (const line of lines) {
    const [xs, ys] = [0, 1].map(odd => line.points.filter((_, i) => i % 2 === odd));
    line.bounds = { left: Math.min(...xs), right: Math.max(...xs), top: ys[0], bottom: ys.at(-1) };
  }
}

export const isInSight = (bounds, sight, margin = 0) =>
  bounds.left <= sight.right + margin && bounds.right >= sight.left - margin && bounds.top <= sight.bottom + margin && bounds.bottom >= sight.top - margin;

/** Adds a line to the context's path: curves from row to row, round corners for lines that run beside the rows. */
export function traceLine(context, { points }, isPlain) {
  context.moveTo(points[0], points[1]);
  if (isPlain) {
    for (let i = 2; i < points.length; i += 2) context.lineTo(points[i], points[i + 1]);
  } else if (runsBeside(points)) {
    for (let i = 2; i < points.length - 2; i += 2) {
      const room = Math.min(corner, reach(points, i - 2) / 2, reach(points, i) / 2);
      context.arcTo(points[i], points[i + 1], points[i + 2], points[i + 3], room);
    }
    context.lineTo(points.at(-2), points.at(-1));
  } else {
    for (let i = 2; i < points.length; i += 2) traceStep(context, points, i);
  }
}

function traceStep(context, points, i) {
  const [x0, y0, x1, y1] = points.slice(i - 2, i + 2);
  const middle = (y0 + y1) / 2;
  if (Math.abs(x0 - x1) < 0.5) context.lineTo(x1, y1);
  else context.bezierCurveTo(x0, middle, x1, middle, x1, y1);
}

/** Adds the head of an arrow at the line's end. */
export function traceHead(context, { points }, size) {
  const [x, y] = points.slice(-2);
  context.moveTo(x, y);
  context.lineTo(x - size * 0.6, y - size);
  context.lineTo(x + size * 0.6, y - size);
  context.closePath();
}

const runsBeside = points => {
  for (let i = 3; i < points.length; i += 2) if (points[i] === points[i - 2]) return true;
  return false;
};

const reach = (points, i) => Math.abs(points[i + 2] - points[i]) + Math.abs(points[i + 3] - points[i + 1]);
