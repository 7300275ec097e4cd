// Counting at the doors of a fair: presses are gathered on the device and told in batches, each under one id, so that
// a batch that is sent again because no answer came is counted once.
const box = document.querySelector("[data-counter]");
const kept = `count:${box.dataset.fair}`;
const NAMES = ["visitors", "intents"];
const token = document.querySelector("meta[name=csrf-token]").content;
let sending = false;

// Two lists: batches that were sent or are about to be, and what was pressed since.
function load() {
  return JSON.parse(localStorage.getItem(kept)) || { batches: [], open: { visitors: 0, intents: 0 } };
}

function save(state) {
  localStorage.setItem(kept, JSON.stringify(state));
}

// Not randomUUID, which browsers offer on https alone: some stations have no more than http.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (each) => each.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

function unsent(state) {
  return NAMES.map((name) => state.open[name] + state.batches.reduce((sum, each) => sum + each[name], 0));
}

function show(totals, said) {
  const waiting = unsent(load());
  NAMES.forEach((name, at) => {
    const shown = box.querySelector(`[data-total=${name}]`);
    if (totals) shown.dataset.told = totals[name];
    shown.textContent = Number(shown.dataset.told || shown.textContent) + waiting[at];
    shown.dataset.told = shown.dataset.told || shown.textContent;
  });
  box.querySelector("[data-unsent]").textContent = said || "";
}

function press(event) {
  const button = event.submitter;
  if (!button || !NAMES.includes(button.name)) return;
  event.preventDefault();
  const state = load();
  state.open[button.name] += Number(button.value);
  save(state);
  show();
}

function seal(state) {
  if (!state.batches.length && NAMES.some((name) => state.open[name])) {
    state.batches.push({ id: newId(), ...state.open });
    state.open = { visitors: 0, intents: 0 };
    save(state);
  }
  return state.batches[0];
}

function forget(id) {
  const state = load();
  state.batches = state.batches.filter((each) => each.id !== id);
  save(state);
}

async function tell() {
  if (sending) return;
  sending = true;
  const batch = seal(load());
  try {
    const body = new URLSearchParams(batch || {});
    const headers = { "X-CSRFToken": token, "HX-Request": "true" };
    const answer = await fetch(box.dataset.counter, { method: "POST", body, headers });
    if (answer.ok) {
      if (batch) forget(batch.id);
      show(await answer.json());
    } else if (answer.status === 422) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (batch) forget(batch.id);
      show(null, `没有计入:${page.body.textContent.trim().replace(/\s+/g, " ")}`);
    } else {
      show(null, answer.status === 401 ? "登录已失效,请重新登录;本机的计数还在" : "暂时送不出去,正在重试;本机的计数还在");
    }
  } catch (error) {
    show(null, "网络断开,正在重试;本机的计数还在");
  } finally {
    sending = false;
  }
}

NAMES.forEach((name) => {
  const shown = box.querySelector(`[data-total=${name}]`);
  shown.dataset.told = shown.textContent;
});
box.addEventListener("submit", press);
setInterval(tell, 2000);
show();
