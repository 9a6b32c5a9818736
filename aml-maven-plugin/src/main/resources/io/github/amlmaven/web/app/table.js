(function () {
  'use strict';
  const { el } = aml;
  const SPARE = 10;
  const PRINTED = 2000;

  /**
   * The table of runs: only the rows in sight are elements, so that 10,000 scroll as well as ten.
   * The state, kept by the view, holds sort, descending, current and top.
   */
  aml.runsTable = function (state, actions) {
    const head = el('thead', {});
    const body = el('tbody', {});
    const cols = el('colgroup', {});
    const table = el('table', { cls: 'runs-table', role: 'grid', tabindex: '0', 'aria-label': 'Runs',
      'aria-multiselectable': 'true' }, cols, head, body);
    const box = el('div', { cls: 'table-box' }, table);
    const above = el('tr', { cls: 'spacer', 'aria-hidden': 'true' }, el('td', {}));
    const below = el('tr', { cls: 'spacer', 'aria-hidden': 'true' }, el('td', {}));
    const made = new Map();
    let entries = [];
    let columns = [];
    let group = false;
    let shape = '';
    let height = 32;
    let printing = false;
    let frame = 0;

    function draw() {
      frame = 0;
      const seen = box.clientHeight || 600;
      let first = Math.max(0, Math.floor(box.scrollTop / height) - SPARE);
      let last = Math.min(entries.length, Math.ceil((box.scrollTop + seen) / height) + SPARE);
      if (printing) {
        first = 0;
        last = Math.min(entries.length, PRINTED);
      }
      const wanted = new Set();
      for (let i = first; i < last; i++) {
        wanted.add(entries[i].row.run_number);
      }
      for (const [number, tr] of made) {
        if (!wanted.has(number)) {
          tr.remove();
          made.delete(number);
        }
      }
      let before = above;
      for (let i = first; i < last; i++) {
        const tr = place(entries[i], i);
        if (before.nextSibling !== tr) {
          before.after(tr);
        }
        before = tr;
      }
      above.firstChild.style.height = first * height + 'px';
      below.firstChild.style.height = (entries.length - last) * height + 'px';
      state.top = box.scrollTop;
    }

    function place(entry, index) {
      const number = entry.row.run_number;
      let tr = made.get(number);
      if (!tr) {
        tr = el('tr', { id: 'row-' + number, 'data-run': number });
        made.set(number, tr);
      }
      const mark = entry.children + ' ' + entry.open + ' ' + entry.depth;
      if (tr.amlRow !== entry.row || tr.amlShape !== shape || tr.amlMark !== mark) {
        aml.cells.fill(tr, entry, columns, group);
        Object.assign(tr, { amlRow: entry.row, amlShape: shape, amlMark: mark });
      }
      tr.setAttribute('aria-rowindex', index + 2);
      tr.setAttribute('aria-selected', String(aml.ticks.has(number)));
      tr.classList.toggle('current', number === state.current);
      return tr;
    }

    function header() {
      const every = el('input', { type: 'checkbox', 'aria-label': 'Tick all runs shown', cls: 'tick-all', tabindex: '-1',
        onchange: (event) => aml.ticks.setAll(entries.map((entry) => entry.row.run_number), event.target.checked) });
      const cells = columns.map((column) => {
        const sorted = state.sort === column.key;
        const button = el('button', { type: 'button', cls: 'sort', 'data-sort': column.key, title: 'Sort by ' + column.label },
          el('span', { cls: 'sort-name', text: column.label }),
          el('span', { cls: 'sort-way', 'aria-hidden': 'true', text: sorted ? (state.descending ? '↓' : '↑') : '' }));
        return el('th', { scope: 'col', cls: (column.numeric ? 'numeric' : '') + (column.key === 'run_number' ? ' number-cell' : ''),
          'aria-sort': sorted ? (state.descending ? 'descending' : 'ascending') : null }, button);
      });
      head.replaceChildren(el('tr', { 'aria-rowindex': '1' }, el('td', { cls: 'tick-cell' }, every), cells));
    }

    function measure() {
      const style = getComputedStyle(table);
      height = parseFloat(style.getPropertyValue('--row')) || 32;
      const font = style.fontSize + ' ' + style.fontFamily;
      const rows = entries.map((entry) => entry.row);
      const widths = columns.map((column) => aml.cells.width(column, rows, font) + (group && column.key === 'run_number' ? 44 : 0));
      const total = widths.reduce((sum, width) => sum + width, 36);
      table.style.minWidth = total + 'px';
      cols.replaceChildren(el('col', {}), ...columns.map(() => el('col', {})));
      cols.children[0].style.width = '36px';
      // The last one takes what is left.
      widths.slice(0, -1).forEach((width, i) => (cols.children[i + 1].style.width = width + 'px'));
    }

    function shown() {
      for (const tr of made.values()) {
        const on = aml.ticks.has(Number(tr.dataset.run));
        tr.setAttribute('aria-selected', String(on));
        tr.querySelector('input').checked = on;
      }
      const every = head.querySelector('.tick-all');
      const count = entries.filter((entry) => aml.ticks.has(entry.row.run_number)).length;
      every.checked = count > 0 && count === entries.length;
      every.indeterminate = count > 0 && count < entries.length;
    }

    const later = () => (frame = frame || requestAnimationFrame(draw));
    const print = (on) => () => {
      printing = on;
      draw();
    };
    const start = print(true);
    const end = print(false);
    box.addEventListener('scroll', later, { passive: true });
    window.addEventListener('beforeprint', start);
    window.addEventListener('afterprint', end);
    const size = new ResizeObserver(later);
    size.observe(box);
    const unheard = aml.ticks.changed.add(shown);
    body.append(above, below);
    const self = {
      element: box,
      table,
      entries: () => entries,

      /** The first run that is in sight; null when there is none. */
      first() {
        const entry = entries[Math.min(entries.length - 1, Math.ceil(box.scrollTop / height))];
        return entry ? entry.row.run_number : null;
      },

      /** Shows other rows, or the same rows with what is new in them. */
      update(list, chosen, grouped) {
        const next = chosen.map((column) => column.key).join('\n') + grouped + state.sort + state.descending;
        entries = list;
        columns = chosen;
        group = grouped;
        table.setAttribute('aria-rowcount', String(entries.length + 1));
        table.setAttribute('aria-colcount', String(columns.length + 1));
        if (next !== shape || self.measured !== Math.min(entries.length, 50)) {
          self.measured = Math.min(entries.length, 50);
          shape = next;
          header();
          measure();
        }
        draw();
        shown();
      },

      /** Makes a run the current one and brings it into sight. */
      point(number) {
        const index = entries.findIndex((entry) => entry.row.run_number === number);
        state.current = index < 0 ? null : number;
        if (index >= 0) {
          const top = index * height;
          const room = box.clientHeight - 2 * height;
          if (top < box.scrollTop) {
            box.scrollTop = top;
          } else if (top > box.scrollTop + room) {
            box.scrollTop = top - room;
          }
        }
        draw();
        if (state.current === null) {
          table.removeAttribute('aria-activedescendant');
        } else {
          table.setAttribute('aria-activedescendant', 'row-' + number);
        }
      },

      /** Goes back to where the table was left. */
      restore() {
        box.scrollTop = state.top || 0;
        draw();
      },

      destroy() {
        size.disconnect();
        unheard();
        window.removeEventListener('beforeprint', start);
        window.removeEventListener('afterprint', end);
      },
    };
    aml.tableKeys(self, state, actions);
    return self;
  };
})();
