(function () {
  'use strict';
  const { el } = aml;

  const KEYS = [
    ['/', 'Filter the runs'],
    ['g r', 'To the list of runs'],
    ['c', 'Compare the ticked runs'],
    ['[  ]', 'Previous and next run'],
    ['x', 'Tick the current run'],
    ['?', 'This list'],
    ['↑ ↓  j k', 'In the table: from row to row'],
    ['Space', 'In the table: tick; with Shift all between'],
    ['Enter', 'In the table and in charts: open the run'],
    ['← →', 'In the table: fold a sweep; in a chart: from run to run'],
    ['Drag', 'In a chart: look closer; double click: all again'],
  ];

  /** Says which keys do what. */
  aml.help = function () {
    return aml.dialog('Keys', el('dl', { cls: 'keys' }, KEYS.map(([key, text]) => [el('dt', {}, el('kbd', { text: key })), el('dd', { text })])));
  };

  let before = '';

  function press(key) {
    const view = aml.current;
    if (key === '/') {
      const filter = document.getElementById('filter');
      if (filter) {
        filter.focus();
        filter.select();
      }
      return Boolean(filter);
    }
    if (key === 'r' && before === 'g') {
      location.hash = '#/runs';
    } else if (key === 'c' && aml.ticks.size() > 1) {
      location.hash = aml.ticks.address();
    } else if (key === '[' || key === ']') {
      document.getElementById(key === '[' ? 'previous' : 'next')?.click();
    } else if (key === 'x' && view && view.number) {
      document.getElementById('tick')?.click();
    } else if (key === '?') {
      aml.help();
    } else {
      return false;
    }
    return true;
  }

  document.addEventListener('keydown', (event) => {
    const writing = event.target.closest('input:not([type=checkbox]), textarea, select, dialog');
    if (writing || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) {
      if (event.key === 'Escape' && event.target.id === 'filter') {
        document.querySelector('.runs-table')?.focus();
      }
      return;
    }
    if (press(event.key)) {
      event.preventDefault();
    }
    before = event.key;
  });
})();
