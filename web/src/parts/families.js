// Families of kinds: their names, outlines and colours. The colours are the style sheet's, light or dark.
export function readFamilies(template) {
  const found = new Map();
  for (const one of template.content.querySelectorAll("[data-family]")) {
    const { family: key, name, path } = one.dataset;
    found.set(key, { key, name, path: new Path2D(path) });
  }
  return found;
}

// The value of a colour of the style sheet, as it is now.
export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

// Calls back when the system goes from light to dark or back.
export function onScheme(callback) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", callback);
}
