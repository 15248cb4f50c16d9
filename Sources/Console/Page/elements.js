// The page's elements.

/** The element with an id. */
export const find = (id) => document.getElementById(id);

/** A new element. */
export function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}
