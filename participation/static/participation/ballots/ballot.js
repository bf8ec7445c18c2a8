/* The running total of a ballot: what is chosen, what it costs, what is left. Without it, "Count again" asks the server. */

const form = document.querySelector("[data-ballot]");

function money(cents, like) {
  // Written as the page writes money: the same symbol, on the same side.
  const number = (cents / 100).toLocaleString(document.documentElement.lang, { maximumFractionDigits: cents % 100 ? 2 : 0 });
  return like.replace(/[\d.,\s\u00a0\u202f]*\d/, (found) => (/^\s/.test(found) ? found[0] : "") + number);
}

function say(total, section, chosen) {
  const said = section.querySelector("[data-said]");
  const here = chosen.filter((box) => box.dataset.of === section.dataset.section);
  if (section.dataset.cents) {
    const like = form.querySelector(".price")?.textContent ?? "0";
    const cost = here.reduce((sum, box) => sum + Number(box.dataset.cost), 0);
    const left = Number(section.dataset.cents) - cost;
    const words = left < 0 ? total.dataset.over : total.dataset.left;
    said.textContent = `${money(cost, like)} · ${words.replace("{sum}", money(Math.abs(left), like))}`;
  } else if (!section.dataset.points) {
    said.textContent = count(total, here.length);
  }
}

function count(total, number) {
  return (number < 2 ? total.dataset.one : total.dataset.many).replace("{number}", number);
}

function update() {
  const total = form.querySelector("[data-total]");
  const chosen = [...form.querySelectorAll("input[name=choice]:checked")];
  total.querySelector("[data-count]").textContent = count(total, chosen.length);
  for (const section of total.querySelectorAll("[data-section]")) say(total, section, chosen);
}

if (form?.querySelector("input[name=choice]")) {
  form.querySelector("[data-without-script]").hidden = true;
  form.addEventListener("change", update);
  update();
}
