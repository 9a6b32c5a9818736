(function () {
  'use strict';

  /** What clicks and keys do in the table of runs: it is one stop of the Tab key, arrows go from row to row. */
  aml.tableKeys = function (view, state, actions) {
    const { table } = view;
    let last = null;

    function tick(number, shift) {
      const numbers = view.entries().map((entry) => entry.row.run_number);
      const on = !aml.ticks.has(number);
      const from = shift && last !== null ? numbers.indexOf(last) : -1;
      const to = numbers.indexOf(number);
      if (from >= 0 && to >= 0) {
        aml.ticks.setAll(numbers.slice(Math.min(from, to), Math.max(from, to) + 1), on);
      } else {
        aml.ticks.set(number, on);
      }
      last = number;
    }

    table.addEventListener('click', (event) => {
      const sort = event.target.closest('[data-sort]');
      const fold = event.target.closest('[data-fold]');
      const tr = event.target.closest('tr[data-run]');
      if (sort) {
        actions.sort(sort.dataset.sort);
      } else if (fold) {
        actions.fold(fold.dataset.fold);
      } else if (tr) {
        const number = Number(tr.dataset.run);
        view.point(number);
        if (event.target.matches('[data-tick]')) {
          // What the box shows follows from what is ticked.
          tick(number, event.shiftKey);
        } else if (!event.target.closest('a') && (event.ctrlKey || event.metaKey)) {
          tick(number, false);
        }
      }
    });
    table.addEventListener('dblclick', (event) => {
      const tr = event.target.closest('tr[data-run]');
      if (tr && !event.target.closest('a, input, button')) {
        location.hash = '#/run/' + tr.dataset.run;
      }
    });

    function step(by) {
      const numbers = view.entries().map((entry) => entry.row.run_number);
      const at = numbers.indexOf(state.current);
      const to = at < 0 && by !== Infinity ? 0 : Math.max(0, Math.min(numbers.length - 1, at + by));
      if (numbers.length > 0) {
        view.point(numbers[to]);
      }
    }

    const page = () => Math.max(1, Math.floor(view.element.clientHeight / 40));
    const keys = {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      j: () => step(1),
      k: () => step(-1),
      PageDown: () => step(page()),
      PageUp: () => step(-page()),
      Home: () => step(-Infinity),
      End: () => step(Infinity),
      Enter: () => state.current !== null && (location.hash = '#/run/' + state.current),
      ' ': (event) => state.current !== null && tick(state.current, event.shiftKey),
      x: (event) => state.current !== null && tick(state.current, event.shiftKey),
      ArrowRight: () => actions.unfold(state.current, true),
      ArrowLeft: () => actions.unfold(state.current, false),
    };
    table.addEventListener('keydown', (event) => {
      if (event.target !== table || event.altKey || event.ctrlKey || event.metaKey || !Object.hasOwn(keys, event.key)) {
        return;
      }
      event.preventDefault();
      keys[event.key](event);
    });
    table.addEventListener('focus', () => {
      if ((state.current === null || !view.entries().some((entry) => entry.row.run_number === state.current))
          && table.matches(':focus-visible')) {
        const first = view.first();
        if (first !== null) {
          view.point(first);
        }
      }
    });
  };
})();
