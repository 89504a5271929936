// One colour over the whole screen, a word, a name, a reason; a tone and a vibration that differ; then ready
// again by itself. The words stand in the page's template, in the reader's language.
const KINDS = {
  admitted: "yes",
  already_admitted: "no",
  not_entitled: "no",
  revoked: "no",
  forged: "no",
  unknown: "doubt",
  quarantined: "doubt",
  kept: "doubt",
  missing: "doubt",
  other_lane: "doubt",
  closed: "no",
  left: "yes",
};
const STAYS = { yes: 2500, no: 6000, doubt: 5000, party: 20000 };
const BUZZ = { yes: [80], no: [220, 90, 220, 90, 220], doubt: [120, 80, 120] };
// hertz and seconds: up for yes, low and long for no, level and twice for doubt
const TONES = {
  yes: [[880, 0.09], [1320, 0.14]],
  no: [[196, 0.28], [0, 0.06], [165, 0.42]],
  doubt: [[520, 0.13], [0, 0.08], [520, 0.13]],
};
const RECENT = 8;

function createSound() {
  const Context = window.AudioContext || window.webkitAudioContext;
  let context = null;
  return {
    unlock() {
      if (!Context) return;
      context = context || new Context();
      if (context.state === "suspended") context.resume();
    },
    play(kind) {
      if (!context || context.state !== "running") return;
      let at = context.currentTime;
      for (const [hertz, length] of TONES[kind]) {
        if (hertz) {
          const voice = context.createOscillator();
          const loudness = context.createGain();
          voice.type = kind === "no" ? "square" : "sine";
          voice.frequency.value = hertz;
          loudness.gain.setValueAtTime(0.35, at);
          loudness.gain.exponentialRampToValueAtTime(0.01, at + length);
          voice.connect(loudness).connect(context.destination);
          voice.start(at);
          voice.stop(at + length);
        }
        at += length;
      }
    },
  };
}

export function createFeedback(page) {
  const sound = createSound();
  const screen = page.querySelector("[data-verdict]");
  const recent = page.querySelector("[data-recent]");
  const words = document.getElementById("gate-words").dataset;
  const language = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
  const clock = new Intl.DateTimeFormat(document.documentElement.lang, {
    hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: page.dataset.timeZone,
  });
  let timer = 0;
  let leader = {}; // whose badge was read last: { code, company }, the latter as this device itself knows it

  const put = (name, text) => {
    const place = screen.querySelector(`[data-${name}]`);
    place.textContent = text || "";
    place.hidden = !text;
  };

  function firstEntry(first) {
    if (!first) return "";
    return words.first.replace("{time}", clock.format(new Date(first.at))).replace("{gate}", first.gate || "");
  }

  function remember(kind, word, name) {
    const line = document.createElement("li");
    line.className = `gate__line gate__line--${kind}`;
    const when = document.createElement("time");
    when.textContent = clock.format(new Date());
    const text = document.createElement("span");
    text.textContent = [word, name].filter(Boolean).join(" · ");
    line.append(when, text);
    recent.prepend(line);
    while (recent.children.length > RECENT) recent.lastElementChild.remove();
  }

  function ready() {
    clearTimeout(timer);
    screen.hidden = true;
    page.dataset.state = "ready";
  }

  // A guest whom a liaison brings in: neither welcomed nor turned away, and nothing to read aloud.
  function paintQuietly(result) {
    const kind = ["admitted", "already_admitted", "left"].includes(result) ? "yes" : "doubt";
    fill({ kind, state: "protocol", key: kind === "yes" ? "protocol" : "protocolWait" });
  }

  function paint(result, { name, delegation, category, forum, first, earlier, home, protocol, party }) {
    if (protocol) {
      paintQuietly(result);
      return;
    }
    const kind = KINDS[result] || "doubt";
    const key = result.replace(/_(\w)/g, (_whole, letter) => letter.toUpperCase());
    const entry = result === "admitted" ? earlier : first;
    fill({ kind, state: result, key, name, delegation, category, forum, first: entry, home, party });
  }

  function fill({ kind, state, key, name, delegation, category, forum, first, home, party }) {
    const word = words[`${key}Word`] || words.unknownWord;
    screen.dataset.kind = kind;
    screen.querySelectorAll("[data-mark]").forEach((mark) => {
      mark.toggleAttribute("hidden", mark.dataset.mark !== kind);
    });
    put("word", word);
    put("name", name);
    put("delegation", delegation);
    put("reason", kind === "yes" ? "" : (words[`${key}Reason`] || "").replace("{lane}", home));
    put("forum", forum);
    put("first", firstEntry(first));
    put("with-party", party ? words.party.replace("{name}", party.name) : "");
    const band = screen.querySelector("[data-category]");
    band.hidden = !category;
    if (category) {
      band.querySelector("[data-category-word]").textContent = category[language] || category.zh || category.slug;
      band.querySelector("[data-category-colour]").setAttribute("fill", category.colour || "currentColor");
    }
    screen.hidden = false;
    page.dataset.state = state;
    sound.play(kind);
    if (navigator.vibrate) navigator.vibrate(BUZZ[kind]);
    remember(kind, word, name);
    clearTimeout(timer);
    timer = setTimeout(ready, party ? STAYS.party : STAYS[kind]);
  }

  screen.addEventListener("click", (event) => event.target.closest("[data-with-party]") || ready());
  document.addEventListener("keydown", (event) => event.key === "Escape" && ready());
  // browsers let a page be heard once somebody has touched it; a hand scanner's keys count as that
  for (const touch of ["pointerdown", "keydown"]) document.addEventListener(touch, () => sound.unlock());

  return {
    unlock: () => sound.unlock(),
    seen: () => (page.dataset.state = "asking"),
    leader: () => leader,
    show(_scan, result, alone = {}) {
      const person = result.registration || {};
      leader = { code: person.code || "", company: alone.party };
      const category = typeof person.category === "string" ? { slug: person.category, zh: person.category } : person.category;
      const forum = result.forum;
      paint(result.result, {
        name: person.name,
        delegation: person.delegation,
        category,
        forum: forum && typeof forum === "object" ? forum[language] || forum.title || "" : forum,
        first: result.first,
        earlier: result.earlier, // with a badge that is void by now
        protocol: result.protocol,
        party: result.party,
      });
    },
    // what became of those who came with somebody
    company({ admitted, refused }) {
      const kind = refused.length ? "doubt" : "yes";
      const name = words.companyCount.replace("{count}", admitted);
      fill({ kind, state: "company", key: "company", name, forum: refused.join("、") });
    },
    // what this device says by itself
    tell(alone) {
      leader = { code: "", company: alone.party };
      paint(alone.result, alone);
    },
  };
}
