// Passkeys: asks the browser for a new one or for one that is known, and brings the answer to the server.
const token = document.querySelector("meta[name=csrf-token]").content;

function bytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

function text(buffer) {
  const plain = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

async function post(address, body) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

function withBytes(list) {
  return (list || []).map((one) => Object.assign({}, one, { id: bytes(one.id) }));
}

async function create(options) {
  const publicKey = Object.assign({}, options, {
    challenge: bytes(options.challenge),
    user: Object.assign({}, options.user, { id: bytes(options.user.id) }),
    excludeCredentials: withBytes(options.excludeCredentials),
  });
  const made = await navigator.credentials.create({ publicKey });
  return answerOf(made, { attestationObject: text(made.response.attestationObject) });
}

async function get(options) {
  const publicKey = Object.assign({}, options, {
    challenge: bytes(options.challenge),
    allowCredentials: withBytes(options.allowCredentials),
  });
  const found = await navigator.credentials.get({ publicKey });
  return answerOf(found, {
    authenticatorData: text(found.response.authenticatorData),
    signature: text(found.response.signature),
  });
}

function answerOf(credential, parts) {
  const clientDataJSON = text(credential.response.clientDataJSON);
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: Object.assign({ clientDataJSON }, parts),
  };
}

async function run(frame) {
  const failed = frame.querySelector("[data-passkey-error]");
  failed.hidden = true;
  try {
    const options = await post(frame.dataset.options, {});
    let body;
    if (frame.dataset.passkey === "create") {
      const name = frame.querySelector("[data-passkey-name]").value;
      body = { name, credential: await create(options) };
    } else {
      body = await get(options);
    }
    const done = await post(frame.dataset.answer, body);
    window.location.assign(done.onward);
  } catch {
    failed.hidden = false;
  }
}

document.querySelectorAll("[data-passkey]").forEach((frame) => {
  const button = frame.querySelector("button");
  button.addEventListener("click", () => run(frame));
  button.disabled = !window.PublicKeyCredential;
});
