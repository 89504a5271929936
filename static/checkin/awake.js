// A gate's screen stays on while its page is seen. A phone lets go of this whenever another page covers ours.
async function hold() {
  try {
    if (navigator.wakeLock && document.visibilityState === "visible") await navigator.wakeLock.request("screen");
  } catch {
    // it may dim, when its battery is low; nothing else depends on it
  }
}

export function stayAwake() {
  document.addEventListener("visibilitychange", hold);
  return hold();
}
