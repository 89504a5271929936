// The signature pad: what is drawn goes into the hidden input as a PNG, at the resolution of the display.
import SignaturePad from "../vendor/signature-pad.js";

const WIDTH = 1200; // px at most, so that the picture stays small

function start(frame) {
  const canvas = frame.querySelector("[data-signature-pad]");
  const value = frame.querySelector("[data-signature-value]");
  const state = frame.querySelector("[data-signature-state]");
  const pad = new SignaturePad(canvas, { penColor: "#10231b", minWidth: 0.8, maxWidth: 2.8 });
  let width = 0;

  // Turning the tablet changes the canvas; the strokes are drawn again in the new size.
  function fit() {
    if (canvas.offsetWidth === width || !canvas.offsetWidth) return;
    const strokes = pad.toData();
    width = canvas.offsetWidth;
    const ratio = Math.min(Math.max(window.devicePixelRatio || 1, 1), WIDTH / width);
    canvas.width = width * ratio;
    canvas.height = canvas.offsetHeight * ratio;
    canvas.getContext("2d").scale(ratio, ratio);
    pad.clear();
    if (strokes.length) pad.fromData(strokes);
  }

  function keep() {
    value.value = pad.isEmpty() ? "" : pad.toDataURL("image/png");
    state.textContent = pad.isEmpty() ? state.dataset.empty : state.dataset.signed;
  }

  pad.addEventListener("endStroke", keep);
  frame.querySelector("[data-signature-clear]").addEventListener("click", () => {
    pad.clear();
    keep();
  });
  window.addEventListener("resize", fit);
  fit();
  keep();
}

document.querySelectorAll("[data-signature]").forEach(start);
