// Runs before the first paint, so that a light page never flashes in a dark room.
(function () {
  var choice = null;
  try {
    choice = localStorage.getItem("crossbearing.theme");
  } catch (_) {
    // Storage is off: the system decides.
  }
  var light = window.matchMedia("(prefers-color-scheme: light)").matches;
  document.documentElement.dataset.theme = choice || (light ? "light" : "dark");
})();
