(function () {
  'use strict';
  const KEY = 'aml.theme';

  /** Light or dark: as the system has it, or as the user chose. */
  aml.theme = {
    changed: aml.listeners(),

    /** system, light or dark. */
    get() {
      try {
        return localStorage.getItem(KEY) || 'system';
      } catch {
        return document.documentElement.dataset.theme || 'system';
      }
    },

    /** Chooses one, and remembers it. */
    set(name) {
      document.documentElement.dataset.theme = name;
      try {
        localStorage.setItem(KEY, name);
      } catch {
        // Where storage is forbidden the choice holds until the page is closed.
      }
      this.changed.tell();
    },

    /** What a custom property of the style sheet is now, as a colour a canvas understands. */
    colour(property, percent) {
      const probe = document.body.appendChild(document.createElement('span'));
      probe.style.color = 'color-mix(in srgb, var(' + property + ') ' + (percent || 100) + '%, transparent)';
      const colour = getComputedStyle(probe).color;
      probe.remove();
      return colour;
    },
  };

  // Before the first paint, so that nothing flashes.
  document.documentElement.dataset.theme = aml.theme.get();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => aml.theme.changed.tell());
})();
