/* A voting tablet: it waits for whom the desk calls, and leaves nobody's receipt on the screen for the next person.
   Without this the page loads itself again and again, which a screen reader would hear each time. */

const ASK_AGAIN = 5_000, WARNING = 30_000;
const waiting = document.querySelector("[data-waiting]");
const leaving = document.querySelector("[data-leave]");

async function ask() {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.querySelector("[data-waiting]")) return location.reload();
  } catch {
    // The network is away: the next time, then.
  }
  setTimeout(ask, ASK_AGAIN);
}

function watch(box) {
  const words = box.firstElementChild, whole = Number(box.dataset.leave) * 1000;
  let warning, end;
  const begin = () => {
    words.hidden = true;
    clearTimeout(warning);
    clearTimeout(end);
    warning = setTimeout(() => (words.hidden = false), whole - WARNING);
    end = setTimeout(() => location.replace(box.dataset.to), whole);
  };
  for (const sign of ["pointerdown", "keydown", "wheel"]) addEventListener(sign, begin, { passive: true });
  begin();
}

if (waiting) setTimeout(ask, ASK_AGAIN);
if (leaving) watch(leaving);
