// Those who come with somebody whose badge was just read: one tap, and each of them is let in by themselves. A
// device that hears no server lets them in by what the leader's badge opened in its copy.
import { Unreachable } from "./api.js";
import { newId } from "./store.js";

const lost = () => Promise.reject(new Unreachable("no leader the server has told of"));

export function startParty(page, { leader, ask, alone, onAnswer }) {
  const button = page.querySelector("[data-with-party]");
  let id = "";
  let asked = null;

  button.addEventListener("click", async () => {
    const { code, company } = leader();
    // a second tap for the same leader is the same wish
    if (asked !== leader()) id = newId();
    asked = leader();
    button.setAttribute("aria-busy", "true");
    try {
      onAnswer(await (code ? ask(code, id) : lost()));
    } catch (error) {
      if (company && error instanceof Unreachable) onAnswer(await alone(company, id));
      else button.textContent = button.dataset.unreachable;
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
}
