// Dialogs: the browser's own, or a plain part of the page where it has none (older WeChat).
export function openDialog(dialog) {
  if (typeof dialog.showModal === "function") {
    if (!dialog.open) dialog.showModal();
    return;
  }
  dialog.classList.add("dialog--plain");
  dialog.setAttribute("open", "");
  const first = dialog.querySelector("button, a[href], input");
  if (first) first.focus();
}

function closeDialog(dialog, value) {
  if (typeof dialog.close === "function") {
    dialog.close(value);
    return;
  }
  dialog.removeAttribute("open");
  dialog.returnValue = value;
  dialog.dispatchEvent(new Event("close"));
}

export function startDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.dialog);
      if (!dialog) return;
      event.preventDefault();
      openDialog(dialog);
    }
  });
  document.addEventListener("keydown", (event) => {
    const opener = event.target.closest && event.target.closest("a[data-dialog]");
    if (opener && event.key === " ") {
      event.preventDefault();
      opener.click();
    }
  });
  // Where the browser does not know <dialog>, its forms would be sent to the server.
  if (typeof HTMLDialogElement === "undefined") {
    document.addEventListener("submit", (event) => {
      const dialog = event.target.closest("dialog");
      if (!dialog || event.target.getAttribute("method") !== "dialog") return;
      event.preventDefault();
      closeDialog(dialog, event.submitter ? event.submitter.value : "");
    });
  }
}

// A button with data-confirm asks first: in the page's own dialog where there is one, else in the browser's.
export function startConfirms() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-confirm]");
    if (!button || button.dataset.confirmed) return;
    event.preventDefault();
    const go = () => {
      button.dataset.confirmed = "yes";
      button.click();
      delete button.dataset.confirmed;
    };
    const dialog = document.getElementById("confirm");
    if (!dialog) {
      if (window.confirm(button.dataset.confirm)) go();
      return;
    }
    dialog.querySelector("[data-confirm-text]").textContent = button.dataset.confirm;
    dialog.querySelector("[data-confirm-yes]").textContent = button.textContent.trim();
    dialog.returnValue = "";
    dialog.addEventListener("close", () => dialog.returnValue === "yes" && go(), { once: true });
    openDialog(dialog);
  });
}
