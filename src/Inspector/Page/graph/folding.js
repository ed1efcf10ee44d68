// Which groups of a tree are closed. A set of keys; groups that it does not name are open.

import { closedAtFirst, groupsBelow } from "#graph/groups";

/** A group that holds no more than this opens with everything in it. */
const openWhole = 16;

/** The closed groups by the state's list, or the page's own choice without one. */
export const closedKeys = (root, listed) => listed ? new Set(listed) : closedAtFirst(root);

/** After opening a closed group or closing an open one. */
export function toggled(closed, group) {
  const next = new Set(closed);
  if (!next.delete(group.key)) return next.add(group.key);
  for (const key of closedAtFirst(group, openWhole)) next.add(key);
  return next;
}

/** After opening whatever hides a value; null when it is in sight already. */
export function opened(closed, item) {
  const next = new Set(closed);
  for (let group = item.parent; group?.parent; group = group.parent) {
    if (!next.delete(group.key)) continue;
    for (const child of group.children) if (child.children && !isAbove(child, item)) next.add(child.key);
  }
  return next.size === closed.size && [...next].every(key => closed.has(key)) ? null : next;
}

/** All top groups closed. */
export const allClosed = root => new Set(root.children.filter(child => child.children).map(group => group.key));

/** The items of values by id. */
export function itemsById(root) {
  const items = new Map();
  for (const group of [root, ...groupsBelow(root)])
    for (const child of group.children) if (child.node) items.set(child.node.id, child);
  return items;
}

function isAbove(group, item) {
  for (let parent = item.parent; parent; parent = parent.parent) if (parent === group) return true;
  return false;
}
