(function () {
  'use strict';
  const { el } = aml;

  function axes(rows) {
    const found = [];
    for (const name of aml.frequent(rows, (row) => aml.parameters(row).keys())) {
      found.push({ key: 'parameter ' + name, label: name, group: 'Arguments', value: (row) => aml.parameters(row).get(name) });
    }
    for (const name of aml.frequent(rows, (row) => Object.keys(row.metrics || {}))) {
      found.push({ key: 'metric ' + name, label: name, group: 'Metrics', value: (row) => aml.own(row.metrics, name) });
    }
    found.push({ key: 'number', label: 'Run number', group: 'Run', value: (row) => row.run_number },
      { key: 'duration', label: 'Duration (s)', group: 'Run', value: (row) => row.duration_s },
      { key: 'target', label: 'Target', group: 'Run', value: (row) => row.target },
      { key: 'script', label: 'Script', group: 'Run', value: (row) => row.script_name },
      { key: 'user', label: 'User', group: 'Run', value: (row) => row.user_id });
    const differs = (axis) => new Set(rows.map(axis.value)).size > 1;
    return found.filter((axis, i, all) => differs(axis) || (axis.key === 'number') || all.length < 3);
  }

  function picker(label, list, chosen, id, onchange) {
    const select = el('select', { id, onchange: () => onchange(select.value) },
      ['Arguments', 'Metrics', 'Run'].map((group) => {
        const some = list.filter((axis) => axis.group === group);
        return some.length ? el('optgroup', { label: group }, some.map((axis) => el('option', { value: axis.key, text: axis.label }))) : null;
      }));
    select.value = chosen;
    return el('label', { cls: 'inline' }, el('span', { cls: 'field-label', text: label }), select);
  }

  /** Numbers where all are numbers, else the places of texts in their order. */
  function scale(rows, axis) {
    const values = rows.map(axis.value);
    const there = values.filter((value) => value !== undefined && value !== null);
    if (there.every((value) => aml.toNumber(value) !== null)) {
      return { values: values.map(aml.toNumber), names: null };
    }
    const names = [...new Set(there.map(String))].sort();
    return { values: values.map((value) => (value === undefined || value === null ? null : names.indexOf(String(value)))), names };
  }

  /** The chart of one thing against another: a parameter against a metric at first. */
  aml.scatterView = function (rows) {
    const list = axes(rows);
    const numeric = (axis) => rows.some((row) => typeof axis.value(row) === 'number');
    const x = list.find((axis) => axis.group === 'Arguments') || list.find((axis) => axis.key === 'number');
    const y = list.find((axis) => axis.group === 'Metrics' && numeric(axis)) || list.find((axis) => axis.key === 'duration') || list[0];
    const chosen = { x: x.key, y: y.key, logX: false, logY: false };
    const host = el('div', { cls: 'scatter' });
    const hint = el('span', { cls: 'hint', role: 'status' });
    const nameY = el('span', { cls: 'axis-name' });
    const nameX = el('span', { cls: 'axis-name axis-name-x' });
    let chart = null;

    function draw() {
      const ax = list.find((axis) => axis.key === chosen.x);
      const ay = list.find((axis) => axis.key === chosen.y);
      const xs = scale(rows, ax);
      const ys = scale(rows, ay);
      const logX = chosen.logX && !xs.names;
      const logY = chosen.logY && !ys.names;
      const points = rows.map((row, i) => ({ x: xs.values[i], y: ys.values[i], row })).filter((point) => point.x !== null && point.y !== null);
      const shown = points.filter((point) => (!logX || point.x > 0) && (!logY || point.y > 0)).length;
      const left = rows.length - shown;
      hint.textContent = left ? aml.format.count(left, 'run') + ' without a value' + (logX || logY ? ' above 0' : '') + ' left out' : '';
      nameX.textContent = ax.label;
      nameY.textContent = ay.label;
      chart = chart || aml.pointChart(host, { height: 300, tell: () => [] });
      chart.update(points, { label: ay.label + ' over ' + ax.label, logX, logY, xNames: xs.names, yNames: ys.names,
        tell: (point) => [ax.label + ' ' + aml.format.value(ax.value(point.row)), ay.label + ' ' + aml.format.value(ay.value(point.row))] });
    }

    const choose = (name) => (value) => {
      chosen[name] = value;
      draw();
    };
    const section = el('section', { cls: 'panel scatter-panel', 'aria-labelledby': 'scatter-head' },
      el('div', { cls: 'panel-head' }, el('h2', { id: 'scatter-head', text: 'Chart' }),
        el('span', { cls: 'axis-choice' }, picker('Across', list, chosen.x, 'scatter-x', choose('x')),
          aml.tick('Log', false, choose('logX'), { id: 'log-x', 'aria-label': 'Log scale across' })),
        el('span', { cls: 'axis-choice' }, picker('Up', list, chosen.y, 'scatter-y', choose('y')),
          aml.tick('Log', false, choose('logY'), { id: 'log-y', 'aria-label': 'Log scale up' })), hint),
      nameY, host, nameX);
    return { section, draw, destroy: () => chart?.destroy() };
  };
})();
