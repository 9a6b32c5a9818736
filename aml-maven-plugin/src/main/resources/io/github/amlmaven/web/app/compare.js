(function () {
  'use strict';
  const { el } = aml;
  const AT_ONCE = 6;
  const LINES = 24;

  async function fetchAll(numbers, told) {
    const found = new Map();
    const failures = [];
    const waiting = [...numbers];
    const work = async () => {
      while (waiting.length > 0) {
        const number = waiting.shift();
        try {
          found.set(number, await aml.source.run(number));
        } catch (failure) {
          failures.push(failure);
        }
        told(found.size);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return { details: numbers.map((number) => found.get(number)).filter(Boolean), failures };
  }

  function seriesTogether(details) {
    const names = [...new Set(details.flatMap((detail) => Object.entries(detail.metrics || {})
      .filter(([, value]) => Array.isArray(value) && value.some((one) => aml.toNumber(one) !== null)).map(([name]) => name)))].sort();
    return names.map((name) => ({ name, series: details.filter((detail) => Array.isArray(aml.own(detail.metrics, name)))
      .map((detail) => ({ name: 'Run ' + detail.row.run_number, values: detail.metrics[name] })) }));
  }

  function nothing() {
    return el('div', { cls: 'empty' }, el('h1', { tabindex: '-1', text: 'Compare' }),
      el('p', {}, 'Tick two or more runs in the ', el('a', { href: '#/runs', text: 'list of runs' }), ', then choose Compare; or name them here.'));
  }

  /** The view of runs side by side. */
  aml.views.compare = function (host, given) {
    const numbers = [...new Set(String(given || '').split(',').map(Number).filter((number) => Number.isInteger(number) && number > 0))];
    const parts = [];
    let gone = false;

    const go = (list) => (location.hash = '#/compare/' + list.join(','));
    const input = el('input', { type: 'text', inputmode: 'numeric', id: 'add-run', cls: 'number-input', placeholder: 'Run', 'aria-label': 'Number of a run to add' });
    const add = el('form', { cls: 'inline', onsubmit: (event) => {
      event.preventDefault();
      go([...numbers, ...input.value.split(/[\s,]+/).map(Number).filter((number) => number > 0)]);
    } }, input, el('button', { type: 'submit', cls: 'small', text: 'Add' }));

    function show(details, failures) {
      const table = el('div', { cls: 'compare-fields' });
      const all = () => aml.memory.get('compare-all', false);
      const fill = () => table.replaceChildren(aml.compareTable(details, all(), (number) => go(numbers.filter((one) => one !== number))));
      fill();
      const scatter = details.length > 1 ? aml.scatterView(details.map((detail) => detail.row)) : null;
      const lines = seriesTogether(details);
      const lineHost = el('div', { cls: 'line-charts' + (lines.length === 1 ? ' line-charts-one' : '') });
      host.replaceChildren(el('div', { cls: 'compare-view' },
        el('div', { cls: 'view-head' }, el('h1', { tabindex: '-1', text: 'Compare ' + aml.format.count(details.length, 'run') }),
          aml.tick('Also what is the same', all(), (on) => {
            aml.memory.set('compare-all', on);
            fill();
          }, { id: 'compare-all' }),
          el('span', { cls: 'bar-space' }), add, el('a', { cls: 'button', id: 'back', href: '#/runs', text: 'Run list' })),
        failures.map((failure) => aml.failure(failure)),
        el('div', { cls: 'compare-top' }, table, scatter ? scatter.section : null),
        lines.length ? el('section', { cls: 'panel', 'aria-labelledby': 'lines-head' },
          el('div', { cls: 'panel-head' }, el('h2', { id: 'lines-head', text: 'Series' })), lineHost) : null,
        aml.compareImages(details),
        details.length > 1 ? code(details) : null));
      scatter?.draw();
      parts.push(scatter, ...lines.slice(0, 12).map((one) => aml.lineChart(lineHost.appendChild(el('div', { cls: 'line-chart' })), one.series.slice(0, LINES),
        { title: one.name + (one.series.length > LINES ? ' (the first ' + LINES + ' of ' + one.series.length + ' runs)' : '') })));
    }

    function code(details) {
      const list = details.map((detail) => detail.row.run_number);
      const box = el('div', {});
      const pick = (id, label, value) => {
        const select = el('select', { id, 'aria-label': label, onchange: load }, list.map((number) => el('option', { value: number, text: 'Run ' + number })));
        select.value = String(value);
        return select;
      };
      const from = pick('code-from', 'Code from', list[0]);
      const to = pick('code-to', 'Code to', list[1]);
      function load() {
        box.replaceChildren(aml.differenceBox(Number(from.value), Number(to.value)));
      }
      load();
      return el('section', { cls: 'panel', 'aria-labelledby': 'code-head' },
        el('div', { cls: 'panel-head' }, el('h2', { id: 'code-head', text: 'Code' }), list.length > 2 ? [from, 'to', to]
          : el('span', { cls: 'hint', text: 'from run ' + list[0] + ' to run ' + list[1] })), box);
    }

    async function load() {
      const progress = el('p', { cls: 'hint', role: 'status', text: 'Loading …' });
      host.replaceChildren(el('div', { cls: 'compare-view' }, el('h1', { tabindex: '-1', text: 'Compare' }), progress));
      const { details, failures } = await fetchAll(numbers, (count) => (progress.textContent = count + ' of ' + numbers.length + ' runs'));
      if (!gone && details.length > 0) {
        show(details, failures);
      } else if (!gone) {
        host.replaceChildren(el('div', { cls: 'compare-view' }, el('h1', { tabindex: '-1', text: 'Compare' }), failures.slice(0, 1).map((failure) => aml.failure(failure, load))));
      }
    }

    if (numbers.length === 0) {
      host.replaceChildren(aml.add(nothing(), [add]));
    } else {
      load();
    }
    return { title: 'Compare', destroy() {
      gone = true;
      parts.forEach((part) => part?.destroy());
    } };
  };
})();
