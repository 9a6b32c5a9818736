(function () {
  'use strict';
  const { el } = aml;
  const COLOURS = 8;

  /**
   * A chart of lines over step: several series, each of which can be switched off.
   * A series is {name, values}; values that are no numbers leave a gap.
   */
  aml.lineChart = function (host, series, options) {
    let chart = null;
    let isLog = false;
    const off = new Set();
    const area = el('div', { cls: 'chart-area', role: 'img' });
    const legend = el('div', { cls: 'legend', role: 'group', 'aria-label': 'Series' });
    const log = aml.tick('Log scale', false, (on) => {
      isLog = on;
      build();
    });
    host.append(el('div', { cls: 'chart-head' }, el('h3', { text: options.title }), log), area, legend);
    const values = [];

    function colour(i) {
      return aml.theme.colour('--line-' + (i % COLOURS + 1));
    }

    function build() {
      chart?.destroy();
      const length = Math.max(0, ...series.map((one) => one.values.length));
      const steps = Array.from({ length }, (_, i) => i + 1);
      const data = [steps, ...series.map((one) => steps.map((_, i) => {
        const value = aml.toNumber(one.values[i]);
        return value === null || (isLog && value <= 0) ? null : value;
      }))];
      const range = (u, min, max) => {
        if (min === null) {
          return isLog ? [0.1, 1] : [0, 1];
        }
        return isLog ? [min / 1.3, max * 1.3] : min === max ? [min - 1, max + 1] : [min - (max - min) * 0.05, max + (max - min) * 0.05];
      };
      chart = new uPlot({
        width: Math.max(160, area.clientWidth), height: options.height || 240, legend: { show: false }, padding: [8, 12, 0, 0],
        cursor: { y: false, drag: { x: true, y: false } },
        scales: { x: { time: false, range: (u, min, max) => (min === max ? [min - 1, max + 1] : [min, max]) },
          y: { distr: isLog ? 3 : 1, range } },
        axes: [aml.chartAxis({ size: 26, space: 60, values: aml.axisTexts, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 10000, 100000] }),
          aml.chartAxis({ size: aml.axisWidth, space: 32, values: aml.axisTexts })],
        series: [{}, ...series.map((one, i) => ({ label: one.name, stroke: colour(i), width: 1.75, show: !off.has(i), spanGaps: false,
          dash: i >= COLOURS ? [6, 4] : undefined, points: { show: one.values.length < 40, size: 5 } }))],
        hooks: { setCursor: [told] },
      }, data, area);
      area.setAttribute('aria-label', options.title + ': ' + series.map((one) => one.name + ', '
        + aml.format.count(one.values.length, 'value') + ', last ' + aml.format.value(one.values.at(-1))).join('; '));
      keys();
    }

    function told(u) {
      const i = u.cursor.idx;
      series.forEach((one, s) => {
        if (values[s]) {
          values[s].textContent = aml.format.value(i === null || i === undefined ? one.values.at(-1) : one.values[i]);
        }
      });
      log.dataset.step = i === null || i === undefined ? '' : 'step ' + (i + 1);
    }

    function keys() {
      legend.replaceChildren(...series.map((one, i) => {
        values[i] = el('span', { cls: 'legend-value', text: aml.format.value(one.values.at(-1)) });
        const swatch = el('span', { cls: 'swatch', 'aria-hidden': 'true' });
        swatch.style.background = colour(i);
        return el('button', { type: 'button', cls: 'legend-key', 'aria-pressed': String(!off.has(i)), onclick: (event) => {
          if (!off.delete(i)) {
            off.add(i);
          }
          chart.setSeries(i + 1, { show: !off.has(i) });
          event.currentTarget.setAttribute('aria-pressed', String(!off.has(i)));
        } }, swatch, el('span', { text: one.name }), values[i]);
      }));
    }

    const size = new ResizeObserver(() => {
      if (chart && area.clientWidth > 0 && Math.abs(chart.width - area.clientWidth) > 1) {
        chart.setSize({ width: area.clientWidth, height: options.height || 240 });
      }
    });
    size.observe(area);
    const unheard = aml.theme.changed.add(build);
    build();
    return {
      destroy() {
        size.disconnect();
        unheard();
        chart?.destroy();
      },
    };
  };
})();
