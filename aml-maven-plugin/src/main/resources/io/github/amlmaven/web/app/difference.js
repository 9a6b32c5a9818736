(function () {
  'use strict';
  const { el } = aml;
  const OPEN = 8;
  const LINES = 3000;
  const KINDS = { '+': 'added', '-': 'removed', '@': 'place', '\\': 'hint' };

  function lines(diff) {
    const all = diff.replace(/\n$/, '').split('\n');
    const pre = el('pre', { cls: 'diff', tabindex: '0', 'aria-label': 'Difference' });
    for (const line of all.slice(0, LINES)) {
      if (!/^(---|\+\+\+) /.test(line)) {
        pre.append(el('span', { cls: 'diff-line diff-' + (KINDS[line[0]] || 'same'), text: line + '\n' }));
      }
    }
    return [pre, all.length > LINES ? el('p', { cls: 'hint', text: 'The first ' + LINES + ' of ' + all.length + ' lines.' }) : null];
  }

  function counts(diff) {
    const all = diff.split('\n').filter((line) => !/^(---|\+\+\+) /.test(line));
    return '+' + all.filter((line) => line[0] === '+').length + ' −' + all.filter((line) => line[0] === '-').length;
  }

  /** What differs in the code of two runs, file by file. */
  aml.differenceView = function (answer) {
    if (answer.files.length === 0) {
      return el('p', { cls: 'hint', text: 'The code is the same.' });
    }
    return el('div', { cls: 'difference' }, answer.files.map((file, i) => {
      const head = [el('span', { cls: 'path', text: file.path }), el('span', { cls: 'chip chip-plain', text: file.change }),
        file.diff ? el('span', { cls: 'hint', text: counts(file.diff) }) : null,
        file.why ? el('span', { cls: 'hint', text: file.why + ', not shown' }) : null];
      return file.diff
        ? el('details', { open: i < OPEN }, el('summary', {}, head), lines(file.diff))
        : el('p', { cls: 'difference-file' }, head);
    }));
  };

  /** A section that fetches the difference of two runs' code and shows it. */
  aml.differenceBox = function (from, to) {
    const box = el('div', { 'aria-live': 'polite' });
    async function load() {
      box.replaceChildren(el('p', { cls: 'hint', text: 'Comparing …' }));
      try {
        box.replaceChildren(aml.differenceView(await aml.source.difference(from, to)));
      } catch (failure) {
        box.replaceChildren(aml.failure(failure, load));
      }
    }
    load();
    return box;
  };
})();
