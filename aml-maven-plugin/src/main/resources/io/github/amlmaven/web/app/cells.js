(function () {
  'use strict';
  const { el } = aml;

  const LONG = new Set(['arguments', 'description', 'reason', 'labels']);
  let ruler = null;

  /** How wide a text is in the table's type, in pixels. */
  function width(text, font) {
    ruler = ruler || document.createElement('canvas').getContext('2d');
    ruler.font = font;
    return ruler.measureText(text).width;
  }

  /** A label as a chip. */
  aml.chip = (text) => el('span', { cls: 'chip', text, title: text });

  /** The cells of a table of runs. */
  aml.cells = {
    /** How wide a column has to be for these rows, in pixels. */
    width(column, rows, font) {
      const step = Math.max(1, Math.floor(rows.length / 400));
      const texts = new Set(rows.filter((row, i) => i % step === 0).map((row) => aml.columns.text(column, row).slice(0, 80)));
      // Not the longest alone: letters differ in width.
      const longest = [...texts].sort((a, b) => b.length - a.length).slice(0, 12);
      const extra = column.key === 'status' ? 18 : column.key === 'labels' ? 24 : column.key === 'run_number' ? 16 : 0;
      const content = Math.max(...longest.map((text) => width(text, font) + extra), width(column.label.slice(0, 40), 'bold ' + font) + 18);
      const most = LONG.has(column.key) ? 280 : 220;
      return Math.ceil(Math.min(most, content)) + 20;
    },

    /** Fills a row of the table. */
    fill(tr, entry, columns, group) {
      const { row } = entry;
      const box = el('input', { type: 'checkbox', tabindex: '-1', 'data-tick': row.run_number,
        'aria-label': 'Tick run ' + row.run_number });
      box.checked = aml.ticks.has(row.run_number);
      const cells = [el('td', { cls: 'tick-cell' }, box)];
      for (const column of columns) {
        cells.push(this.cell(column, row, entry, group));
      }
      tr.replaceChildren(...cells);
    },

    cell(column, row, entry, group) {
      const td = el('td', { cls: column.numeric ? 'numeric' : LONG.has(column.key) ? 'long' : null });
      if (column.key === 'run_number') {
        td.className = 'numeric number-cell';
        aml.add(td, [this.family(entry, group),
          el('a', { href: '#/run/' + row.run_number, tabindex: '-1', text: String(row.run_number) })]);
      } else if (column.key === 'status') {
        td.append(aml.status(row.status, row.reason));
        if (row.hidden) {
          td.append(' ', el('span', { cls: 'chip chip-plain', text: 'deleted' }));
        }
      } else if (column.key === 'labels') {
        (row.labels || []).forEach((label) => td.append(aml.chip(label), ' '));
      } else if (column.key === 'parent_run_id') {
        const parent = row.parent_run_id && aml.rows.byId(row.parent_run_id);
        td.append(parent
          ? el('a', { href: '#/run/' + parent.run_number, tabindex: '-1', text: 'run ' + parent.run_number })
          : row.parent_run_id || '');
      } else {
        const value = column.value(row);
        const text = aml.columns.text(column, row);
        td.textContent = text;
        if (text) {
          td.title = typeof value === 'number' && column.key !== 'duration_s' ? String(value) : text;
        }
        if (column.numeric && typeof value !== 'number') {
          td.classList.add('wordy');
        }
      }
      return td;
    },

    /** The button that opens a sweep, or the mark of a run of one. */
    family(entry, group) {
      if (entry.children && group) {
        return el('button', { type: 'button', cls: 'fold', tabindex: '-1', 'data-fold': entry.row.run_id,
          'aria-expanded': String(entry.open),
          'aria-label': (entry.open ? 'Hide ' : 'Show ') + aml.format.count(entry.children, 'run') + ' of this sweep',
          title: aml.format.count(entry.children, 'run') }, entry.open ? '▾' : '▸', String(entry.children));
      }
      return entry.depth ? el('span', { cls: 'child-mark', 'aria-label': 'of the sweep above' }, '└') : null;
    },
  };
})();
