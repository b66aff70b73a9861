// Runs before the first paint so that a dark screen never flashes white. A file, not inline: the page has a strict CSP.
(() => {
  var chosen = null;
  try {
    chosen = localStorage.getItem("omniflow.theme");
  } catch (_) {}
  var dark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
