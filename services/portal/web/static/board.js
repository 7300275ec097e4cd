// Charts are drawn from what stands on the page; a board without a seat before the stream asks now and then instead.
const ASKS_EVERY_MS = 20000;
const BY_DAY = { sum: "当日", distinct: "当日去重", stock: "期末" };

const totals = (values) => { let total = 0; return values.map((value) => (total += value)); };

const options = (told) => {
  const isSum = told.kind === "sum";
  const daily = { name: BY_DAY[told.kind], type: told.kind === "stock" ? "line" : "bar", step: "end", showSymbol: false, data: told.values };
  const running = { name: "累计", type: "line", yAxisIndex: 1, showSymbol: false, data: totals(told.values) };
  const axis = (name) => ({ type: "value", name, minInterval: 1 });
  return {
    animation: false,
    title: { text: `${told.label}(${told.unit})`, textStyle: { fontSize: 14 } },
    legend: { top: 0, right: 0 },
    grid: { left: 60, right: 60, bottom: 30 },
    tooltip: { trigger: "axis", renderMode: "richText" },
    xAxis: { type: "category", data: told.days },
    yAxis: isSum ? [axis("当日"), axis("累计")] : [axis("")],
    series: isSum ? [daily, running] : [daily],
  };
};

const draw = (within) => {
  for (const place of within.querySelectorAll("[data-trend]")) {
    if (echarts.getInstanceByDom(place)) continue;
    const chart = echarts.init(place, null, { renderer: "svg" });
    chart.setOption(options(JSON.parse(place.dataset.trend)));
    new ResizeObserver(() => chart.resize()).observe(place);
  }
};

document.addEventListener("DOMContentLoaded", () => draw(document));
document.addEventListener("htmx:afterSettle", (event) => draw(event.detail.elt));

let asking = null;
const askNowAndThen = () => { asking ??= setInterval(() => htmx.trigger("#figures", "ask"), ASKS_EVERY_MS); };
const listen = () => { clearInterval(asking); asking = null; };
document.addEventListener("htmx:sseOpen", listen);
document.addEventListener("htmx:sseError", (event) => {
  if (event.detail.source.readyState === EventSource.CLOSED) askNowAndThen();
});
