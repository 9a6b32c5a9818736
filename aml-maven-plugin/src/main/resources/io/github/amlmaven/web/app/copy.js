(function () {
  'use strict';
  const { el } = aml;

  async function copy(text) {
    if (navigator.clipboard && window.isSecureContext) {
      await navigator.clipboard.writeText(text);
      return;
    }
    // Pages from a file have no clipboard of the newer kind.
    const area = el('textarea', { cls: 'out-of-sight' });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    if (!done) {
      throw new Error('copying is not allowed here');
    }
  }

  /** A button that copies a text. */
  aml.copyButton = function (text, what) {
    const button = aml.button('Copy', async () => {
      try {
        await copy(text);
        button.textContent = 'Copied';
      } catch {
        button.textContent = 'Not copied';
      }
      setTimeout(() => (button.textContent = 'Copy'), 2000);
    }, { cls: 'small', 'aria-label': 'Copy ' + what });
    return button;
  };

  /** A command to type, with a button that copies it. */
  aml.command = function (text) {
    return el('div', { cls: 'command' }, el('code', { text, tabindex: '0' }), aml.copyButton(text, 'the command ' + text));
  };
})();
