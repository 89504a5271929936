// Copy buttons, exact sums on a tap, and a hint inside WeChat.
import { toast, word } from "./words.js";

async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  if (!source) return;
  const text = "value" in source ? source.value : source.textContent.trim();
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // no clipboard without https or inside an old WebView: mark the text, so that it can be copied by hand
    const range = document.createRange();
    range.selectNodeContents(source);
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return;
  }
  toast(word("copied"));
}

function showExact(place) {
  const other = place.dataset.exact;
  place.dataset.exact = place.textContent;
  place.textContent = other;
}

export function startSmallThings() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) copy(button);
    const sum = event.target.closest("abbr[data-exact]");
    if (sum) showExact(sum);
  });
  if (/MicroMessenger/i.test(navigator.userAgent)) {
    document.querySelectorAll("[data-in-wechat]").forEach((hint) => (hint.hidden = false));
  }
}
