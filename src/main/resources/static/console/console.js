// htmx requests that change something carry the XSRF token, as forms do in their hidden field.
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.cookie.split("; ").find((cookie) => cookie.startsWith("XSRF-TOKEN="));
  if (token && event.detail.verb !== "get") {
    event.detail.headers["X-XSRF-TOKEN"] = decodeURIComponent(token.slice("XSRF-TOKEN=".length));
  }
});
