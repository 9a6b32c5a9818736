(function () {
  'use strict';
  const { el } = aml;
  const state = { sort: 'run_number', descending: true, current: null, top: 0 };

  function empty() {
    return el('section', { cls: 'empty' },
      el('h1', { text: 'No runs yet' }),
      el('p', { text: 'Run the script of the project, and its run appears here by itself:' }),
      aml.command('mvn aml:run'),
      el('p', { text: 'Or name a script and its arguments:' }),
      aml.command('mvn aml:run -Daml.script=iris.py -Daml.args=0.1'),
      el('p', { cls: 'hint', text: 'What the script writes to outputs/ and what it logs as metrics is kept with the run.' }));
  }

  /** The view of all runs: charts on top, the table below. */
  aml.views = { runs(host) {
    let table = null;
    let charts = null;
    let bar = null;
    let rows = [];
    let first = true;
    // The table answers at once; thousands of points come a moment later.
    const drawCharts = aml.later(120, () => charts?.update(rows));

    function visible() {
      return aml.rows.all.filter((row) => aml.filter.hidden || !row.hidden);
    }

    function refresh() {
      if (aml.rows.all.length === 0) {
        destroyParts();
        host.replaceChildren(empty());
        return;
      }
      if (!table) {
        build();
      }
      const all = visible();
      rows = aml.filter.rows(aml.rows.all);
      const columns = aml.columns.all(all);
      const by = columns.find((column) => column.key === state.sort) || columns[0];
      rows = aml.columns.sort(rows, by, state.descending);
      const grouped = aml.memory.get('grouped', false) && aml.sweeps.any(all);
      table.update(aml.sweeps.entries(rows, grouped), columns.filter((column) => column.shown), grouped);
      if (first) {
        charts.update(rows);
        first = false;
      } else {
        drawCharts();
      }
      bar.show(rows.length, aml.rows.isComplete() ? all.length : aml.rows.total);
      none.hidden = rows.length > 0;
    }

    const none = el('p', { cls: 'none', hidden: true, text: 'No run passes the filters.' });

    function build() {
      const chartHost = el('section', { cls: 'charts-box', 'aria-label': 'Charts over run number' });
      charts = aml.runCharts(chartHost);
      table = aml.runsTable(state, {
        sort(key) {
          state.descending = state.sort === key ? !state.descending : key === 'run_number' || key.startsWith('metric ');
          state.sort = key;
          refresh();
          table.table.querySelector('[data-sort="' + CSS.escape(key) + '"]')?.focus();
        },
        fold(id) {
          aml.sweeps.toggle(id);
          refresh();
        },
        unfold(number, open) {
          const entry = table.entries().find((one) => one.row.run_number === number);
          if (entry && entry.children && entry.open !== open) {
            this.fold(entry.row.run_id);
          }
        },
      });
      bar = aml.runsBar(state, { refresh, rows: visible, chooseCharts: (panel) => charts.choose(panel) });
      host.replaceChildren(el('div', { cls: 'runs-view' }, el('h1', { cls: 'out-of-sight', text: 'Runs' }),
        chartHost, bar.element, bar.trouble, table.element, none));
      table.update([], [], false);
    }

    function destroyParts() {
      table?.destroy();
      charts?.destroy();
      bar?.destroy();
      table = charts = bar = null;
    }

    const unheard = aml.rows.changed.add(() => {
      refresh();
      bar?.again();
    });
    const top = state.top;
    refresh();
    if (table) {
      state.top = top;
      table.restore();
    }
    return { title: 'Runs', table: () => table, destroy() {
      unheard();
      destroyParts();
    } };
  } };
})();
