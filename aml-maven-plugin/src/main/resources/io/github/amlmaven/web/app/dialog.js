(function () {
  'use strict';
  const { el } = aml;
  let count = 0;

  /**
   * Asks something in a dialog; answers what the action returned, or null when it was left.
   * The action may fail: then the dialog stays and says why.
   */
  aml.dialog = function (title, body, action) {
    return new Promise((resolve) => {
      const id = 'dialog-' + ++count;
      const trouble = el('div', {});
      const main = action ? el('button', { type: 'submit', cls: action.danger ? 'main danger' : 'main' }, action.text) : null;
      const form = el('form', { method: 'dialog' },
        el('h2', { id, text: title }), body, trouble,
        el('div', { cls: 'dialog-actions' }, aml.button(action ? 'Cancel' : 'Close', () => dialog.close()), main));
      const dialog = el('dialog', { 'aria-labelledby': id }, form);
      let result = null;
      form.addEventListener('submit', async (event) => {
        event.preventDefault();
        if (!action || main.disabled) {
          return;
        }
        main.disabled = true;
        try {
          result = await action.run();
          dialog.close();
        } catch (failure) {
          trouble.replaceChildren(aml.failure(failure));
          main.disabled = false;
        }
      });
      dialog.addEventListener('close', () => {
        dialog.remove();
        resolve(result);
      });
      document.body.append(dialog);
      dialog.showModal();
      const first = form.querySelector('input, select, textarea');
      (first || main || form.querySelector('button')).focus();
    });
  };

  /** A line of a form: its label, its field, a hint. */
  aml.field = function (label, input, hint) {
    return el('label', { cls: 'field' }, el('span', { cls: 'field-label', text: label }), input,
      hint ? el('span', { cls: 'hint', text: hint }) : null);
  };
})();
