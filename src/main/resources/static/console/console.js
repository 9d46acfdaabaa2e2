// htmx requests that change something carry the XSRF token, as forms do in their hidden field.
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.cookie.split("; ").find((cookie) => cookie.startsWith("XSRF-TOKEN="));
  if (token && event.detail.verb !== "get") {
    event.detail.headers["X-XSRF-TOKEN"] = decodeURIComponent(token.slice("XSRF-TOKEN=".length));
  }
});

// A live part is not replaced under a pressed mouse button or while somebody types in it; the next refresh brings what is new.
let pressed = false;
document.addEventListener("pointerdown", () => { pressed = true; });
for (const end of ["pointerup", "pointercancel", "dragend"]) {
  document.addEventListener(end, () => { setTimeout(() => { pressed = false; }, 50); });
}
document.addEventListener("htmx:beforeSwap", (event) => {
  const field = document.activeElement;
  const typing = field !== null && field.matches("input:not([type=checkbox]), select, textarea") && event.detail.target.contains(field);
  if (pressed || typing) {
    event.detail.shouldSwap = false;
  }
});

// A file that is too large is refused before it travels: the hub would break the connection off in the middle of it.
document.addEventListener("change", (event) => {
  const field = event.target;
  if (field.matches("input[type=file][data-most]")) {
    const tooLarge = [...field.files].some((file) => file.size > Number(field.dataset.most));
    field.setCustomValidity(tooLarge ? "This file is too large. Split it into several." : "");
    field.reportValidity();
  }
});
