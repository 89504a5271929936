// Those who come with somebody whose badge was just read: one tap, and each of them is let in by themselves.
import { newId } from "./store.js";

export function startParty(page, api, { place, leader, onAnswer }) {
  const button = page.querySelector("[data-with-party]");
  let id = "";
  let asked = "";

  button.addEventListener("click", async () => {
    // a second tap for the same leader is the same wish
    if (asked !== leader()) id = newId();
    asked = leader();
    button.setAttribute("aria-busy", "true");
    try {
      onAnswer(await api.party(asked, place(), id));
    } catch {
      button.textContent = button.dataset.unreachable;
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
}
