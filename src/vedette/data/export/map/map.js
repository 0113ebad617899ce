// Draws the marks that the page holds on the outlines that it holds. Texts of reports are set as text, never as HTML.
"use strict";
(async () => {
  const text = (id) => document.getElementById(id).textContent;
  const address = (id) => URL.createObjectURL(new Blob([text(id)], { type: "text/javascript" }));
  const { features, kinds, bounds } = JSON.parse(text("marks"));
  const outlines = JSON.parse(text("outlines"));
  const maplibre = await import(address("maplibre"));
  maplibre.setWorkerUrl(address("worker"));

  const map = new maplibre.Map({
    container: "map",
    bounds,
    fitBoundsOptions: { padding: 40, maxZoom: 9 },
    maxZoom: 13,
    attributionControl: false,
    style: {
      version: 8,
      sources: { outlines: { type: "geojson", data: outlines }, reach: reaches(features), marks: collection(features) },
      layers: [
        { id: "sea", type: "background", paint: { "background-color": "#dce6ec" } },
        {
          id: "land", type: "fill", source: "outlines",
          paint: { "fill-color": ["case", [">", ["get", "number"], 0], "#e8d5b0", "#f4f1ea"] },
        },
        { id: "borders", type: "line", source: "outlines", paint: { "line-color": "#b9b3a6", "line-width": 0.8 } },
        {
          id: "reach", type: "fill", source: "reach",
          paint: { "fill-color": ["get", "colour"], "fill-opacity": 0.1 },
        },
        {
          id: "reach-edge", type: "line", source: "reach",
          paint: { "line-color": ["get", "colour"], "line-opacity": 0.6, "line-dasharray": [4, 3] },
        },
      ],
    },
  });
  map.addControl(new maplibre.NavigationControl({ showCompass: false }));
  map.addControl(new maplibre.ScaleControl());
  map.dragRotate.disable();
  map.touchZoomRotate.disableRotation();

  map.on("load", async () => {
    await Promise.all(kinds.map(async (kind) => map.addImage(kind.name, await drawn(kind), { pixelRatio: 4 })));
    map.addLayer({
      id: "marks", type: "symbol", source: "marks",
      layout: {
        "icon-image": ["get", "kind"], "icon-size": ["get", "size"], "icon-offset": ["get", "offset"],
        "icon-allow-overlap": true, "symbol-sort-key": ["-", 0, ["get", "size"]],
      },
    });
    document.getElementById("kinds").addEventListener("change", choose);
    document.body.dataset.drawn = String(features.length);
  });
  map.on("mouseenter", "marks", () => { map.getCanvas().style.cursor = "pointer"; });
  map.on("mouseleave", "marks", () => { map.getCanvas().style.cursor = ""; });
  map.on("click", "marks", (event) => {
    const box = document.createElement("div");
    const ids = new Set();
    for (const { properties } of event.features) {
      if (ids.has(properties.id)) continue;
      if (ids.size) box.append(document.createElement("hr"));
      ids.add(properties.id);
      box.append(...told(features.find((one) => one.id === properties.id)));
    }
    new maplibre.Popup({ maxWidth: "none" }).setLngLat(event.lngLat).setDOMContent(box).addTo(map);
  });

  function collection(of) {
    const data = of.map((one) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: [one.lon, one.lat] },
      properties: { id: one.id, kind: one.kind, size: one.size, offset: [one.dx / one.size, one.dy / one.size] },
    }));
    return { type: "geojson", data: { type: "FeatureCollection", features: data } };
  }

  function reaches(of) {
    const data = of.filter((one) => one.reach > 0).map((one) => ({
      type: "Feature",
      geometry: { type: "Polygon", coordinates: [circle(one)] },
      properties: { colour: kinds.find((kind) => kind.name === one.kind).colour, kind: one.kind },
    }));
    return { type: "geojson", data: { type: "FeatureCollection", features: data } };
  }

  function circle({ lat, lon, reach }) {
    const up = reach / 111.32;
    const across = up / Math.cos((lat * Math.PI) / 180);
    return Array.from({ length: 65 }, (_, n) => {
      const turn = (n / 64) * 2 * Math.PI;
      return [lon + across * Math.cos(turn), lat + up * Math.sin(turn)];
    });
  }

  async function drawn({ path, colour }) {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96" viewBox="-12 -12 24 24">` +
      `<path d="${path}" fill="${colour}" fill-rule="evenodd" stroke="#fff" stroke-width="1.2"/></svg>`;
    const image = new Image(96, 96);
    image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
    await image.decode();
    return image;
  }

  function choose() {
    const chosen = [...document.querySelectorAll("#kinds input:checked")].map((box) => box.value);
    const only = ["in", ["get", "kind"], ["literal", chosen]];
    for (const layer of ["marks", "reach", "reach-edge"]) map.setFilter(layer, only);
  }

  function told(one) {
    const made = (name, words) => Object.assign(document.createElement(name), { textContent: words });
    const parts = [made("h3", one.title), made("p", [one.when, one.where, one.killed].filter(Boolean).join(", "))];
    parts.push(made("p", one.status));
    if (one.quote) parts.push(made("blockquote", one.quote));
    if (one.outlets) parts.push(made("p", one.outlets));
    if (/^https?:/.test(one.url)) {
      parts.push(Object.assign(made("a", "more"), { href: one.url, rel: "noopener noreferrer", target: "_blank" }));
    }
    return parts;
  }
})().catch((error) => {
  document.getElementById("failed").hidden = false;
  document.getElementById("table").open = true;
  console.error(error);
});
