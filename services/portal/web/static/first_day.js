// What is ticked off on the first day is remembered in this browser; once all is, the list folds.
document.addEventListener("DOMContentLoaded", () => {
  const ticks = [...document.querySelectorAll("[data-tick]")];
  for (const tick of ticks) {
    tick.checked = localStorage.getItem("tick:" + tick.dataset.tick) !== null;
    tick.addEventListener("change", () => {
      if (tick.checked) localStorage.setItem("tick:" + tick.dataset.tick, "1");
      else localStorage.removeItem("tick:" + tick.dataset.tick);
    });
  }
  const list = document.querySelector("#first-day");
  if (list) list.open = !ticks.every((tick) => tick.checked);
});
