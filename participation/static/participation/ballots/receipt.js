/* The receipt as a picture to keep, and printing. The picture is drawn here and goes nowhere; it never holds a choice. */

const ticket = document.querySelector("[data-receipt]");

function lines(context, text, width) {
  // A sentence cut into lines that fit.
  const found = [""];
  for (const word of text.split(" ")) {
    const longer = `${found.at(-1)} ${word}`.trim();
    if (context.measureText(longer).width <= width) found[found.length - 1] = longer;
    else found.push(word);
  }
  return found;
}

function draw() {
  const { title, vote, code, word, when, where } = ticket.dataset;
  const canvas = document.createElement("canvas");
  canvas.width = 1200;
  canvas.height = 900;
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.strokeRect(30, 30, canvas.width - 60, canvas.height - 60);
  context.fillStyle = "#000";
  let height = 120;
  for (const [text, font, step] of [
    [vote, "40px serif", 54],
    [title, "bold 52px serif", 90],
    [code, "bold 72px monospace", 100],
    [word, "40px sans-serif", 54],
    [when, "36px sans-serif", 50],
    [where, "30px monospace", 40],
  ]) {
    context.font = font;
    for (const line of text ? lines(context, text, canvas.width - 160) : []) {
      context.fillText(line, 80, height);
      height += step;
    }
    height += 20;
  }
  return canvas;
}

function save() {
  draw().toBlob((picture) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(picture);
    link.download = ticket.dataset.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }, "image/png");
}

for (const [name, act] of [["save", save], ["print", () => print()]]) {
  for (const button of document.querySelectorAll(`[data-${name}]`)) {
    button.hidden = false;
    button.addEventListener("click", act);
  }
}
