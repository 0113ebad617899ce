// MapLibre with its worker from our own address.
import * as maplibregl from "maplibre-gl";

maplibregl.setWorkerUrl(new URL("maplibre-worker.js", import.meta.url).href);
export * from "maplibre-gl";
