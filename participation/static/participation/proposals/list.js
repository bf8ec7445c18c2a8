// The list of projects: an order drawn at random stays the same when the page is opened again, and the detailed map
// comes when it is asked for. Without script the list and the drawn map say all there is to say.
const seed = document.querySelector("form.filters input[name=graine]");
const asked = new URLSearchParams(location.search);
if (seed && !asked.has("graine")) {
  asked.set("tri", "hasard");
  asked.set("graine", seed.value);
  history.replaceState(null, "", `?${asked}${location.hash}`);
}

for (const box of document.querySelectorAll("[data-map]")) {
  const button = box.querySelector("button");
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await (await import(new URL(box.dataset.module, location.href))).show(box);
      button.remove();
    } catch (error) {
      box.querySelector("[role=status]").textContent = box.dataset.failed;
      button.disabled = false;
    }
  });
}
