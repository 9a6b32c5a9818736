(function () {
  'use strict';
  const { el } = aml;
  let tip = null;

  /** The small box beside the pointer that tells what is under it. */
  aml.tip = {
    /** Shows lines, the first one bold, near a point of the window. */
    show(lines, x, y) {
      if (!tip) {
        tip = document.body.appendChild(el('div', { cls: 'tip', 'aria-hidden': 'true' }));
      }
      tip.replaceChildren(...lines.filter(Boolean).map((line, i) => el('div', { cls: i ? null : 'tip-head', text: line })));
      tip.hidden = false;
      const size = tip.getBoundingClientRect();
      const left = x + 14 + size.width > innerWidth ? x - 14 - size.width : x + 14;
      tip.style.left = Math.max(4, left) + 'px';
      tip.style.top = Math.max(4, Math.min(innerHeight - size.height - 4, y + 14)) + 'px';
    },

    hide() {
      if (tip) {
        tip.hidden = true;
      }
    },

    /** The lines about a run. */
    run(row, ...more) {
      return ['Run ' + row.run_number + '  ' + row.status, ...more,
        ((row.script_name || '') + ' ' + (row.arguments || []).join(' ')).trim().slice(0, 120),
        (row.labels || []).join(', ')];
    },
  };
})();
