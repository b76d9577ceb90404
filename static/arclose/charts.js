// Draws the charts of a page from the figures beside them. Without it, or without echarts, their tables stand open.
"use strict";
(() => {
  const root = document.documentElement;
  root.dataset.charts = "";  // before the first paint: tables are closed, and the place of each drawing is kept

  const drawn = new Map();  // figure: its chart and what it draws
  const seen = new Set();  // ids of figures drawn before: they do not move again
  const opened = new Set();  // ids of figures whose table the reader has opened, also after the page has changed
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const patterns = window.matchMedia("(prefers-contrast: more), (forced-colors: active)");

  const tableOf = (figure) => figure.querySelector(".chart-table");

  function colours() {
    const style = getComputedStyle(root);
    const of = (name) => style.getPropertyValue(`--${name}`).trim();
    return { of, ink: of("ink"), soft: of("ink-soft"), line: of("line"), surface: of("surface") };
  }

  // Texts on an axis are short, whatever the figure: 1.2M.
  function short(number) {
    return new Intl.NumberFormat(root.lang || "en", { notation: "compact", maximumFractionDigits: 1 }).format(number);
  }

  function tooltip(data, palette) {
    const lines = (points) => {
      const at = points[0].dataIndex;
      const shown = points.filter((point) => Number(data.series[point.seriesIndex].figures[at]) !== 0 || points.length === 1);
      const texts = shown.map((point) => `${point.seriesName}  ${data.series[point.seriesIndex].texts[at]}`);
      return [data.categories[at], ...texts].join("\n");
    };
    return {
      trigger: "axis", renderMode: "richText", confine: true, formatter: lines,
      axisPointer: { type: data.kind === "steps" ? "line" : "shadow" },
      backgroundColor: palette.surface, borderColor: palette.line, textStyle: { color: palette.ink, fontSize: 12, lineHeight: 17 },
    };
  }

  const SIZE = 12, LINE = 15;
  const pen = document.createElement("canvas").getContext("2d");
  function widest(texts) {
    pen.font = `${SIZE}px ${getComputedStyle(document.body).fontFamily}`;
    return Math.ceil(Math.max(0, ...texts.map((text) => pen.measureText(text).width)));
  }

  // The place between the edges and the axes, as wide as what stands there.
  function place(data) {
    const sums = data.categories.map((_name, at) => data.series.reduce((sum, series) => sum + Number(series.figures[at]), 0));
    const figures = widest([...sums, ...sums.map((sum) => sum * 1.2)].map(short)) + 16;
    const names = widest(data.categories);
    const legend = data.series.length > 1 ? 30 : 12;
    if (data.kind === "rows") return { left: names + 12, right: 16, top: legend, bottom: LINE + 10 };
    const half = data.kind === "steps" ? names / 2 + 6 : 0;
    return { left: Math.max(figures, half), right: Math.max(16, half), top: legend, bottom: LINE + 10 };
  }

  function axes(data, palette) {
    const names = {
      type: "category", data: data.categories, axisTick: { show: false }, inverse: data.kind === "rows",
      boundaryGap: data.kind !== "steps" || data.categories.length === 1,
      axisLine: { lineStyle: { color: palette.line } }, axisLabel: { color: palette.soft, fontSize: SIZE, hideOverlap: true },
    };
    const figures = {
      type: "value", splitNumber: data.kind === "rows" ? 3 : 4, axisLabel: { color: palette.soft, fontSize: SIZE, formatter: short, hideOverlap: true },
      minInterval: data.series.some((series) => series.figures.some((figure) => figure.includes("."))) ? 0 : 1,
      splitLine: { lineStyle: { color: palette.line } },
    };
    return data.kind === "rows" ? { xAxis: figures, yAxis: names } : { xAxis: names, yAxis: figures };
  }

  function seriesOf(data, palette) {
    return data.series.map((series, at) => {
      const colour = palette.of(series.colour || `chart-${(at % 8) + 1}`);
      const common = { name: series.name, data: series.figures.map(Number), itemStyle: { color: colour }, emphasis: { disabled: true } };
      if (data.kind === "steps") {
        return { ...common, type: "line", step: "end", symbolSize: 5, lineStyle: { color: colour, width: 2 }, areaStyle: { color: colour, opacity: 0.15 } };
      }
      return { ...common, type: "bar", stack: "all", barMaxWidth: data.kind === "rows" ? 16 : 48 };
    });
  }

  function options(data, { moves }) {
    const palette = colours();
    const many = data.series.length > 1;
    return {
      animation: moves && !still.matches, animationDuration: 250,
      aria: { enabled: patterns.matches, label: { enabled: false }, decal: { show: patterns.matches } },
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      legend: many ? { type: "scroll", top: 0, left: 0, itemWidth: 12, itemHeight: 10, icon: "roundRect", textStyle: { color: palette.ink }, pageTextStyle: { color: palette.soft }, pageIconColor: palette.ink, pageIconInactiveColor: palette.line } : undefined,
      grid: place(data),
      tooltip: tooltip(data, palette),
      ...axes(data, palette),
      series: seriesOf(data, palette),
    };
  }

  function draw(figure) {
    const table = tableOf(figure);
    const isDrawable = Boolean(window.echarts);
    figure.classList.toggle("undrawn", !isDrawable);
    table.open = !isDrawable || opened.has(figure.id);
    table.dataset.ready = "";
    if (!isDrawable) return;
    const data = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
    const drawing = figure.querySelector(".chart-drawing");
    const chart = window.echarts.init(drawing, null, { renderer: "canvas" });
    chart.setOption(options(data, { moves: !seen.has(figure.id) }));
    seen.add(figure.id);
    drawn.set(figure, { chart, data });
    size.observe(drawing);
  }

  const size = new ResizeObserver((entries) => {
    for (const { target } of entries) drawn.get(target.closest("[data-chart]"))?.chart.resize();
  });

  // After a part of the page was replaced: charts that have gone end, new ones are drawn.
  function drawAll() {
    for (const [figure, { chart }] of drawn) {
      if (figure.isConnected) continue;
      chart.dispose();
      drawn.delete(figure);
    }
    for (const figure of document.querySelectorAll("[data-chart]")) if (!drawn.has(figure)) draw(figure);
  }

  function colourAgain() {
    for (const { chart, data } of drawn.values()) chart.setOption(options(data, { moves: false }), true);
  }

  document.addEventListener("DOMContentLoaded", drawAll);
  for (const event of ["htmx:afterSwap", "htmx:oobAfterSwap"]) document.addEventListener(event, drawAll);
  document.addEventListener("toggle", (event) => {
    const figure = event.target.closest?.("[data-chart]");
    if (!figure || event.target.dataset.ready === undefined) return;
    if (event.target.open) opened.add(figure.id); else if (figure.isConnected) opened.delete(figure.id);
  }, true);
  new MutationObserver(colourAgain).observe(root, { attributes: true, attributeFilter: ["data-bs-theme"] });
  for (const wish of [still, patterns]) wish.addEventListener("change", colourAgain);

  // On paper the figures count: charts.css leaves the drawing out.
  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll(".chart-table:not([open])")];
    closed.forEach((table) => { table.open = true; });
  });
  window.addEventListener("afterprint", () => closed.forEach((table) => { table.open = false; }));
})();
