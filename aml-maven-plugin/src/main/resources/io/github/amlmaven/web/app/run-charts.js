(function () {
  'use strict';
  const { el } = aml;
  const METRICS = 4;

  /** The charts that can be made of these rows: each scalar metric, duration, status; most frequent metrics first. */
  function possible(rows) {
    const numbers = (row) => Object.keys(row.metrics || {}).filter((name) => typeof row.metrics[name] === 'number');
    const metrics = aml.frequent(rows, numbers).map((name, i) => ({ key: 'metric ' + name, label: name, shown: i < METRICS,
      value: (row) => aml.toNumber(aml.own(row.metrics, name)) }));
    return [...metrics,
      { key: 'duration', label: 'Duration (s)', shown: true, value: (row) => row.duration_s },
      { key: 'status', label: 'Status', shown: true, value: null }];
  }

  function points(chart, rows) {
    if (chart.value) {
      return { list: rows.map((row) => ({ x: row.run_number, y: chart.value(row), row })).filter((point) => point.y !== null && point.y !== undefined) };
    }
    const yNames = aml.STATUSES.filter((status) => rows.some((row) => row.status === status)).reverse();
    return { yNames, list: rows.map((row) => ({ x: row.run_number, y: yNames.indexOf(row.status), row })).filter((point) => point.y >= 0) };
  }

  /** The charts over run number above the table of runs. */
  aml.runCharts = function (host) {
    const strip = el('div', { cls: 'charts' });
    host.append(strip);
    const made = new Map();
    let rows = [];

    const isShown = (chart) => {
      const choice = aml.own(aml.memory.get('charts', {}), chart.key);
      return choice === undefined ? chart.shown : choice;
    };

    function draw() {
      const wanted = aml.memory.get('charts-folded', false) ? [] : possible(rows).filter(isShown);
      for (const [key, one] of made) {
        if (!wanted.some((chart) => chart.key === key)) {
          one.chart.destroy();
          one.element.remove();
          made.delete(key);
        }
      }
      wanted.forEach((chart) => {
        let one = made.get(chart.key);
        if (!one) {
          const element = el('figure', { cls: 'chart', 'data-chart': chart.key }, el('figcaption', { text: chart.label, title: chart.label }));
          strip.append(element);
          const tell = (point) => [chart.value ? chart.label + ' ' + aml.format.number(point.y) : null, point.row.reason];
          one = { element, chart: aml.pointChart(element, { label: chart.label + ' over run number', height: 138, tell }) };
          made.set(chart.key, one);
        }
        strip.append(one.element);
        const { list, yNames } = points(chart, rows);
        one.chart.update(list, { yNames });
      });
      host.hidden = wanted.length === 0;
    }

    return {
      update(list) {
        rows = list;
        draw();
      },
      /** The panel that chooses charts. */
      choose(panel) {
        const all = possible(rows);
        panel.replaceChildren(
          aml.tick('Show charts', !aml.memory.get('charts-folded', false), (on) => {
            aml.memory.set('charts-folded', !on);
            draw();
          }),
          el('hr', {}),
          ...all.map((chart) => aml.tick(chart.label, isShown(chart), (on) => {
            aml.memory.set('charts', { ...aml.memory.get('charts', {}), [chart.key]: on });
            draw();
          }, { 'data-choice': chart.key })));
      },
      destroy() {
        made.forEach((one) => one.chart.destroy());
      },
    };
  };
})();
