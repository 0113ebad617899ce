// The overview: map, timeline and list, bound to one state of filters, which is the query of the address.
import * as maplibre from "./maplibre.js";
import { makeMap } from "./parts/map.js";
import { makeTimeline } from "./parts/timeline.js";
import { readFamilies } from "./parts/families.js";

const PARTS = ["asked", "list", "wide"];
const families = readFamilies(document.querySelector("#families"));
const state = {
  get query() {
    return new URLSearchParams(location.search);
  },
};
let newest = 0;

// Go to another state: the server's page for it is asked for, and its parts are put in place of ours.
async function show(query, { push = true } = {}) {
  if ((query.get("as_of") ?? "") !== (document.body.dataset.asOf ?? "")) {
    location.assign(`/?${query}${location.hash}`); // another time of the record: the whole page is another
    return;
  }
  const mine = ++newest;
  const address = `/?${query}`;
  document.body.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== newest) return;
    if (!answer.ok || !page.querySelector("#list")) {
      location.assign(address); // a mistake in a filter, or a session that is over: the server's own page says it
      return;
    }
    const focused = document.activeElement?.id || document.activeElement?.name;
    for (const id of PARTS) document.getElementById(id).replaceWith(document.importNode(page.getElementById(id), true));
    if (push) history.pushState(null, "", address + location.hash);
    if (focused) (document.getElementById(focused) ?? document.querySelector(`[name="${CSS.escape(focused)}"]`))?.focus();
    draw();
  } catch (error) {
    if (error instanceof TypeError) location.assign(address); // no connection: the browser says so
    else throw error;
  } finally {
    document.body.removeAttribute("aria-busy");
  }
}

function changed(changes) {
  const query = state.query;
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) query.delete(name);
    else query.set(name, value);
  }
  query.delete("after");
  return show(query);
}

addEventListener("popstate", () => show(state.query, { push: false }));

// Links and the form of the filters change the state instead of loading a page.
document.addEventListener("click", (event) => {
  const link = event.target.closest("#asked a, #list .spans a, #list .legend a, #wide a, #calendar a, #list .more a");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const target = new URL(link.href);
  if (target.pathname !== "/") return;
  event.preventDefault();
  show(target.searchParams);
  if (link.closest(".more")) document.getElementById("list").scrollIntoView();
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("#asked form")) return;
  event.preventDefault();
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(event.target)) if (value !== "") query.append(name, value);
  show(query);
});

const timeline = makeTimeline(document.getElementById("timeline"), (from, to) => changed({ from, to, days: null }));
let map = null;
try {
  map = makeMap(maplibre, document.getElementById("map"), families, () => state.query);
} catch (error) {
  console.warn("no map here:", error.message); // a browser without WebGL keeps the list and the timeline
  document.getElementById("map-box").hidden = true;
}

// The calendar is the server's own; it is asked for when the rest is drawn, since nothing waits for it.
async function drawCalendar(query) {
  const box = document.getElementById("calendar");
  const answer = await fetch(`/calendar?${query}`);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const made = page.getElementById("calendar-of");
  if (`${query}` !== `${state.query}` || !made) return;
  box.replaceChildren(...document.importNode(made, true).childNodes);
  box.dataset.drawn = "";
}

function draw() {
  drawCalendar(state.query).catch((error) => console.warn("no calendar:", error.message));
  map?.draw();
  timeline.draw(state.query);
}
draw();
