// The network: a slider of months, and the ties as a graph that can be dragged and zoomed. The tables hold the same.
import { drag } from "d3-drag";
import { forceCenter, forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
import { select } from "d3-selection";
import { zoom, zoomIdentity } from "d3-zoom";

const TURNS = 220;
const pull = { fights: 150, allied_with: 70, backs: 80, part_of: 50, leads: 50, truce: 110, negotiates: 110 };

async function draw() {
  const graph = document.getElementById("graph");
  const asked = new URLSearchParams({ at: graph.dataset.at });
  if (graph.dataset.asOf) asked.set("as_of", graph.dataset.asOf);
  if (graph.dataset.actor) asked.set("actor", graph.dataset.actor);
  const answer = await fetch(`/api/v1/network?${asked}`);
  if (!answer.ok) return;
  const told = await answer.json();
  graph.toggleAttribute("hidden", told.ties.length === 0);
  if (told.ties.length === 0) return;
  const { width, height } = graph.getBoundingClientRect();
  const nodes = told.parties.map((party) => ({ ...party }));
  const links = told.ties.map((tie) => ({ ...tie }));
  const ties = new Map();
  for (const tie of told.ties) for (const end of [tie.source, tie.target]) ties.set(end, (ties.get(end) ?? 0) + 1);
  const radius = (node) => 5 + 2 * Math.sqrt(ties.get(node.id) ?? 1);
  const laid = forceSimulation(nodes)
    .force("link", forceLink(links).id((node) => node.id).distance((tie) => pull[tie.kind] ?? 90).strength(0.25))
    .force("charge", forceManyBody().strength(-190))
    .force("x", forceX(width / 2).strength(0.05)).force("y", forceY(height / 2).strength(0.09))
    .force("centre", forceCenter(width / 2, height / 2)).force("apart", forceCollide((node) => radius(node) + 22)).stop();
  for (let n = 0; n < TURNS; n += 1) laid.tick();

  const svg = select(graph);
  svg.selectAll("*").remove();
  const all = svg.append("g");
  const line = all.append("g").selectAll("line").data(links).join("line")
    .attr("class", (tie) => `tie k-${tie.kind}${tie.background ? " background" : ""}`).attr("stroke-width", (tie) => 1 + 3 * tie.strength);
  line.append("title").text((tie) => `${tie.source.name} ${tie.kind.replace("_", " ")} ${tie.target.name}${tie.since ? ` since ${tie.since}` : ""}`);
  const node = all.append("g").selectAll("g").data(nodes).join("g").attr("class", "node");
  node.append("circle").attr("r", radius).attr("class", (one) => (one.bloc === null ? "c-7" : `c-${(one.bloc - 1) % 7}`));
  node.append("text").attr("x", (one) => radius(one) + 3).attr("dy", "0.35em").text((one) => one.name);
  function place() {
    line.attr("x1", (tie) => tie.source.x).attr("y1", (tie) => tie.source.y).attr("x2", (tie) => tie.target.x).attr("y2", (tie) => tie.target.y);
    node.attr("transform", (one) => `translate(${one.x},${one.y})`);
  }
  place();
  node.call(drag().on("drag", (event, one) => { one.x = event.x; one.y = event.y; place(); }));
  const zoomed = zoom().scaleExtent([0.2, 6]).filter((event) => event.type !== "wheel" || event.ctrlKey || document.activeElement === graph).on("zoom", (event) => all.attr("transform", event.transform));
  svg.call(zoomed);
  const [xs, ys] = [nodes.map((one) => one.x), nodes.map((one) => one.y)];
  const [left, right, top, bottom] = [Math.min(...xs) - 30, Math.max(...xs) + 130, Math.min(...ys) - 25, Math.max(...ys) + 25];
  const scale = Math.min(1.4, width / (right - left), height / (bottom - top));
  const moved = [width / 2 - (scale * (left + right)) / 2, height / 2 - (scale * (top + bottom)) / 2];
  svg.call(zoomed.transform, zoomIdentity.translate(...moved).scale(scale));
  graph.dataset.drawn = String(nodes.length);
}

// The slider goes from month to month; the page of that day takes the place of this one, and the address goes along.
const slide = document.getElementById("slide");
const form = document.getElementById("network-at");
async function go(day, push = true) {
  const asked = new URLSearchParams({ at: day });
  if (form.elements.as_of) asked.set("as_of", form.elements.as_of.value);
  if (form.elements.actor.value) asked.set("actor", form.elements.actor.value);
  const answer = await fetch(`/network?${asked}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!page.getElementById("network")) return location.assign(`/network?${asked}`);
  document.getElementById("network").replaceWith(document.importNode(page.getElementById("network"), true));
  form.elements.at.value = day;
  if (push) history.pushState(null, "", `/network?${asked}`);
  return draw();
}
if (slide) {
  const range = slide.querySelector("input");
  const days = range.dataset.days.split(" ");
  const now = form.elements.at.value;
  slide.hidden = false;
  range.value = Math.max(0, days.findLastIndex((day) => day <= now));
  range.addEventListener("input", () => { form.elements.at.value = days[range.value]; range.setAttribute("aria-valuetext", days[range.value]); });
  range.addEventListener("change", () => go(days[range.value]));
}
addEventListener("popstate", () => location.reload());
draw();
