(function () {
  'use strict';
  const { el } = aml;

  /** The code of a run: its files, and what differs from another run, first the previous one. */
  aml.codeView = function (number, previous) {
    const body = el('div', {});
    const shown = el('div', { 'aria-live': 'polite' });
    const element = el('section', { cls: 'panel', 'aria-labelledby': 'code-head' },
      el('div', { cls: 'panel-head' }, el('h2', { id: 'code-head', text: 'Code' })), body);

    async function open(file, button) {
      const again = button.getAttribute('aria-pressed') === 'true';
      body.querySelectorAll('[aria-pressed=true]').forEach((one) => one.setAttribute('aria-pressed', 'false'));
      if (again) {
        shown.replaceChildren();
        return;
      }
      button.setAttribute('aria-pressed', 'true');
      try {
        const answer = await aml.source.codeFile(number, file.index);
        shown.replaceChildren(el('h3', { cls: 'path', text: file.path }),
          answer.binary ? el('p', { cls: 'hint', text: 'Not a text.' }) : aml.codeText(answer.text, file.path),
          answer.truncated ? el('p', { cls: 'hint', text: 'The beginning of the file.' }) : '');
      } catch (failure) {
        shown.replaceChildren(aml.failure(failure));
      }
    }

    function files(list) {
      return el('ul', { cls: 'files' }, list.map((file) => {
        const name = file.kind === 'file' && aml.source.can.codeText
          ? el('button', { type: 'button', cls: 'file-name', 'aria-pressed': 'false', onclick: (event) => open(file, event.currentTarget), text: file.path })
          : el('span', { cls: 'file-name', text: file.path });
        return el('li', {}, name, el('span', { cls: 'hint', text: file.kind === 'file' ? aml.format.size(file.size) : file.kind }));
      }));
    }

    function difference() {
      const box = el('div', {});
      const input = el('input', { type: 'number', min: '1', cls: 'number-input', 'aria-label': 'Run to compare the code with', value: previous || '' });
      const load = () => {
        const other = Number(input.value);
        if (Number.isInteger(other) && other > 0 && other !== number) {
          box.replaceChildren(aml.differenceBox(other, number));
        } else {
          box.replaceChildren(el('p', { cls: 'hint', text: 'Give the number of another run.' }));
        }
      };
      if (previous) {
        load();
      }
      const choice = aml.source.can.anyDifference
        ? el('form', { cls: 'inline', onsubmit: (event) => {
          event.preventDefault();
          load();
        } }, el('h3', { text: 'Difference to run' }), input, el('button', { type: 'submit', cls: 'small', text: 'Show' }))
        : el('h3', { text: previous ? 'Difference to run ' + previous : 'Difference' });
      return [choice, box];
    }

    async function load() {
      try {
        const answer = await aml.source.code(number);
        const folded = answer.files.length > 12;
        body.replaceChildren();
        aml.add(body, [
          answer.files.length === 0 ? el('p', { cls: 'hint', text: 'No code is kept for this run.' })
            : el('details', { open: !folded }, el('summary', { text: aml.format.count(answer.files.length, 'file') }), files(answer.files)),
          shown,
          answer.files.length > 0 && (aml.source.can.anyDifference || previous) ? difference() : null]);
      } catch (failure) {
        body.replaceChildren(aml.failure(failure, load));
      }
    }
    load();
    return element;
  };
})();
