// Draws a scene: frames of open groups, lines, boxes. What is out of sight is left out, and so is what is too small to be read.

import { textFont, titleFont } from "#graph/labels";
import { isInSight, traceHead, traceLine } from "#graph/lines";

// Scales below which things are left out.
const textScale = 0.42;
const detailScale = 0.25;
const smallestLine = 3; // pixels

const radius = 7;
const strip = 5;

/** look: { paint, palette, labels, selected (box or null), found(box) (or null), lineIsNear(line), typeOf(id) }. */
export function drawScene(context, scene, camera, look) {
  const sight = camera.sight;
  const ratio = context.canvas.width / camera.width;
  const view = { context, camera, look, sight, scale: camera.scale };
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = look.palette.css("--background");
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  context.setTransform(ratio * camera.scale, 0, 0, ratio * camera.scale, -camera.x * camera.scale * ratio, -camera.y * camera.scale * ratio);
  const boxes = scene.boxes.filter(box => isInSight(boundsOf(box), sight, 8));
  for (const box of boxes) if (box.isOpen) drawFrame(view, box);
  drawLines(view, scene.lines);
  for (const box of boxes) if (!box.isOpen) drawBox(view, box);
  const titles = [];
  for (const box of boxes) if (box.isOpen) drawFrameTitle(view, box, titles);
}

const boundsOf = box => ({ left: box.x, top: box.y, right: box.x + box.width, bottom: box.y + box.height });

function drawFrame({ context, look, scale }, box) {
  context.beginPath();
  context.roundRect(box.x, box.y, box.width, box.height, radius + 3);
  context.fillStyle = look.palette.mix(box.depth % 2 === 1 ? "--sunken" : "--surface", "--background", 0.85);
  context.fill();
  const isSelected = box === look.selected;
  context.lineWidth = (isSelected ? 2.5 : 1) / Math.min(1, scale * 1.6);
  context.strokeStyle = look.palette.css(isSelected ? "--accent" : box.item.kernel !== undefined ? "--line-strong" : "--line");
  context.stroke();
}

// Titles of frames stay in sight as long as the frame does, those of inner ones below those of outer ones. One that would cover another
// is left out: the outer ones come first.
function drawFrameTitle({ context, look, sight, scale }, box, titles) {
  const size = Math.max(1, 0.8 / scale);
  const height = 24 * size;
  if (box.height < height * 1.6 || box.width * scale < 60) return;
  const top = Math.min(Math.max(box.y, sight.top + (box.depth - 1) * height), box.y + box.height - height);
  const left = Math.min(Math.max(box.x, sight.left), box.x + box.width - 50 / scale);
  const { title } = look.labels.of(box.item);
  const room = Math.min(box.x + box.width, sight.right) - left - 26 * size;
  const width = Math.min(room, look.labels.widthOf(title, titleFont) * size);
  if (room < 8 * size) return;
  const place = { left: left + 3, top: top + 3, right: left + 3 + width + 27 * size, bottom: top + height - 1 };
  if (titles.some(other => isInSight(place, other))) return;
  titles.push(place);
  context.fillStyle = look.palette.mix(box.depth % 2 === 1 ? "--sunken" : "--surface", "--background", 0.85);
  context.beginPath();
  context.roundRect(place.left, place.top, place.right - place.left, place.bottom - place.top, radius);
  context.fill();
  context.save();
  context.translate(left + 10, top + height / 2 + 1);
  context.scale(size, size);
  context.textBaseline = "middle";
  context.font = titleFont;
  context.fillStyle = look.palette.css("--muted");
  context.fillText("−", 0, 0);
  context.fillStyle = look.palette.css("--text");
  context.fillText(title, 14, 0, width / size);
  context.restore();
}

function drawLines(view, lines) {
  const { context, look, sight, scale } = view;
  const plain = [];
  const near = [];
  for (const line of lines) {
    if (!isInSight(line.bounds, sight)) continue;
    if (look.lineIsNear(line)) near.push(line);
    else if (Math.max(line.bounds.right - line.bounds.left, line.bounds.bottom - line.bounds.top) * scale >= smallestLine) plain.push(line);
  }
  const hasSelection = near.length > 0;
  stroke(view, plain, look.palette.mix("--line-strong", "--background", hasSelection ? 0.4 : 0.75), 1.2);
  stroke(view, near, look.palette.css("--accent"), 2);
  if (scale < textScale) return;
  context.font = textFont;
  context.textBaseline = "middle";
  const written = new Set();
  for (const line of [...near, ...plain]) drawLineText(view, line, written);
}

function stroke({ context, scale }, lines, colour, width) {
  if (lines.length === 0) return;
  context.strokeStyle = context.fillStyle = colour;
  context.lineWidth = width / Math.min(1, Math.max(scale, 0.05) * 1.5);
  context.beginPath();
  for (const line of lines) traceLine(context, line, scale < detailScale);
  context.stroke();
  if (scale < detailScale) return;
  context.beginPath();
  for (const line of lines) if (line.to && !line.to.isOpen) traceHead(context, line, 6);
  context.fill();
}

// The type of a value beside the first line that leaves its box; lines of several values say how many.
function drawLineText({ context, look, sight }, line, written) {
  if (!line.from || line.from.isOpen || written.has(line.from)) return;
  written.add(line.from);
  const values = new Set(line.pairs.map(([producer]) => producer));
  const text = values.size === 1 ? look.typeOf([...values][0]) : `${values.size} values`;
  const [x, y] = line.points;
  if (!text || !isInSight({ left: x, right: x + 90, top: y, bottom: y + 20 }, sight)) return;
  const width = look.labels.widthOf(text, textFont);
  context.globalAlpha = 0.85;
  context.fillStyle = look.palette.css("--background");
  context.fillRect(x + 4, y + 3, width + 4, 14);
  context.globalAlpha = 1;
  context.fillStyle = look.palette.css("--muted");
  context.fillText(text, x + 6, y + 10.5);
}

function drawBox(view, box) {
  const { context, look, scale } = view;
  const { palette } = look;
  const paint = look.paint.of(box);
  const isGroup = Boolean(box.item.children);
  const isFaint = look.found && !look.found(box) && box !== look.selected;
  context.globalAlpha = isFaint ? 0.35 : 1;
  if (scale < detailScale) {
    context.fillStyle = paint.heat === undefined ? palette.css(paint.variable) : palette.heat(paint.heat, "--surface", 1);
    context.fillRect(box.x, box.y, box.width, box.height);
  } else {
    drawCard(view, box, paint, isGroup);
    if (scale >= textScale) drawText(view, box, isGroup);
  }
  context.globalAlpha = 1;
  const ring = box === look.selected ? 3 : look.found?.(box) ? 2 : 0;
  if (ring === 0) return;
  context.beginPath();
  context.roundRect(box.x - 2, box.y - 2, box.width + 4, box.height + 4, radius + 2);
  context.lineWidth = ring / Math.min(1, scale * 1.3);
  context.strokeStyle = palette.css("--accent");
  context.stroke();
}

function drawCard({ context, look: { palette } }, box, paint, isGroup) {
  const { x, y, width, height } = box;
  context.strokeStyle = palette.css("--line-strong");
  context.lineWidth = 1;
  if (isGroup) {
    // A second sheet below: there is something inside.
    context.beginPath();
    context.roundRect(x + 4, y + 4, width - 1, height, radius);
    context.fillStyle = palette.css("--sunken");
    context.fill();
    context.stroke();
  }
  context.save();
  context.beginPath();
  context.roundRect(x, y, width, height, radius);
  context.fillStyle = paint.heat === undefined ? palette.mix(paint.variable, "--surface", 0.13) : palette.heat(paint.heat, "--surface", 0.45);
  context.fill();
  context.clip();
  let top = y;
  for (const part of paint.parts ?? [{ share: 1 }]) {
    context.fillStyle = paint.heat === undefined ? palette.css(part.variable) : palette.heat(paint.heat, "--surface", 1);
    context.fillRect(x, top, strip, height * part.share);
    top += height * part.share;
  }
  context.restore();
  context.beginPath();
  context.roundRect(x, y, width, height, radius);
  context.stroke();
}

function drawText({ context, look }, box, isGroup) {
  const { title, text } = look.labels.of(box.item);
  const left = box.x + strip + 9;
  context.textBaseline = "middle";
  context.fillStyle = look.palette.css("--text");
  context.font = titleFont;
  context.fillText(title, left, box.y + (text ? 15 : box.height / 2 + 0.5));
  if (isGroup) {
    context.fillStyle = look.palette.css("--muted");
    context.fillText("+", box.x + box.width - 17, box.y + 15);
  }
  if (!text) return;
  context.font = textFont;
  context.fillStyle = look.palette.css("--muted");
  context.fillText(text, left, box.y + 31);
}
