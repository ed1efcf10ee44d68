// What charts share: a label that follows the pointer or the focus, and marks that are walked by arrow keys (one stop of the Tab key per chart).

import { h, on } from "#dom";

const gap = 12;

/**
 * Makes the marks of a chart speak. area: the positioned element around the chart; marks(): its elements in order, each with an
 * aria-label; describe(mark): lines of its label; choose(mark)? by click, Enter and Space.
 * Returns { refresh() }, to be called when the marks are new.
 */
export function speakingMarks({ area, marks, describe, choose }) {
  const label = h("div", { class: "mark-label", hidden: true, "aria-hidden": "true" });
  area.append(label);

  function show(mark) {
    const [title, ...lines] = describe(mark);
    label.replaceChildren(h("strong", {}, title), ...lines.map(line => h("span", {}, line)));
    label.hidden = false;
    place(label, area, mark);
  }

  const hide = () => { label.hidden = true; };
  const markOf = event => event.target.closest?.("[data-mark]");
  on(area, "pointerover", event => { if (markOf(event)) show(markOf(event)); });
  on(area, "pointerout", event => { if (markOf(event)) hide(); });
  on(area, "focusin", event => { if (markOf(event)) show(markOf(event)); });
  on(area, "focusout", hide);
  on(area, "click", event => {
    const mark = markOf(event);
    if (!mark) return;
    setStop(mark);
    choose?.(mark);
  });
  on(area, "keydown", event => {
    const mark = markOf(event);
    if (!mark) return;
    if (event.key === "Escape") hide();
    else if (event.key === "Enter" || event.key === " ") choose?.(mark);
    else if (!move(mark, event.key)) return;
    event.preventDefault();
  });

  function move(mark, key) {
    const all = marks();
    const at = all.indexOf(mark);
    const target = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[key];
    if (target === undefined) return false;
    const next = all[Math.min(all.length - 1, Math.max(0, target))];
    setStop(next);
    next.focus();
    return true;
  }

  function setStop(mark) {
    area.querySelector('[data-mark][tabindex="0"]')?.setAttribute("tabindex", -1);
    mark.setAttribute("tabindex", 0);
  }

  return {
    refresh() {
      hide();
      const all = marks();
      all.forEach(mark => mark.setAttribute("tabindex", -1));
      if (all.length > 0) setStop(all.find(mark => mark.classList.contains("selected")) ?? all[0]);
    },
  };
}

// Beside the mark, inside of the area: to the right of it, or to the left where there is no room.
function place(label, area, mark) {
  const box = mark.getBoundingClientRect();
  const around = area.getBoundingClientRect();
  const x = Math.min(Math.max(box.right, around.left), around.right) - around.left;
  const left = x + gap + label.offsetWidth <= around.width ? x + gap : Math.max(0, Math.min(box.left - around.left, around.width) - gap - label.offsetWidth);
  const top = Math.min(Math.max(0, box.top - around.top), Math.max(0, around.height - label.offsetHeight));
  label.style.left = `${left}px`;
  label.style.top = `${top}px`;
}
