(function () {
  'use strict';
  const { el } = aml;

  async function change(number, what, body) {
    const answer = await aml.source.change(number, what, body);
    aml.rows.put(answer.row);
    return answer.row;
  }

  /** Something can be said of a run once it has ended. */
  const mayBeMarked = (row) => aml.source.can.change && aml.isFinal(row.status);

  async function attempt(work) {
    try {
      await work();
    } catch (failure) {
      aml.sayFailure(failure);
    }
  }

  /** The labels of a run as chips, each with a button that takes it away, and a field for another. */
  aml.labelsView = function (row) {
    const number = row.run_number;
    const can = mayBeMarked(row);
    const chips = (row.labels || []).map((label) => el('span', { cls: 'chip' }, el('span', { text: label }),
      can ? el('button', { type: 'button', cls: 'chip-off', 'aria-label': 'Remove the label ' + label, title: 'Remove',
        onclick: () => attempt(async () => {
          await change(number, 'labels', { add: [], remove: [label] });
          aml.notice('Label removed: ' + label, { text: 'Undo', run: () => attempt(() => change(number, 'labels', { add: [label], remove: [] })) });
        }) }, '×') : null));
    if (!can) {
      return chips.length ? el('div', { cls: 'labels' }, chips) : null;
    }
    const input = el('input', { type: 'text', cls: 'label-input', id: 'label', placeholder: 'Add a label', 'aria-label': 'Add a label', maxlength: '100', autocomplete: 'off' });
    return el('div', { cls: 'labels' }, chips, el('form', { cls: 'inline', onsubmit: (event) => {
      event.preventDefault();
      const label = input.value.trim();
      if (label) {
        attempt(async () => {
          await change(number, 'labels', { add: [label], remove: [] });
          document.getElementById('label')?.focus();
        });
      }
    } }, input, el('button', { type: 'submit', cls: 'small', text: 'Add' })));
  };

  /** The note of a run, and the way to change it. */
  aml.noteView = function (row) {
    const can = mayBeMarked(row);
    const edit = () => {
      const text = el('textarea', { rows: '6', id: 'note-text', maxlength: '10000' });
      text.value = row.description || '';
      aml.dialog('Note on run ' + row.run_number, aml.field('Note', text), {
        text: 'Save', run: () => change(row.run_number, 'note', { text: text.value }) });
    };
    return el('div', { cls: 'note' + (row.description ? '' : ' note-none') },
      row.description ? el('p', { cls: 'note-text', text: row.description }) : null,
      can ? aml.button(row.description ? 'Change the note' : 'Add a note', edit, { cls: 'quiet small', id: 'note' }) : null);
  };

  function confirm(title, text, button, run) {
    return aml.dialog(title, el('p', { text }), { text: button, danger: true, run });
  }

  /** What can be done with a run: Compare, Cancel, Delete. */
  aml.actionsView = function (detail) {
    const { row } = detail;
    const number = row.run_number;
    const ticked = aml.ticks.has(number);
    const tick = el('button', { type: 'button', id: 'tick', 'aria-pressed': String(ticked), title: 'Tick this run for Compare (x)', onclick: (event) => {
      aml.ticks.toggle(number);
      event.currentTarget.setAttribute('aria-pressed', String(aml.ticks.has(number)));
      event.currentTarget.textContent = aml.ticks.has(number) ? 'Ticked' : 'Tick';
    }, text: ticked ? 'Ticked' : 'Tick' });
    const compare = detail.previous
      ? el('a', { cls: 'button', id: 'compare-previous', href: '#/compare/' + detail.previous + ',' + number, text: 'Compare with ' + detail.previous }) : null;
    if (!aml.source.can.change) {
      return el('div', { cls: 'actions' }, compare, tick);
    }
    const underWay = ['Running', 'Preparing', 'Collecting', 'Unknown'].includes(row.status);
    const bring = () => attempt(() => change(number, 'undelete'));
    return el('div', { cls: 'actions' }, compare, tick,
      underWay ? aml.button('Cancel run', () => confirm('Cancel run ' + number + '?',
        'The script is asked to stop, and killed when it does not. What it has written so far is kept.', 'Cancel the run', async () => {
          await change(number, 'cancel');
          aml.notice('Run ' + number + ' is being cancelled.');
          return true;
        }), { id: 'cancel', cls: 'danger' }) : null,
      row.hidden ? aml.button('Bring back', bring, { id: 'undelete' })
        : !mayBeMarked(row) ? null : aml.button('Delete', () => attempt(async () => {
          await change(number, 'delete');
          aml.notice('Run ' + number + ' is deleted.', { text: 'Undo', run: bring });
        }), { id: 'delete', cls: 'danger-quiet' }));
  };
})();
