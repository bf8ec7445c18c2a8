// Play a film in its place. Nothing is asked of its host before the press; without script the link leads there.
for (const film of document.querySelectorAll("[data-film]")) {
  const link = film.querySelector("a");
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const player = document.createElement("iframe");
    player.src = film.dataset.film;
    player.title = film.dataset.title;
    player.allow = "autoplay; fullscreen";
    player.referrerPolicy = "strict-origin";
    link.replaceWith(player);
    player.focus();
  });
}
