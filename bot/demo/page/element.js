// A DOM element: properties that begin with "on" are listeners, and what is false or missing is left out.
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "dataset") Object.assign(made.dataset, value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

// What is drawn under *key* already where it *is* the same, else drawn anew; *known* is what a box holds, by key.
export function again(known, key, is, draw) {
  const old = known.get(key);
  if (old?.dataset.is === is) return old;
  const made = draw();
  Object.assign(made.dataset, { key, is });
  return made;
}

// Puts *wanted* into *box* and moves nothing that stays; the focus goes to what stands where it was.
export function settle(box, wanted) {
  const focused = placeOf(box);
  const stay = new Set(wanted);
  for (const one of [...box.children]) if (!stay.has(one)) one.remove();
  wanted.forEach((one, at) => { if (box.children[at] !== one) box.insertBefore(one, box.children[at] ?? null); });
  if (focused && !box.contains(document.activeElement)) {
    const now = wanted.find((one) => one.dataset.key === focused.key) ?? box;
    (now.querySelectorAll("button, a")[focused.at] ?? box).focus({ preventScroll: true });
  }
}

function placeOf(box) {
  const active = document.activeElement;
  if (active === box || !box.contains(active)) return null;
  const part = [...box.children].find((one) => one.contains(active));
  return { key: part.dataset.key, at: [...part.querySelectorAll("button, a")].indexOf(active) };
}

export const keyed = (box) => new Map([...box.children].map((one) => [one.dataset.key, one]));
