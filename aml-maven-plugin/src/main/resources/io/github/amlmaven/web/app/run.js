(function () {
  'use strict';
  const { el } = aml;
  const AGAIN = 4000;

  function head(detail) {
    const { row } = detail;
    const step = (number, text, id, sign) => (number
      ? el('a', { cls: 'button square', id, href: '#/run/' + number, 'aria-label': text + ': run ' + number, title: text + ': run ' + number }, sign)
      : el('span', { cls: 'button square', 'aria-hidden': 'true', 'data-off': '' }, sign));
    return el('div', { cls: 'run-head' },
      el('div', { cls: 'run-title' },
        el('div', { cls: 'steps' }, step(detail.previous, 'Previous', 'previous', '‹'), step(detail.next, 'Next', 'next', '›')),
        el('h1', { tabindex: '-1', text: 'Run ' + row.run_number }),
        aml.status(row.status, row.reason),
        row.reason ? el('span', { cls: 'reason', text: row.reason }) : null,
        row.hidden ? el('span', { cls: 'chip chip-plain', text: 'deleted' }) : null,
        el('span', { cls: 'bar-space' }),
        aml.actionsView(detail)),
      el('p', { cls: 'run-command' }, el('code', { text: [row.script_name, ...(row.arguments || [])].filter(Boolean).join(' ') })),
      el('div', { cls: 'run-marks' }, aml.labelsView(row), aml.noteView(row)));
  }

  /** The view of one run. */
  aml.views.run = function (host, given) {
    const number = Number(given);
    const parts = new Map();
    const keys = new Map();
    let log = null;
    let lines = null;
    let gone = false;
    let timer = 0;
    const main = el('div', { cls: 'run-main' });
    const side = el('aside', { cls: 'run-side', 'aria-label': 'Properties' });
    const top = el('div', {});

    /** Builds a part again only when what it shows has changed, so that focus, scroll and open previews stay. */
    function part(name, place, key, build) {
      const text = JSON.stringify(key);
      if (keys.get(name) === text) {
        return false;
      }
      keys.set(name, text);
      let box = parts.get(name);
      if (!box) {
        box = place.appendChild(el('div', { cls: 'part', 'data-part': name }));
        parts.set(name, box);
      }
      box.replaceChildren();
      aml.add(box, [build()]);
      return true;
    }

    function show(detail) {
      const { row } = detail;
      const images = detail.artifacts.filter((artifact) => ['image', 'svg'].includes(artifact.kind));
      part('head', top, [row, detail.previous, detail.next], () => head(detail));
      part('trouble', main, [detail.warnings, detail.not_collected], () => aml.troubleView(detail));
      part('metrics', main, detail.metrics, () => aml.metricsView(detail));
      const series = Object.entries(detail.metrics || {}).filter(([, value]) => Array.isArray(value));
      if (part('lines', main, series, () => {
        lines?.destroy();
        lines = aml.linesView(detail);
        return lines && lines.section;
      })) {
        lines?.draw();
      }
      part('images', main, images, () => aml.imagesView(detail));
      part('outputs', main, [detail.artifacts, row.status], () => aml.outputsView(detail));
      if (detail.partial) {
        part('partial', main, 1, () => el('p', { cls: 'hint', text: 'This report has the details of newer runs only; mvn aml:ui shows all.' }));
      } else {
        part('log', main, aml.isFinal(row.status), () => {
          log?.destroy();
          const driver = detail.artifacts.find((artifact) => artifact.path.endsWith('driver_log.txt'));
          log = aml.logView(number, driver && aml.source.can.download ? aml.source.fileAddress(number, driver.index) : null);
          return log.element;
        });
        // A sweep has no code of its own to compare its first run with.
        const before = detail.previous === detail.parent ? null : detail.previous;
        part('code', main, before, () => aml.codeView(number, before));
      }
      part('facts', side, [row, detail.record, detail.parent, detail.children], () => aml.factsView(detail));
      part('commands', side, detail.commands, () => aml.commandsView(detail));
    }

    async function load() {
      clearTimeout(timer);
      try {
        const detail = await aml.source.run(number);
        if (gone) {
          return;
        }
        if (!top.isConnected) {
          host.replaceChildren(el('div', { cls: 'run-view' }, top, el('div', { cls: 'run-body' }, main, side)));
        }
        show(detail);
        if (aml.source.can.live && !aml.isFinal(detail.row.status)) {
          timer = setTimeout(load, AGAIN);
        }
      } catch (failure) {
        if (gone) {
          return;
        }
        if (top.isConnected && failure.isOffline) {
          timer = setTimeout(load, AGAIN);
        } else {
          host.replaceChildren(el('div', { cls: 'run-view' }, el('h1', { tabindex: '-1', text: 'Run ' + number }), aml.failure(failure, load),
            el('p', {}, el('a', { href: '#/runs', text: 'All runs' }))));
        }
      }
    }

    host.replaceChildren(el('div', { cls: 'run-view' }, el('h1', { tabindex: '-1', text: 'Run ' + number }), el('p', { cls: 'hint', text: 'Loading …' })));
    const unheard = aml.rows.changed.add((changed) => {
      if (changed.has(number)) {
        load();
      }
    });
    load();
    return { title: 'Run ' + number, number, destroy() {
      gone = true;
      clearTimeout(timer);
      unheard();
      log?.destroy();
      lines?.destroy();
    } };
  };
})();
