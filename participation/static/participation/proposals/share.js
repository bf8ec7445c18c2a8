// Copies the short address of a project and says so. Without script the address is there to be selected.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.closest(".share").querySelector("[role=status]").textContent = button.dataset.done;
  });
}
