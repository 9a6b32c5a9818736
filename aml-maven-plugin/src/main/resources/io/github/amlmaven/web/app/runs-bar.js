(function () {
  'use strict';
  const { el } = aml;

  /** The line above the table: filters, what is shown, how many, Compare. */
  aml.runsBar = function (state, view) {
    const { filter } = aml;
    let asking = null;
    const trouble = el('div', { cls: 'query-trouble' });
    const words = el('input', { type: 'search', id: 'filter', placeholder: 'Filter by any text', 'aria-label': 'Filter by text',
      title: 'Words that a run must have: script, argument, label, note, metric … ( / )', autocomplete: 'off', spellcheck: 'false',
      oninput: aml.later(80, () => {
        filter.words = words.value;
        view.refresh();
      }) });
    words.value = filter.words;
    const expression = el('input', { type: 'search', id: 'expression', cls: 'code-input', placeholder: "Accuracy > `0.9` && status=='Completed'",
      'aria-label': 'Filter by an expression (JMESPath)', autocomplete: 'off', spellcheck: 'false',
      title: 'A JMESPath condition over the fields of a run; numbers stand in `backticks`, texts in \'quotes\'',
      oninput: aml.later(400, ask), onkeydown: (event) => event.key === 'Enter' && ask() });
    expression.value = filter.expression;

    async function ask() {
      asking?.abort();
      asking = new AbortController();
      filter.expression = expression.value;
      try {
        await filter.ask(asking.signal);
        trouble.replaceChildren();
        expression.removeAttribute('aria-invalid');
      } catch (failure) {
        if (failure.name !== 'AbortError') {
          filter.matching = null;
          trouble.replaceChildren(aml.failure(failure));
          expression.setAttribute('aria-invalid', 'true');
        }
      }
      view.refresh();
    }

    const status = el('select', { 'aria-label': 'Status', id: 'status', onchange: () => {
      filter.status = status.value;
      view.refresh();
    } }, el('option', { value: '', text: 'Any status' }), aml.STATUSES.map((name) => el('option', { value: name, text: name })));
    status.value = filter.status;
    const count = el('span', { cls: 'run-count', role: 'status' });
    const clear = aml.button('Clear filters', () => {
      filter.clear();
      words.value = '';
      expression.value = '';
      status.value = '';
      trouble.replaceChildren();
      expression.removeAttribute('aria-invalid');
      view.refresh();
      words.focus();
    }, { cls: 'quiet', id: 'clear' });
    const compare = aml.button('Compare', () => (location.hash = aml.ticks.address()), { cls: 'main', id: 'compare' });
    const untick = aml.button('Untick', () => aml.ticks.clear(), { cls: 'quiet', id: 'untick' });

    function columns(panel) {
      const all = aml.columns.all(view.rows());
      const part = (title, list) => (list.length ? [el('h3', { text: title }), list.map((column) => aml.tick(column.label, column.shown, (on) => {
        aml.columns.choose(column.key, on);
        view.refresh();
      }, { 'data-choice': column.key, disabled: column.key === 'run_number' }))] : []);
      panel.replaceChildren();
      aml.add(panel, [part('Metrics', all.filter((one) => one.group === 'Metrics')),
        part('Arguments by name', all.filter((one) => one.group === 'Arguments')),
        part('Run', all.filter((one) => !one.group)),
        aml.button('As at first', () => {
          aml.columns.reset();
          view.refresh();
          columns(panel);
        }, { cls: 'small' })]);
    }

    function more(panel) {
      panel.replaceChildren(
        aml.tick('Deleted runs', filter.hidden, (on) => {
          filter.hidden = on;
          view.refresh();
        }, { id: 'show-hidden' }),
        aml.tick('Sweeps as one row', aml.memory.get('grouped', false), (on) => {
          aml.memory.set('grouped', on);
          view.refresh();
        }, { id: 'group' }));
    }

    const element = el('div', { cls: 'toolbar' },
      el('div', { cls: 'toolbar-filters', role: 'search' }, words, aml.source.can.query ? expression : null, status),
      el('div', { cls: 'toolbar-menus' }, aml.menu('Columns', columns), aml.menu('Charts', view.chooseCharts), aml.menu('Show', more)),
      count, clear, el('span', { cls: 'bar-space' }), untick, compare);
    const unheard = aml.ticks.changed.add(() => show());

    function show(shown, all) {
      if (all !== undefined) {
        const whole = aml.format.count(all, 'run');
        const text = shown === all ? whole : shown.toLocaleString('en') + ' of ' + whole;
        if (count.textContent !== text) {
          count.textContent = text;
        }
        clear.hidden = !filter.isOn();
      }
      const ticked = aml.ticks.size();
      compare.textContent = ticked ? 'Compare ' + ticked : 'Compare';
      compare.disabled = ticked < 2;
      compare.title = ticked < 2 ? 'Tick two or more runs' : '';
      untick.hidden = ticked === 0;
    }
    show();
    return { element, trouble, show, again: () => (filter.expression.trim() && !trouble.firstChild ? ask() : null), destroy: unheard };
  };
})();
