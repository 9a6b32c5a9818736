(function () {
  'use strict';
  const { el, format } = aml;

  function delta(value, first) {
    const by = value - first;
    return (by > 0 ? '+' : by < 0 ? '−' : '±') + format.number(Number(Math.abs(by).toPrecision(4)));
  }

  function cell(section, line, value, i, best) {
    if (value === undefined || value === null || value === '') {
      return el('td', { cls: 'nothing' }, el('span', { 'aria-label': 'none', role: 'img', text: '–' }));
    }
    const number = typeof value === 'number';
    const isBest = best !== null && value === best;
    const first = line.values[0];
    return el('td', { cls: (number || aml.toNumber(value) !== null ? 'numeric' : '') + (isBest ? ' best' : ''), title: String(value) },
      el('span', { cls: section.isFiles ? 'hash' : null, text: format.value(value) }),
      isBest ? el('span', { cls: 'best-mark', text: 'best' }) : null,
      section.isMetrics && number && i > 0 && typeof first === 'number' ? el('span', { cls: 'delta', text: delta(value, first) }) : null);
  }

  /** The table of a comparison: a column for each run, by section; only what differs, unless all is wanted. */
  aml.compareTable = function (details, all, leave) {
    const sections = aml.comparison(details);
    const head = el('thead', {}, el('tr', {}, el('th', { scope: 'col', cls: 'field-cell' }, el('span', { cls: 'out-of-sight', text: 'Field' })),
      details.map((detail) => el('th', { scope: 'col' },
        el('span', { cls: 'column-head' }, el('a', { href: '#/run/' + detail.row.run_number, text: 'Run ' + detail.row.run_number }),
          el('button', { type: 'button', cls: 'chip-off', 'aria-label': 'Leave run ' + detail.row.run_number + ' out', title: 'Leave out',
            'data-leave': detail.row.run_number, onclick: () => leave(detail.row.run_number) }, '×'))))));
    const bodies = sections.map((section) => {
      const lines = section.lines.filter((line) => all
        ? line.values.some((value) => value !== undefined && value !== '') : !aml.isSame(section, line));
      return lines.length === 0 ? null : el('tbody', {},
        el('tr', { cls: 'section-row' }, el('th', { scope: 'rowgroup', colspan: details.length + 1 }, el('span', { text: section.title }))),
        lines.map((line) => {
          const best = section.isMetrics ? aml.best(line.name, line.values, details.map((detail) => aml.parameters(detail.row))) : null;
          return el('tr', { cls: all && !aml.isSame(section, line) ? 'differs' : null },
            el('th', { scope: 'row', cls: 'field-cell', title: line.name, text: line.name }),
            line.values.map((value, i) => cell(section, line, value, i, best)));
        }));
    });
    return bodies.some(Boolean)
      ? el('div', { cls: 'compare-box', tabindex: '0', role: 'region', 'aria-label': 'Comparison' }, el('table', { cls: 'compare-table' }, head, bodies.filter(Boolean)))
      : el('p', { cls: 'hint', text: 'Nothing differs.' });
  };

  /** Images of the same name beside each other. */
  aml.compareImages = function (details) {
    const names = [...new Set(details.flatMap((detail) => detail.artifacts
      .filter((artifact) => artifact.kind === 'image' || artifact.kind === 'svg').map((artifact) => artifact.path)))].sort();
    if (names.length === 0) {
      return null;
    }
    const figure = (detail, name) => {
      const artifact = detail.artifacts.find((one) => one.path === name);
      const address = artifact && aml.source.imageAddress(detail.row.run_number, artifact.index);
      return el('figure', {}, address ? el('img', { src: address, alt: name + ' of run ' + detail.row.run_number, loading: 'lazy' })
        : el('div', { cls: 'no-image', text: artifact ? 'Not part of this report' : 'None' }),
      el('figcaption', {}, el('a', { href: '#/run/' + detail.row.run_number, text: 'Run ' + detail.row.run_number })));
    };
    return el('section', { cls: 'panel', 'aria-labelledby': 'images-head' },
      el('div', { cls: 'panel-head' }, el('h2', { id: 'images-head', text: 'Images' })),
      names.map((name) => [el('h3', { cls: 'path', text: name }),
        el('div', { cls: 'images-row', tabindex: '0', role: 'group', 'aria-label': name }, details.map((detail) => figure(detail, name)))]));
  };
})();
