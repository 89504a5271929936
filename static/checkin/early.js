// Keeps the keys that a hand scanner types while the page is still loading; wedge.js takes them over.
(function () {
  const kept = [];
  const keep = (event) => kept.push(event);
  document.addEventListener("keydown", keep, true);
  window.takeEarlyKeys = function () {
    document.removeEventListener("keydown", keep, true);
    return kept.splice(0);
  };
})();
