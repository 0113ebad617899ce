// Incidents by day as bars; dragging across them chooses days.
import uPlot from "uplot";
import { colour, onScheme } from "./families.js";

const DAY = 86_400;
const HEIGHT = 126;
const seconds = (day) => Date.parse(`${day}T00:00:00Z`) / 1000;
const iso = (time) => new Date(time * 1000).toISOString().slice(0, 10);

// Days without incidents are drawn as such; over long spans the bars are weeks or months of 28 days.
function binned(days) {
  if (days.length === 0) return { times: [], counts: [], width: DAY };
  const [first, last] = [seconds(days[0][0]), seconds(days.at(-1)[0])];
  const span = (last - first) / DAY + 1;
  const width = DAY * (span > 1500 ? 28 : span > 240 ? 7 : 1);
  const counts = new Array(Math.floor((last - first) / width) + 1).fill(0);
  for (const [day, count] of days) counts[Math.floor((seconds(day) - first) / width)] += count;
  return { times: counts.map((_, n) => first + n * width + width / 2), counts, width };
}

export function makeTimeline(box, choose) {
  let plot = null;
  let asked = "";
  let data = { times: [], counts: [], width: DAY };
  let range = [null, null];

  function make() {
    plot?.destroy();
    const ink = colour("soft");
    const bars = uPlot.paths.bars({ size: [0.86, 40], align: 0 });
    const axis = { stroke: ink, grid: { show: false }, ticks: { stroke: colour("line"), size: 4 }, font: "11px system-ui" };
    plot = new uPlot({
      width: box.clientWidth, height: HEIGHT, tzDate: (time) => uPlot.tzDate(new Date(time * 1000), "Etc/UTC"),
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
      scales: { x: { range: (_, low, high) => [low - data.width / 2, high + data.width / 2] }, y: { range: (_, __, high) => [0, Math.max(1, high * 1.1)] } },
      series: [{}, { fill: colour("accent"), width: 0, paths: bars, points: { show: false } }],
      axes: [{ ...axis, size: 36 }, { ...axis, size: 36, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000] }],
      hooks: { setSelect: [selected], draw: [band], ready: [(made) => made.over.addEventListener("dblclick", () => choose(null, null))] },
    }, [data.times, data.counts], box);
  }

  function selected(made) {
    const { left, width } = made.select;
    if (width < 4) return;
    const from = made.posToVal(left, "x");
    const to = made.posToVal(left + width, "x");
    made.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
    choose(iso(from), iso(to));
  }

  // What is chosen now, shaded.
  function band(made) {
    if (range[0] === null && range[1] === null) return;
    const { left, top, width, height } = made.bbox;
    const at = (time, otherwise) => time === null ? otherwise : Math.min(left + width, Math.max(left, made.valToPos(time, "x", true)));
    const [x, end] = [at(range[0], left), at(range[1], left + width)];
    made.ctx.save();
    made.ctx.fillStyle = colour("page");
    made.ctx.globalAlpha = 0.68;
    made.ctx.fillRect(left, top, x - left, height);
    made.ctx.fillRect(end, top, left + width - end, height);
    made.ctx.globalAlpha = 1;
    made.ctx.fillStyle = colour("strong");
    made.ctx.fillRect(x - 1, top, 2, height);
    made.ctx.fillRect(end - 1, top, 2, height);
    made.ctx.restore();
  }

  function chosen(query) {
    const days = Number(query.get("days"));
    const first = query.get("from") ? seconds(query.get("from")) : null;
    const last = query.get("to") ? seconds(query.get("to")) + DAY : null;
    if (!days) return [first, last];
    const today = seconds(new Date().toISOString().slice(0, 10));
    return [Math.max(first ?? 0, today - (days - 1) * DAY), last ?? today + DAY];
  }

  async function draw(query) {
    range = chosen(query);
    const wanted = new URLSearchParams(query);
    for (const name of ["from", "to", "days", "after", "order"]) wanted.delete(name);
    if (wanted.toString() !== asked || plot === null) {
      const answer = await fetch(`/api/v1/timeline?${wanted}`);
      if (!answer.ok) return;
      const told = await answer.json();
      asked = wanted.toString();
      data = binned(told.days);
      document.getElementById("time-box").hidden = data.times.length === 0;
      document.getElementById("undated").textContent = told.undated ? `${told.undated} have no day.` : "";
      if (data.times.length > 0) make();
    } else plot.redraw();
    box.dataset.drawn = "true";
  }

  new ResizeObserver(() => plot?.setSize({ width: box.clientWidth, height: HEIGHT })).observe(box);
  onScheme(() => plot && make());
  return { draw };
}
