// The detailed map: the town's districts and the projects that have a place, from the same answer as the list.
// What residents wrote is set as text, never as HTML. Leaflet comes from the host's own static files, only now.
const WORLD = [[-60, -170], [70, 170]];

function load(kind, attributes) {
  return new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement(kind), attributes);
    element.addEventListener("load", resolve);
    element.addEventListener("error", reject);
    document.head.append(element);
  });
}

async function ask(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

function fill(words, number) {
  return words.replace("{number}", number);
}

function popup(title, language, address, words) {
  const content = document.createElement("div");
  const name = document.createElement("p");
  const link = document.createElement("a");
  const labelled = words ? name : link;
  labelled.textContent = title;
  labelled.dir = "auto";
  if (language && language !== "und") labelled.lang = language;
  link.href = address;
  if (words) link.textContent = words;
  content.append(...(words ? [name, link] : [link]));
  return content;
}

function sign(kind, text, label, size) {
  const plate = document.createElement("span");
  plate.textContent = text;
  const icon = L.divIcon({ className: kind, html: plate, iconSize: [size, size] });
  return { icon, title: label, alt: label, keyboard: true };
}

function name(marker, label) {
  marker.on("add", () => marker.getElement().setAttribute("aria-label", label));
  return marker;
}

function drawDistricts(map, districts, words) {
  const look = ({ properties }) => ({ className: `zone paper-${properties.paper}${properties.chosen ? " chosen" : ""}` });
  const layer = L.geoJSON(districts, {
    style: look,
    onEachFeature: ({ properties }, zone) => {
      const title = `${properties.name} · ${fill(words.count, properties.number)}`;
      zone.bindPopup(popup(title, "", properties.address, words.see));
    },
  });
  return layer.addTo(map);
}

function drawProjects(layer, answer, map, words) {
  layer.clearLayers();
  for (const each of answer.points) {
    const label = `${fill(words.project, each.number)}, ${each.title}`;
    const marker = L.marker(each.at, sign("pin", String(each.number), label, 32));
    name(marker, label).bindPopup(popup(each.title, each.language, each.address)).addTo(layer);
  }
  for (const each of answer.groups) {
    const label = fill(words.group, each.number);
    const marker = L.marker(each.at, sign("group", String(each.number), label, 44));
    name(marker, label).on("click", () => map.flyTo(each.at, map.getZoom() + 2)).addTo(layer);
  }
}

export async function show(box) {
  const words = box.dataset;
  if (!window.L) {
    const sheets = [words.leafletLook, words.look].map((href) => load("link", { rel: "stylesheet", href }));
    await Promise.all([...sheets, load("script", { src: words.leaflet })]);
  }
  const first = await ask(words.source);
  const live = document.createElement("div");
  live.className = "live";
  live.setAttribute("role", "region");
  live.setAttribute("aria-label", words.name);
  box.prepend(live);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(live, {
    zoomControl: false,
    minZoom: 2,
    maxZoom: 19,
    zoomSnap: words.tiles ? 1 : 0.25, // drawn districts may have any size, pictures of a map may not
    zoomAnimation: !still,
    fadeAnimation: !still,
  });
  map.attributionControl.setPrefix(false);
  L.control.zoom({ zoomInTitle: words.closer, zoomOutTitle: words.farther }).addTo(map);
  if (words.tiles) L.tileLayer(words.tiles, { attribution: words.attribution, maxZoom: 19 }).addTo(map);
  const districts = drawDistricts(map, first.districts, words);
  const seen = districts.getBounds();
  for (const each of [...first.points, ...first.groups]) seen.extend(each.at);
  map.fitBounds(seen.isValid() ? seen : WORLD, { animate: false });
  const projects = L.layerGroup().addTo(map);
  let asked = 0;
  const look = async () => {
    const mine = ++asked;
    const view = map.getBounds().pad(0.1);
    const address = new URL(words.source, location.href);
    address.searchParams.set("bbox", [view.getWest(), view.getSouth(), view.getEast(), view.getNorth()].join(","));
    address.searchParams.set("zoom", Math.floor(map.getZoom()));
    try {
      const answer = await ask(address);
      if (mine === asked) drawProjects(projects, answer, map, words);
    } catch (error) {
      box.querySelector("[role=status]").textContent = words.failed;
    }
  };
  map.on("moveend", look);
  await look();
  live.focus({ preventScroll: true });
}
