(function () {
  'use strict';
  const main = document.getElementById('main');
  let first = true;

  /** Shows what the address names: #/runs, #/run/12, #/compare/12,13. */
  function go() {
    const [name, argument] = location.hash.replace(/^#\/?/, '').split('/');
    const view = Object.hasOwn(aml.views, name) ? name : 'runs';
    aml.current?.destroy();
    aml.tip.hide();
    document.body.dataset.view = view;
    aml.current = aml.views[view](main, argument);
    document.title = aml.current.title + ' · ' + aml.memory.project;
    for (const link of document.querySelectorAll('.bar nav a')) {
      const here = link.id === 'nav-' + view || (view === 'run' && link.id === 'nav-runs');
      if (here) {
        link.setAttribute('aria-current', link.id === 'nav-' + view ? 'page' : 'true');
      } else {
        link.removeAttribute('aria-current');
      }
    }
    if (!first && view !== 'runs') {
      // So that a reader of the screen hears the new view, and Tab goes on from its beginning.
      window.scrollTo(0, 0);
      main.focus({ preventScroll: true });
    } else if (!first) {
      document.querySelector('.runs-table')?.focus({ preventScroll: true });
    }
    first = false;
  }

  async function start() {
    const theme = document.getElementById('theme');
    theme.value = aml.theme.get();
    theme.addEventListener('change', () => aml.theme.set(theme.value));
    document.getElementById('help').addEventListener('click', () => aml.help());
    document.getElementById('skip').addEventListener('click', (event) => {
      event.preventDefault();
      main.focus();
    });
    try {
      const project = await aml.source.project();
      aml.memory.project = project.project;
      document.getElementById('project').textContent = project.name;
      document.querySelector('.brand').title = project.project + ' at ' + project.store;
      await aml.rows.start();
    } catch (failure) {
      main.replaceChildren(aml.el('div', { cls: 'empty' }, aml.el('h1', { text: 'The history cannot be shown' }), aml.failure(failure, () => location.reload())));
      return;
    }
    window.addEventListener('hashchange', go);
    go();
    performance.mark('aml-first-rows');
  }

  start();
})();
