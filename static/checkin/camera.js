// Reads QR codes from the phone's camera: with the browser's own reader where it has one, else with ours.
import { createGuard } from "./repeat.js";

const PACE = 90; // ms between two looks; a badge is read well within half a second
const SIDE = 640; // px of the square that our own reader looks at

async function nativeReader() {
  if (!("BarcodeDetector" in window)) return null;
  try {
    const formats = await window.BarcodeDetector.getSupportedFormats();
    if (!formats.includes("qr_code")) return null;
    const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video)).map((code) => code.rawValue);
  } catch {
    return null;
  }
}

async function ownReader(wasm) {
  const { openReader } = await import("../vendor/zxing-reader.js");
  const readPixels = await openReader(wasm);
  const canvas = document.createElement("canvas");
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const side = Math.min(video.videoWidth, video.videoHeight);
    if (!side) return [];
    canvas.width = canvas.height = Math.min(SIDE, side);
    const left = (video.videoWidth - side) / 2;
    const top = (video.videoHeight - side) / 2;
    brush.drawImage(video, left, top, side, side, 0, 0, canvas.width, canvas.height);
    return readPixels(brush.getImageData(0, 0, canvas.width, canvas.height));
  };
}

async function openStream(facing) {
  return navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: { ideal: facing }, width: { ideal: 1280 }, height: { ideal: 720 } },
  });
}

function offerTorch(page, track) {
  const button = page.querySelector("[data-torch]");
  const able = track.getCapabilities && track.getCapabilities().torch;
  button.hidden = !able;
  if (!able) return;
  button.setAttribute("aria-pressed", "false");
  button.onclick = async () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    try {
      await track.applyConstraints({ advanced: [{ torch: on }] });
      button.setAttribute("aria-pressed", String(on));
    } catch {
      // the light stays as it is, and the button says so
    }
  };
}

export function startCamera(page, { wasm, onStart, onToken }) {
  const video = page.querySelector("[data-video]");
  const cover = page.querySelector("[data-camera-cover]");
  const problem = page.querySelector("[data-camera-problem]");
  const startButton = page.querySelector("[data-camera-start]");
  const turnButton = page.querySelector("[data-camera-turn]");
  const guard = createGuard();
  let facing = "environment";
  let reader = null;
  let running = 0;
  let opening = false;

  function tell(kind) {
    problem.textContent = problem.dataset[kind];
    problem.hidden = false;
    cover.hidden = false;
  }

  async function look(run) {
    while (run === running) {
      if (document.visibilityState === "visible" && video.readyState >= 2) {
        let tokens = [];
        try {
          tokens = await reader(video);
        } catch {
          // one frame that cannot be read is followed by the next
        }
        const fresh = guard.take(tokens[0] || null, Date.now());
        if (fresh && run === running) onToken(fresh);
      }
      await new Promise((done) => setTimeout(done, PACE));
    }
  }

  async function open() {
    if (opening) return;
    opening = true;
    try {
      if (await begin()) look((running += 1));
    } finally {
      opening = false;
    }
  }

  // True once pictures come in and there is a reader for them; else the page has said what is missing.
  async function begin() {
    problem.hidden = true;
    if (!navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) {
      tell("missing");
      return false;
    }
    let stream;
    try {
      stream = await openStream(facing);
    } catch (error) {
      tell(error.name === "NotAllowedError" ? "denied" : "missing");
      return false;
    }
    if (video.srcObject) video.srcObject.getTracks().forEach((track) => track.stop());
    video.srcObject = stream;
    await video.play();
    try {
      reader = reader || (await nativeReader()) || (await ownReader(wasm));
    } catch {
      tell("unread");
      return false;
    }
    cover.hidden = true;
    page.dataset.camera = "on";
    offerTorch(page, stream.getVideoTracks()[0]);
    turnButton.hidden = false;
    return true;
  }

  startButton.addEventListener("click", () => {
    onStart();
    open();
  });
  turnButton.addEventListener("click", () => {
    facing = facing === "environment" ? "user" : "environment";
    open();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && page.dataset.camera === "on") {
      const track = video.srcObject && video.srcObject.getVideoTracks()[0];
      if (!track || track.readyState === "ended") open();
    }
  });
  // Allowed before: no need to ask for a tap again.
  if (navigator.permissions && navigator.permissions.query) {
    navigator.permissions.query({ name: "camera" }).then(
      (permission) => permission.state === "granted" && open(),
      () => {},
    );
  }
}
