// The map: countries, clusters with counts, areas for what is told no nearer, and who holds what on a day.
import { feature } from "topojson-client";
import numeric from "../numeric.json";
import { colour, onScheme } from "./families.js";
import { makeControl } from "./control.js";

const EMPTY = { type: "FeatureCollection", features: [] };
const RATIO = Math.min(2, Math.ceil(devicePixelRatio || 1));
const RADIUS_KM = { district: 15, province: 60 };

const places = (features) => ({ type: "FeatureCollection", features });

// The outlines of countries, with their alpha-3 codes.
async function countries() {
  const world = await (await fetch("/static/countries-50m.json")).json();
  const found = feature(world, world.objects.countries);
  for (const one of found.features) {
    one.geometry = flat(one.geometry);
    one.properties.iso = numeric[one.id] ?? (one.properties.name === "Kosovo" ? "XKX" : "");
  }
  return found;
}

// The atlas is for spheres: its rings run across the date line. On a flat map they go on beyond 180 degrees instead, and
// one that goes round the pole (Antarctica) is led along the map's edge.
function unrolled(ring) {
  let turns = 0;
  const found = ring.map(([lon, lat], n) => {
    if (n > 0) {
      const step = lon - ring[n - 1][0];
      if (step > 180) turns -= 360;
      else if (step < -180) turns += 360;
    }
    return [lon + turns, lat];
  });
  if (turns === 0) return found;
  const pole = found[0][1] < 0 ? -89.9 : 89.9;
  return [...found, [found.at(-1)[0], pole], [found[0][0], pole], found[0]];
}

function flat(geometry) {
  const polygon = (rings) => rings.map(unrolled);
  return { ...geometry, coordinates: geometry.type === "Polygon" ? polygon(geometry.coordinates) : geometry.coordinates.map(polygon) };
}

// A circle of so many kilometres as a polygon: what is told of a province is drawn as wide as one.
function circle(lon, lat, km) {
  const ring = [];
  const high = km / 111.195;
  const wide = high / Math.max(0.05, Math.cos((lat * Math.PI) / 180));
  for (let n = 0; n <= 48; n += 1) {
    const turn = (n / 48) * 2 * Math.PI;
    ring.push([lon + wide * Math.cos(turn), Math.max(-89, Math.min(89, lat + high * Math.sin(turn)))]);
  }
  return { type: "Polygon", coordinates: [ring] };
}

// A mark: a single incident bears the shape of its family, its size grows with deaths; a cluster bears its number in a
// ring that shows the share of each family.
function mark(name, families) {
  const [kind, ...rest] = name.split("|");
  return kind === "one" ? single(families.get(rest[0]), Number(rest[1])) : cluster(Number(rest[0]), rest[1], Number(rest[2]));
}

function canvas(size) {
  const made = document.createElement("canvas");
  made.width = made.height = size * RATIO;
  const pen = made.getContext("2d");
  pen.scale(RATIO, RATIO);
  return pen;
}

const grown = (killed, least, most) => Math.round(Math.min(most, least + Math.sqrt(killed) * 1.6));

function single(family, killed) {
  const size = grown(killed, 15, 40);
  const pen = canvas(size + 4);
  pen.translate(2, 2);
  pen.scale(size / 16, size / 16);
  pen.fillStyle = colour(`f-${family.key}`);
  pen.strokeStyle = colour("map-halo");
  pen.lineWidth = 26 / size;
  pen.lineJoin = "round";
  pen.stroke(family.path);
  pen.fill(family.path, "evenodd");
  return pen;
}

function cluster(count, shares, killed) {
  const size = Math.max(grown(killed, 24, 44), 22 + 4 * String(count).length, 20 + Math.round(Math.log10(count) * 8));
  const pen = canvas(size);
  const middle = size / 2;
  pen.beginPath();
  pen.arc(middle, middle, middle - 1, 0, 2 * Math.PI);
  pen.fillStyle = colour("page");
  pen.fill();
  let turn = -Math.PI / 2;
  pen.lineWidth = 4;
  for (const share of shares.split(",")) {
    const [key, part] = share.split(":");
    const end = turn + (Number(part) / 100) * 2 * Math.PI;
    pen.beginPath();
    pen.arc(middle, middle, middle - 3, turn, end);
    pen.strokeStyle = colour(`f-${key}`);
    pen.stroke();
    turn = end;
  }
  pen.fillStyle = colour("ink");
  pen.font = `600 ${count > 9999 ? 10 : 12}px system-ui, sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(count > 9999 ? `${Math.round(count / 1000)}k` : String(count), middle, middle + 0.5);
  return pen;
}

function nameOf(one) {
  if (one.count === 1) return `one|${Object.keys(one.families)[0]}|${Math.min(one.killed, 250)}`;
  const step = 5; // of a hundred: few images for many clusters
  const whole = Object.entries(one.families).map(([key, n]) => [key, Math.max(step, Math.round((n / one.count) * (100 / step)) * step)]);
  const sum = whole.reduce((all, [, part]) => all + part, 0);
  return `many|${one.count}|${whole.map(([key, part]) => `${key}:${Math.round((part / sum) * 100)}`).join(",")}|${Math.min(400, Math.round(one.killed / 10) * 10)}`;
}

function clusterFeature(one) {
  return { type: "Feature", geometry: { type: "Point", coordinates: [one.lon, one.lat] }, properties: { icon: nameOf(one), count: one.count, id: one.id ?? "", lon: one.lon, lat: one.lat } };
}

function style() {
  const wide = ["match", ["get", "precision"], "district", 1.2, 1];
  return {
    version: 8,
    sources: Object.fromEntries(["land", "control", "wide", "clusters"].map((id) => [id, { type: "geojson", data: EMPTY }])),
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colour("map-sea") } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": colour("map-land"), "fill-antialias": true } },
      { id: "told", type: "fill", source: "land", filter: ["in", ["get", "iso"], ["literal", []]], paint: { "fill-color": colour("map-told"), "fill-opacity": 0.55 } },
      { id: "borders", type: "line", source: "land", paint: { "line-color": colour("map-border"), "line-width": ["interpolate", ["linear"], ["zoom"], 1, 0.5, 6, 1.2] } },
      { id: "wide", type: "fill", source: "wide", minzoom: 3.5, paint: { "fill-color": colour("accent"), "fill-opacity": 0.14 } },
      { id: "wide-line", type: "line", source: "wide", minzoom: 3.5, paint: { "line-color": colour("accent"), "line-width": wide, "line-dasharray": [3, 2] } },
      { id: "clusters", type: "symbol", source: "clusters", layout: { "icon-image": ["get", "icon"], "icon-allow-overlap": true, "icon-ignore-placement": true, "symbol-sort-key": ["get", "count"] } },
    ],
  };
}

export function makeMap(maplibre, box, families, query) {
  document.getElementById("map-box").hidden = false;
  const placed = location.hash.includes("map=");
  const map = new maplibre.Map({
    container: box, style: style(), hash: "map", center: [20, 20], zoom: 1.3, minZoom: 0.6, maxZoom: 13, attributionControl: false,
    dragRotate: false, pitchWithRotate: false, touchPitch: false, renderWorldCopies: true, fadeDuration: 0,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibre.ScaleControl(), "bottom-left");
  map.addControl(new maplibre.AttributionControl({ compact: false, customAttribution: "Borders: Natural Earth, as controlled in fact" }), "bottom-right");
  const control = makeControl(map, maplibre);
  let land = EMPTY;
  let fitted = placed;
  let told = null;
  let newest = 0;

  // The images of the marks, before they are needed.
  function ready(id) {
    if (map.hasImage(id)) return;
    const pen = mark(id, families);
    map.addImage(id, pen.getImageData(0, 0, pen.canvas.width, pen.canvas.height), { pixelRatio: RATIO });
  }

  function seen() {
    const bounds = map.getBounds();
    const [west, east] = [bounds.getWest(), bounds.getEast()];
    if (east - west >= 360) return null;
    const turned = (lon) => ((((lon + 180) % 360) + 360) % 360) - 180;
    const low = Math.max(-90, bounds.getSouth());
    const high = Math.min(90, bounds.getNorth());
    return [turned(west), low, turned(east), high].map((n) => n.toFixed(4)).join(",");
  }

  async function draw({ refit = false } = {}) {
    const mine = ++newest;
    const asked = query();
    asked.delete("after");
    asked.delete("order");
    asked.set("zoom", Math.round(map.getZoom() * 2) / 2);
    const view = fitted || refit ? seen() : null;
    if (view) asked.set("view", view);
    const answer = await fetch(`/api/v1/map?${asked}`);
    if (!answer.ok || mine !== newest) return;
    told = await answer.json();
    if (!fitted) {
      fitted = true;
      if (fit(told)) return; // the move draws again
    }
    paint();
    box.dataset.drawn = String(told.clusters.length);
  }

  // The first look: all that there is, the far outliers among it.
  function fit(found) {
    const points = [...found.clusters.map((one) => [one.lon, one.lat]), ...found.areas.filter((one) => one[3] !== null && one[0] !== "country").map((one) => [one[3], one[4]])];
    if (points.length === 0) return false;
    const bounds = points.reduce((all, point) => all.extend(point), new maplibre.LngLatBounds(points[0], points[0]));
    map.fitBounds(bounds, { padding: 48, maxZoom: 7, animate: false });
    return true;
  }

  function paint() {
    if (!map.getSource("clusters")) return;
    const marks = told.clusters.map(clusterFeature);
    for (const one of marks) ready(one.properties.icon);
    map.getSource("clusters").setData(places(marks));
    const areas = told.areas.filter(([precision, , , lon]) => precision in RADIUS_KM && lon !== null);
    map.getSource("wide").setData(places(areas.map(([precision, country, place, lon, lat, count]) => ({
      type: "Feature", geometry: circle(lon, lat, RADIUS_KM[precision]), properties: { precision, country, place, count },
    }))));
    const whole = told.areas.filter(([precision, country]) => precision === "country" && country).map((one) => one[1]);
    map.setFilter("told", ["in", ["get", "iso"], ["literal", [...new Set(whole)]]]);
  }

  async function card(event, box_) {
    const asked = query();
    asked.delete("after");
    asked.set("view", box_.map((n) => n.toFixed(5)).join(","));
    await opened(event.lngLat, `/map/card?${asked}`);
  }

  async function opened(where, address) {
    const answer = await fetch(address);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const held = document.importNode(page.querySelector(".card"), true);
    new maplibre.Popup({ maxWidth: "22rem", focusAfterOpen: true }).setLngLat(where).setDOMContent(held).addTo(map);
  }

  map.on("click", (event) => {
    const [hit] = map.queryRenderedFeatures(event.point, { layers: ["clusters"] });
    if (hit) {
      const { count, lon, lat } = hit.properties;
      const reach = (360 / (512 * 2 ** map.getZoom())) * 30;
      if (count > 12 && map.getZoom() < 9) map.easeTo({ center: [lon, lat], zoom: map.getZoom() + 2 });
      else card({ lngLat: { lng: lon, lat } }, [lon - reach, lat - reach, lon + reach, lat + reach]);
      return;
    }
    const [area] = map.queryRenderedFeatures(event.point, { layers: ["wide"] });
    if (area) {
      const asked = query();
      asked.set("place", area.properties.place);
      opened(event.lngLat, `/map/card?${asked}`);
      return;
    }
    control.click(event);
  });
  for (const layer of ["clusters", "wide", "control-fill"]) {
    map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
  }
  map.on("load", async () => {
    control.add();
    land = await countries();
    map.getSource("land").setData(land);
  });
  let moved = 0;
  map.on("moveend", () => { clearTimeout(moved); moved = setTimeout(() => draw({ refit: true }), 120); });
  onScheme(() => {
    map.setStyle(style(), { diff: false });
    map.once("styledata", () => { control.add(); map.getSource("land").setData(land); if (told) paint(); });
  });
  map.on("idle", () => { if (told && land !== EMPTY) box.dataset.idle = "true"; });
  return { draw: () => draw({ refit: fitted }) };
}
