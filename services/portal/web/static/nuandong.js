// Every request that htmx makes carries the page's token against forgery.
document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = document.querySelector("meta[name=csrf-token]").content;
});
// The key / leads to the search box, unless one is writing already.
document.addEventListener("keydown", (event) => {
  const writing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || writing) return;
  const box = document.querySelector("#search");
  if (box) { event.preventDefault(); box.focus(); box.select(); }
});
