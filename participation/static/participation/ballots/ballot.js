/* The running total of a ballot: what is chosen, what it costs, what is left, in a live region that screen readers
   announce when it changes. Without this, "Count again" asks the server. */

const form = document.querySelector("[data-ballot]");
const CHOICES = "input[name=choice], input[name^=points-], select[name^=rank-], input[name^=mention-]";

function money(cents, like) {
  // Written as the page writes money: the same symbol, on the same side.
  const number = (cents / 100).toLocaleString(document.documentElement.lang, { maximumFractionDigits: cents % 100 ? 2 : 0 });
  return like.replace(/[\d.,\s\u00a0\u202f]*\d/, (found) => (/^\s/.test(found) ? found[0] : "") + number);
}

function choice(field) {
  // What one field of the form chooses: its envelope, its cost, its points; nothing for a field left empty.
  if (field.tagName === "SELECT") {
    const data = field.selectedOptions[0]?.dataset;
    return field.value ? { of: data.of, cost: 0, worth: 1 } : null;
  }
  if (field.type === "text") {
    const worth = Number(field.value.trim());
    return worth > 0 ? { of: field.dataset.of, cost: Number(field.dataset.cost ?? 0), worth } : null;
  }
  return field.checked ? { of: field.dataset.of, cost: Number(field.dataset.cost ?? 0), worth: 1 } : null;
}

function sum(list, name) {
  return list.reduce((total, each) => total + each[name], 0);
}

function count(total, number) {
  return (number < 2 ? total.dataset.one : total.dataset.many).replace("{number}", number);
}

function words(total, section, chosen) {
  const { cents, points } = section.dataset;
  const said = [];
  if (cents) {
    const like = form.querySelector(".price")?.textContent ?? section.textContent;
    const cost = sum(chosen, "cost");
    const left = Number(cents) - cost;
    const how = left < 0 ? total.dataset.over : total.dataset.left;
    said.push(money(cost, like), how.replace("{sum}", money(Math.abs(left), like)));
    section.classList.toggle("over", left < 0);
  } else if (points) {
    const given = sum(chosen, "worth");
    said.push(total.dataset.given.replace("{given}", given).replace("{total}", points));
    section.classList.toggle("over", given > Number(points));
  } else {
    said.push(count(total, chosen.length));
  }
  return said.join(" · ");
}

function write(node, text) {
  if (node && node.textContent !== text) node.textContent = text;
}

function update() {
  const total = form.querySelector("[data-total]");
  const chosen = [...form.querySelectorAll(CHOICES)].map(choice).filter(Boolean);
  write(total.querySelector("[data-count]"), count(total, chosen.length));
  for (const section of total.querySelectorAll("[data-section]")) {
    const here = chosen.filter((each) => each.of === section.dataset.section);
    write(section.querySelector("[data-said]"), words(total, section, here));
  }
}

if (form?.querySelector(CHOICES)) {
  form.querySelector("[data-without-script]").hidden = true;
  form.addEventListener("change", update);
  form.addEventListener("input", update); // points count as they are typed, not once the field is left
  addEventListener("pageshow", update); // a browser may bring back what was ticked
}
