(function () {
  'use strict';

  /** The one global name of the page. */
  const aml = (window.aml = {});

  /** Makes an element; text and attributes are only ever data, whatever they hold. */
  aml.el = function (tag, properties, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties || {})) {
      if (value === null || value === undefined || value === false) {
        continue;
      }
      if (name.startsWith('on')) {
        element.addEventListener(name.slice(2), value);
      } else if (name === 'text') {
        element.textContent = value;
      } else {
        element.setAttribute(name === 'cls' ? 'class' : name, value === true ? '' : String(value));
      }
    }
    aml.add(element, children);
    return element;
  };

  /** Adds children: elements, texts, lists of them; null and false are left out. */
  aml.add = function (element, children) {
    for (const child of [children].flat(Infinity)) {
      if (child !== null && child !== undefined && child !== false) {
        element.append(child);
      }
    }
    return element;
  };

  /** A button with a text. */
  aml.button = function (text, onclick, properties) {
    return aml.el('button', { type: 'button', onclick, ...properties }, text);
  };

  /** A box to tick with its label. */
  aml.tick = function (text, checked, onchange, properties) {
    const box = aml.el('input', { type: 'checkbox', onchange: () => onchange(box.checked), ...properties });
    box.checked = checked;
    return aml.el('label', { cls: 'tick' }, box, aml.el('span', { text }));
  };

  /** The value of a name in a map that came as JSON; never something inherited. */
  aml.own = function (map, name) {
    return map && Object.hasOwn(map, name) ? map[name] : undefined;
  };

  /** Calls a function once, when it has not been asked for again for so many milliseconds. */
  aml.later = function (milliseconds, action) {
    let timer = 0;
    return function (...values) {
      clearTimeout(timer);
      timer = setTimeout(() => action(...values), milliseconds);
    };
  };

  /** What this browser remembers of a project; quietly nothing where storage is forbidden. */
  aml.memory = {
    project: '',
    get(name, otherwise) {
      try {
        const text = localStorage.getItem('aml.' + this.project + '.' + name);
        return text === null ? otherwise : JSON.parse(text);
      } catch {
        return otherwise;
      }
    },
    set(name, value) {
      try {
        localStorage.setItem('aml.' + this.project + '.' + name, JSON.stringify(value));
      } catch {
        // A page from a file, or a private window: what was chosen holds until it is closed.
      }
    },
  };

  /** A list of functions to call when something has changed. */
  aml.listeners = function () {
    const all = new Set();
    return {
      add(action) {
        all.add(action);
        return () => all.delete(action);
      },
      tell(...values) {
        for (const action of [...all]) {
          action(...values);
        }
      },
    };
  };
})();
