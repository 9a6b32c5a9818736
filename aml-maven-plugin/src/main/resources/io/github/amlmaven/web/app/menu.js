(function () {
  'use strict';
  const { el } = aml;
  let count = 0;

  /** A button that opens a small panel below it; Escape, or a click elsewhere, closes it. */
  aml.menu = function (text, fill) {
    const id = 'menu-' + ++count;
    const panel = el('div', { cls: 'menu-panel', id, role: 'group', 'aria-label': text, tabindex: '-1', hidden: true });
    const button = aml.button(text, () => toggle(panel.hidden), { cls: 'menu-button', 'aria-expanded': 'false', 'aria-controls': id });
    const menu = el('div', { cls: 'menu' }, button, panel);

    function toggle(open) {
      if (open) {
        fill(panel);
      }
      panel.hidden = !open;
      button.setAttribute('aria-expanded', String(open));
      if (open) {
        // Where there is no room to the right it opens to the left.
        panel.classList.remove('menu-left');
        panel.classList.toggle('menu-left', panel.getBoundingClientRect().right > document.documentElement.clientWidth - 8);
      }
    }

    menu.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !panel.hidden) {
        event.stopPropagation();
        toggle(false);
        button.focus();
      }
    });
    menu.addEventListener('focusout', (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) {
        toggle(false);
      }
    });
    const outside = (event) => {
      if (!menu.isConnected) {
        document.removeEventListener('pointerdown', outside);
      } else if (!menu.contains(event.target) && !panel.hidden) {
        toggle(false);
      }
    };
    document.addEventListener('pointerdown', outside);
    return menu;
  };
})();
