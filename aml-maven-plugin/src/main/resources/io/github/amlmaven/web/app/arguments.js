(function () {
  'use strict';

  const NAMED = /^--?([A-Za-z][\w.-]*)=([^]*)$/;
  const FLAG = /^--?([A-Za-z][\w.-]*)$/;
  const PAIR = /^([A-Za-z][\w.]*)=([^]*)$/;
  const known = new WeakMap();

  function read(list) {
    const found = new Map();
    let position = 0;
    for (let i = 0; i < list.length; i++) {
      const text = String(list[i]);
      const named = NAMED.exec(text) || PAIR.exec(text);
      const flag = FLAG.exec(text);
      const next = i + 1 < list.length ? String(list[i + 1]) : null;
      if (named) {
        found.set(named[1], named[2]);
      } else if (flag && next !== null && (!next.startsWith('-') || aml.toNumber(next) !== null)) {
        found.set(flag[1], next);
        i++;
      } else if (flag) {
        found.set(flag[1], 'true');
      } else {
        position++;
        found.set('argument ' + position, text);
      }
    }
    return found;
  }

  /** The parameters in a run's arguments: --reg=0.1, --reg 0.1, reg=0.1, --flag, and the others by their place. */
  aml.parameters = function (row) {
    if (!known.has(row)) {
      known.set(row, read(row.arguments || []));
    }
    return known.get(row);
  };

  /** A number, or the number in a text; null when it is none. */
  aml.toNumber = function (value) {
    if (typeof value === 'number') {
      return Number.isFinite(value) ? value : null;
    }
    if (typeof value !== 'string' || !/^\s*[-+]?(\d|\.\d)/.test(value)) {
      return null;
    }
    const number = Number(value);
    return Number.isFinite(number) ? number : null;
  };

  /** Names in the order of how many rows have them, most first; equals by the alphabet. */
  aml.frequent = function (rows, names) {
    const counts = new Map();
    for (const row of rows) {
      for (const name of names(row)) {
        counts.set(name, (counts.get(name) || 0) + 1);
      }
    }
    return [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || (a < b ? -1 : 1));
  };
})();
