(function () {
  'use strict';
  const { el, format } = aml;
  const TOGETHER = 0.02;

  const numbers = (values) => values.map(aml.toNumber).filter((value) => value !== null);

  /** Series of like size go into one chart: a loss of 300 would flatten an accuracy. */
  function groups(series) {
    const made = [];
    for (const one of series) {
      const size = Math.max(1e-12, ...numbers(one.values).map(Math.abs));
      const fits = made.find((group) => group.length === one.values.length
        && Math.min(size, group.size) / Math.max(size, group.size) >= TOGETHER && group.series.length < 8);
      if (fits) {
        fits.series.push(one);
        fits.size = Math.max(fits.size, size);
      } else {
        made.push({ length: one.values.length, size, series: [one] });
      }
    }
    return made.map((group) => group.series);
  }

  function lists(metrics) {
    return Object.entries(metrics).filter(([, value]) => Array.isArray(value)).map(([name, values]) => ({ name, values }));
  }

  /** The scalar metrics of a run, large enough to be read at a glance. */
  aml.metricsView = function (detail) {
    const scalars = Object.entries(detail.metrics || {}).filter(([, value]) => !Array.isArray(value));
    const words = lists(detail.metrics || {}).filter((one) => numbers(one.values).length === 0);
    if (scalars.length + words.length === 0) {
      return null;
    }
    return el('section', { cls: 'panel', 'aria-labelledby': 'metrics-head' },
      el('div', { cls: 'panel-head' }, el('h2', { id: 'metrics-head', text: 'Metrics' })),
      el('dl', { cls: 'metrics' }, scalars.map(([name, value]) => el('div', { cls: 'metric' },
        el('dt', { text: name, title: name }),
        el('dd', { cls: typeof value === 'number' ? 'metric-number' : 'metric-text', text: format.value(value), title: String(value) })))),
      words.map((one) => el('div', { cls: 'metric-words' }, el('h3', { text: one.name }),
        el('ol', {}, one.values.slice(0, 200).map((text) => el('li', { text: format.value(text) }))))));
  };

  /** The list metrics of a run as lines; answers the section and what to call at the end. */
  aml.linesView = function (detail) {
    const series = lists(detail.metrics || {}).filter((one) => numbers(one.values).length > 0);
    if (series.length === 0) {
      return null;
    }
    let charts = [];
    let apart = false;
    const body = el('div', { cls: 'line-charts' });
    const draw = () => {
      charts.forEach((chart) => chart.destroy());
      const all = apart ? series.map((one) => [one]) : groups(series);
      body.replaceChildren();
      body.classList.toggle('line-charts-one', all.length === 1);
      charts = all.map((group) => {
        const figure = body.appendChild(el('div', { cls: 'line-chart' }));
        return aml.lineChart(figure, group, { title: group.length > 3 ? group.length + ' series' : group.map((one) => one.name).join(', ') });
      });
    };
    const section = el('section', { cls: 'panel', 'aria-labelledby': 'lines-head' },
      el('div', { cls: 'panel-head' }, el('h2', { id: 'lines-head', text: 'Series' }), el('span', { cls: 'bar-space' }),
        series.length > 1 ? aml.tick('One chart each', false, (on) => {
          apart = on;
          draw();
        }) : null), body);
    return { section, draw, destroy: () => charts.forEach((chart) => chart.destroy()) };
  };
})();
