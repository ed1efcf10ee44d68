// Which part of a scene the canvas shows, and how large.

const least = 0.002;
const most = 3;

/** Room for the buttons over the canvas, and for the colours below it. */
const topSpace = 40;
const bottomSpace = 44;

/** As small as text can be read, and as large as it is read well. */
const readable = 0.6;
const comfortable = 0.85;

export class Camera {
  x = 0; // the scene's point at the canvas's left upper corner
  y = 0;
  scale = 1;
  width = 1;
  height = 1;

  toScene(x, y) { return { x: this.x + x / this.scale, y: this.y + y / this.scale }; }

  /** The part of the scene in sight: { left, top, right, bottom }. */
  get sight() { return { left: this.x, top: this.y, right: this.x + this.width / this.scale, bottom: this.y + this.height / this.scale }; }

  pan(dx, dy) {
    this.x -= dx / this.scale;
    this.y -= dy / this.scale;
  }

  /** Zooms so that the point of the scene under (x, y) of the canvas stays there. */
  zoom(factor, x = this.width / 2, y = this.height / 2) {
    const point = this.toScene(x, y);
    this.scale = Math.min(most, Math.max(least, this.scale * factor));
    this.x = point.x - x / this.scale;
    this.y = point.y - y / this.scale;
  }

  /** Shows everything. */
  showAll(scene) {
    this.scale = Math.min(1.25, Math.max(least, Math.min((this.width - 24) / scene.width, (this.height - topSpace - bottomSpace - 12) / scene.height)));
    this.x = (scene.width - this.width / this.scale) / 2;
    this.y = (scene.height - (this.height + topSpace - bottomSpace) / this.scale) / 2;
  }

  /** Shows everything, or if that could not be read, the beginning. */
  showStart(scene) {
    this.showAll(scene);
    const first = scene.boxes[0];
    if (this.scale >= readable || !first) return;
    const fitting = (this.width - 24) / scene.width;
    this.scale = fitting >= readable ? Math.min(comfortable, fitting) : comfortable;
    const isWider = scene.width * this.scale > this.width;
    this.x = (isWider ? first.x + first.width / 2 : scene.width / 2) - this.width / this.scale / 2;
    this.y = -topSpace / this.scale;
  }

  /** Brings a box into the middle unless it is well in sight. */
  reveal(box) {
    const margin = 40 / this.scale;
    const { left, top, right, bottom } = this.sight;
    if (this.scale < readable) this.zoom(comfortable / this.scale);
    else if (box.x >= left + margin && box.y >= top + margin && box.x + box.width <= right - margin && box.y + box.height <= bottom - margin) return;
    this.x = box.x + Math.min(box.width, this.width / this.scale) / 2 - this.width / this.scale / 2;
    this.y = box.y + Math.min(box.height, this.height / this.scale / 2) / 2 - this.height / this.scale / 2;
  }
}
