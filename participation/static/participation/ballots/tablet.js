/* A voting tablet: it waits for whom the desk calls, asks who stays away whether they are still there, and leaves
   nobody's ballot or receipt on the screen for the next person. Without this the server ends a call by itself, and the
   page loads itself again and again, which a screen reader would hear each time. */

const ASK_AGAIN = 5_000, WARNING = 30_000, SAY_SO = 60_000;
const SIGNS = ["pointerdown", "keydown", "wheel"];
const waiting = document.querySelector("[data-waiting]");
const leaving = document.querySelector("[data-leave]");
const asking = document.querySelector("[data-idle]");
const stop = document.getElementById("tablet-stop");
// Whatever is sent may give this window a new session: an answer to the old one, coming later, would end the new.
const sent = new AbortController();
addEventListener("submit", () => sent.abort());

async function called(address) {
  // The number of the call that this tablet is in now; null for none. Throws while network or server are away.
  const answer = await fetch(address, { cache: "no-store", signal: sent.signal });
  if (!answer.ok) throw new Error(answer.statusText);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("#tablet-stop [name=call]")?.value ?? null;
}

async function wait() {
  try {
    if (await called(location.href)) return location.reload();
  } catch {
    // The next time, then.
  }
  setTimeout(wait, ASK_AGAIN);
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
  for (const sign of SIGNS) addEventListener(sign, begin, { passive: true });
  begin();
}

function leave() {
  location.replace(stop.action);
}

async function stillOurs() {
  // The desk takes a tablet back, or calls somebody else: then this page is nobody's any more.
  try {
    if ((await called(stop.action)) !== stop.elements.call.value) return leave();
  } catch {
    // The next time, then.
  }
}

function guard(dialog) {
  let idle, end, said = Date.now();
  const sayStillHere = async () => {
    said = Date.now();
    const form = new FormData(stop);
    form.set("stay", "1");
    try {
      const answer = await fetch(stop.action, { method: "POST", body: new URLSearchParams(form), signal: sent.signal });
      if (answer.status === 410) leave();
    } catch {
      // The server ends the call by itself if nothing more is heard.
    }
  };
  const begin = () => {
    clearTimeout(idle);
    clearTimeout(end);
    idle = setTimeout(ask, Number(dialog.dataset.idle) * 1000);
    if (Date.now() - said > SAY_SO) sayStillHere();
  };
  const ask = () => {
    dialog.showModal();
    end = setTimeout(() => stop.requestSubmit(), Number(dialog.dataset.answer) * 1000);
  };
  dialog.querySelector("[data-stay]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", begin);
  for (const sign of SIGNS) addEventListener(sign, () => dialog.open || begin(), { passive: true });
  addEventListener("pageshow", (event) => event.persisted && leave()); // a browser may bring back the page of somebody else
  setInterval(stillOurs, ASK_AGAIN);
  begin();
}

if (waiting) setTimeout(wait, ASK_AGAIN);
if (leaving) watch(leaving);
if (asking) guard(asking);
