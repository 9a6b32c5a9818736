(function () {
  'use strict';

  const ticked = new Set();

  function show() {
    const link = document.getElementById('nav-compare');
    const count = document.getElementById('nav-count');
    link.setAttribute('href', aml.ticks.address());
    count.textContent = String(ticked.size);
    count.hidden = ticked.size === 0;
    link.setAttribute('aria-label', ticked.size ? 'Compare ' + aml.format.count(ticked.size, 'run') : 'Compare');
    aml.ticks.changed.tell();
  }

  /** The runs that are ticked, whatever the table shows. */
  aml.ticks = {
    changed: aml.listeners(),
    has: (number) => ticked.has(number),
    size: () => ticked.size,
    list: () => [...ticked].sort((a, b) => a - b),
    address: () => '#/compare/' + [...ticked].sort((a, b) => a - b).join(','),

    /** Ticks a run, or not. */
    set(number, on) {
      if (on) {
        ticked.add(number);
      } else {
        ticked.delete(number);
      }
      show();
    },

    /** Ticks many, or takes their ticks away. */
    setAll(numbers, on) {
      for (const number of numbers) {
        if (on) {
          ticked.add(number);
        } else {
          ticked.delete(number);
        }
      }
      show();
    },

    toggle(number) {
      this.set(number, !ticked.has(number));
    },

    clear() {
      ticked.clear();
      show();
    },
  };
})();
