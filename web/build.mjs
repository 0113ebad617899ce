// Builds src/*.js and src/*.css into the folder of static files of the package; called by hatch_build.py.
//
// Each script is bundled by itself. MapLibre is the one large part, so it is a file of its own that the others import
// as "./maplibre.js"; its worker is a file as well, for the pages' policy allows no blob to run.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { build } from "esbuild";

const out = process.argv[2];
const sources = readdirSync("src").filter((name) => /\.(js|css)$/.test(name)).sort();

await build({
  entryPoints: sources.map((name) => path.join("src", name)),
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome110", "firefox115", "safari16"],
  external: ["./maplibre.js"],
  loader: { ".svg": "dataurl", ".png": "dataurl" },
  legalComments: "none",
  charset: "utf8",
  logLevel: "warning",
});

const worker = await build({
  entryPoints: ["node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs"],
  outfile: path.join(out, "maplibre-worker.js"),
  bundle: true,
  minify: true,
  format: "esm",
  legalComments: "none",
  charset: "utf8",
  logLevel: "warning",
});
if (worker.errors.length > 0) process.exit(1);

copyFileSync("src/icon.svg", path.join(out, "icon.svg"));
copyFileSync("node_modules/world-atlas/countries-50m.json", path.join(out, "countries-50m.json"));

// Whose work is in the files, with the licence of each, as the licences ask.
const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
mkdirSync(out, { recursive: true });
const told = Object.entries(lock.packages)
  .filter(([name, about]) => name !== "" && !about.dev && !about.optional)
  .map(([name]) => {
    const folder = readdirSync(name);
    const licence = folder.find((file) => /^licen[cs]e(\.\w+)?$/i.test(file));
    const about = JSON.parse(readFileSync(path.join(name, "package.json"), "utf8"));
    const text = licence ? readFileSync(path.join(name, licence), "utf8").trim() : "";
    return `${about.name} ${about.version} (${about.license})\n\n${text}\n`;
  });
writeFileSync(path.join(out, "LICENSES.txt"), told.join(`\n${"-".repeat(80)}\n\n`).replaceAll("\r\n", "\n"));
