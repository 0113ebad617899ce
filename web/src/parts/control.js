// Who holds what on a day: areas and points, solid where assessed, hatched where claimed, crossed where contested.
import { colour } from "./families.js";

const EMPTY = { type: "FeatureCollection", features: [] };
const SIDES = 8;

// The number of a side's colour: the same side has the same one on every day.
function tint(side, known) {
  if (!known.has(side)) known.set(side, known.size % SIDES);
  return known.get(side);
}

// A pattern of lines in a side's colour; `status` tells which.
function pattern(status, ink) {
  const size = 12;
  const made = document.createElement("canvas");
  made.width = made.height = size;
  const pen = made.getContext("2d");
  pen.strokeStyle = ink;
  pen.lineWidth = 2;
  const lines = status === "claimed" ? [[0, 12, 12, 0], [-2, 2, 2, -2], [10, 14, 14, 10]] : [[0, 12, 12, 0], [0, 0, 12, 12]];
  for (const [x, y, endX, endY] of lines) {
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(endX, endY);
    pen.stroke();
  }
  return pen.getImageData(0, 0, size, size);
}

export function makeControl(map, maplibre) {
  const on = document.getElementById("control-on");
  const day = document.getElementById("control-day");
  const key = document.getElementById("control-key");
  const sides = document.getElementById("sides");
  const known = new Map();
  let told = EMPTY;
  let added = false;

  // The day is in the address after "#", beside the map's own place.
  const kept = () => new URLSearchParams(location.hash.slice(1)).get("control");
  function keep(value) {
    const hash = location.hash.slice(1).split("&").filter((part) => part && !part.startsWith("control="));
    if (value) hash.push(`control=${value}`);
    history.replaceState(history.state, "", location.pathname + location.search + (hash.length ? `#${hash.join("&")}` : ""));
  }

  function paint() {
    if (!added) return;
    for (const one of told.features) {
      const { status, side, holder } = one.properties;
      const shown = status === "contested" ? "contested" : (holder ?? side);
      const number = tint(shown, known);
      one.properties.ink = status === "contested" ? colour("contested") : colour(`side-${number}`);
      one.properties.pattern = `p|${status}|${one.properties.ink}`;
      if (status !== "assessed" && !map.hasImage(one.properties.pattern)) {
        map.addImage(one.properties.pattern, pattern(status, one.properties.ink));
      }
    }
    map.getSource("control").setData(told);
    const listed = new Map(told.features.filter((one) => one.properties.holder).map((one) => [one.properties.holder, known.get(one.properties.holder)]));
    sides.replaceChildren(...[...listed].slice(0, 12).map(([name, number]) => {
      const line = document.createElement("li");
      const swatch = document.createElement("span");
      swatch.className = `swatch side-${number}`;
      line.append(swatch, ` ${name}`);
      return line;
    }));
    sides.hidden = listed.size === 0;
    if (on.checked && told.features.length === 0) {
      sides.hidden = false;
      sides.replaceChildren(Object.assign(document.createElement("li"), { textContent: "Nothing is known of that day." }));
    }
  }

  async function load() {
    key.hidden = !on.checked;
    keep(on.checked ? day.value : null);
    if (on.checked) {
      const asked = new URLSearchParams({ at: day.value });
      const then = new URLSearchParams(location.search).get("as_of");
      if (then) asked.set("as_of", then);
      const answer = await fetch(`/api/v1/control?${asked}`);
      told = answer.ok ? await answer.json() : EMPTY;
    } else told = EMPTY;
    paint();
    map.getContainer().dataset.control = String(told.features.length);
  }

  function add() {
    const area = ["==", ["get", "shape"], "area"];
    const drawn = (status) => ["all", area, ["==", ["get", "status"], status]];
    map.addLayer({ id: "control-fill", type: "fill", source: "control", filter: drawn("assessed"), paint: { "fill-color": ["get", "ink"], "fill-opacity": 0.45 } }, "wide");
    for (const status of ["claimed", "contested"]) {
      map.addLayer({ id: `control-${status}`, type: "fill", source: "control", filter: drawn(status), paint: { "fill-pattern": ["get", "pattern"], "fill-opacity": 0.7 } }, "wide");
    }
    map.addLayer({ id: "control-line", type: "line", source: "control", filter: area, paint: { "line-color": ["get", "ink"], "line-width": 1.2 } }, "wide");
    added = true;
    paint();
  }

  function click(event) {
    const layers = ["control-fill", "control-claimed", "control-contested"].filter((id) => map.getLayer(id));
    const [hit] = map.queryRenderedFeatures(event.point, { layers });
    if (!hit) return;
    const { name, place, holder, status, since, why } = hit.properties;
    const held = document.createElement("div");
    held.className = "card";
    const title = document.createElement("h3");
    title.append(Object.assign(document.createElement("a"), { href: `/places/${encodeURIComponent(place)}`, textContent: name }));
    const line = document.createElement("p");
    line.textContent = `${holder ? `${holder}, ` : ""}${status} since ${since}`;
    const reason = document.createElement("p");
    reason.className = "soft";
    reason.textContent = why;
    held.append(title, line, reason);
    new maplibre.Popup({ maxWidth: "20rem" }).setLngLat(event.lngLat).setDOMContent(held).addTo(map);
  }

  on.addEventListener("change", load);
  day.addEventListener("change", () => { if (day.value) load(); });
  if (kept()) {
    on.checked = true;
    day.value = kept();
    document.getElementById("layers").open = true;
    map.once("load", load);
  }
  return { add, click };
}
