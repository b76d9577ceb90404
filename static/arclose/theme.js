// Says that scripts run, and takes the system's choice of light or dark where the user has made none. Runs before the
// page is painted.
"use strict";
(() => {
  const root = document.documentElement;
  root.dataset.script = "";
  if (root.dataset.theme) return;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const follow = () => { root.dataset.bsTheme = dark.matches ? "dark" : "light"; };
  follow();
  dark.addEventListener("change", follow);
})();
